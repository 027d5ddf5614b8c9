package dev.latent.demo.actions.checksum;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.util.HexFormat;
import org.apache.commons.codec.digest.Blake3;
import org.apache.commons.codec.digest.DigestUtils;

/** The fingerprint of a document, in the form that checking tools read. */
final class Checksum implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    byte[] content = input.content();
    byte[] sum =
        switch (options.choice("algorithm", "sha-256", "sha-512", "sha3-256", "blake3")) {
          case "sha-512" -> DigestUtils.sha512(content);
          case "sha3-256" -> DigestUtils.sha3_256(content);
          case "blake3" -> Blake3.hash(content);
          default -> DigestUtils.sha256(content);
        };
    HexFormat hex = HexFormat.of();
    String text = (options.flag("upper", false) ? hex.withUpperCase() : hex).formatHex(sum);
    return Document.ofText(
        input.nameWithExtension("sum.txt"), "text/plain", text + "  " + input.name() + "\n");
  }
}
