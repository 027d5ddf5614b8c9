package dev.latent.demo.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of the page: a fixed list, so that no part of a request ever names a file. */
final class Pages {

  private Pages() {}

  /** The reply for a path, or null if it is none of the page's. */
  static @Nullable Reply find(String path) throws IOException {
    return switch (path) {
      case "/" -> load("index.html", "text/html; charset=utf-8");
      case "/workbench.css" -> load("workbench.css", "text/css; charset=utf-8");
      case "/workbench.js",
          "/page.js",
          "/documents.js",
          "/actions.js",
          "/view.js",
          "/strip.js",
          "/keys.js" ->
          load(path.substring(1), "text/javascript; charset=utf-8");
      case "/icon.svg" -> load("icon.svg", "image/svg+xml");
      default -> null;
    };
  }

  /**
   * The page that a link with a token leads to. It goes on by itself: a redirect would not bring
   * the cookie along where the link was opened from another site, such as a terminal in the
   * browser.
   */
  static Reply welcome() {
    return note(200, "<meta http-equiv=\"refresh\" content=\"0;url=/\">", "Opening the workbench…");
  }

  static Reply closed(int status, String sentence) {
    return note(status, "", sentence);
  }

  private static Reply note(int status, String head, String sentence) {
    return Reply.html(
        status,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Latent"
            + " workbench</title><meta name=\"color-scheme\" content=\"light dark\"><meta"
            + " name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" href=\"/icon.svg\">"
            + head
            + "</head><body><p>"
            + sentence
            + "</p></body></html>\n");
  }

  private static Reply load(String file, String mediaType) throws IOException {
    try (InputStream in = Pages.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("The page is incomplete: " + file + " is missing from the jar.");
      }
      return new Reply(200, mediaType, in.readAllBytes(), Map.of());
    }
  }
}
