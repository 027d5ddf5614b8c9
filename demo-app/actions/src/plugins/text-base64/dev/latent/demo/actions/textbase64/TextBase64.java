package dev.latent.demo.actions.textbase64;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.binary.Base32;
import org.apache.commons.codec.binary.Base64;
import org.apache.commons.codec.binary.Hex;

/** Writes any document in letters that survive a mail. */
public final class TextBase64 implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    int line = options.number("line", 76, 0, 1000);
    byte[] content = input.content();
    String text =
        switch (options.choice("form", "base64", "base64url", "base32", "hex")) {
          case "base64url" -> Base64.encodeBase64URLSafeString(content);
          case "base32" -> new Base32().encodeToString(content);
          case "hex" -> Hex.encodeHexString(content);
          default -> new String(Base64.encodeBase64(content), StandardCharsets.US_ASCII);
        };
    StringBuilder lines = new StringBuilder();
    int step = line == 0 ? Math.max(1, text.length()) : line;
    for (int i = 0; i < text.length(); i += step) {
      lines.append(text, i, Math.min(text.length(), i + step)).append('\n');
    }
    return Document.ofText(input.name() + ".txt", "text/plain", lines.toString());
  }
}
