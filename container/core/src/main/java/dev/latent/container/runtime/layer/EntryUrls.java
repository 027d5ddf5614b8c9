package dev.latent.container.runtime.layer;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLDecoder;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes URLs of files within a content, opened by the content itself. */
final class EntryUrls extends URLStreamHandler {

  /** Opens one file. */
  @FunctionalInterface
  interface Opener {
    URLConnection open(URL url, String name) throws IOException;
  }

  private final String prefix;
  private final Opener opener;

  EntryUrls(String prefix, Opener opener) {
    this.prefix = prefix;
    this.opener = opener;
  }

  URL of(String name) {
    try {
      return new URL(null, prefix + encoded(name), this);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("No URL can be made of " + prefix + name, e);
    }
  }

  private static String encoded(String name) {
    try {
      return new URI(null, null, "/" + name, null).getRawPath().substring(1);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("No URL can be made of " + name, e);
    }
  }

  @Override
  protected URLConnection openConnection(@Nullable URL url) throws IOException {
    String text = url == null ? "" : url.toExternalForm();
    if (url == null || !text.startsWith(prefix)) {
      throw new FileNotFoundException(text + " is not within " + prefix);
    }
    // A plus sign stands for itself in a path, unlike in a form.
    String name =
        URLDecoder.decode(
            text.substring(prefix.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
    return opener.open(url, name);
  }
}
