package dev.latent.demo.actions.textutf8;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.nio.charset.Charset;
import org.mozilla.universalchardet.UniversalDetector;

/** Finds out in which letters a text was written, and writes it in UTF-8. */
public final class TextUtf8 implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    String name = options.text("from", "auto");
    if (name.equals("auto")) {
      UniversalDetector detector = new UniversalDetector();
      detector.handleData(input.content());
      detector.dataEnd();
      String found = detector.getDetectedCharset();
      name = found == null ? "UTF-8" : found;
    }
    if (!Charset.isSupported(name)) {
      throw new IllegalArgumentException("Option from: no charset is called '" + name + "'.");
    }
    String text = new String(input.content(), Charset.forName(name));
    String end = options.choice("lines", "lf", "crlf").equals("lf") ? "\n" : "\r\n";
    StringBuilder lines = new StringBuilder();
    text.lines().forEach(line -> lines.append(line).append(end));
    return Document.ofText(input.name(), "text/plain", lines.toString());
  }
}
