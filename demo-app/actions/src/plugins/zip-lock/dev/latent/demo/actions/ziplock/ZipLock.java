package dev.latent.demo.actions.ziplock;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.lingala.zip4j.io.outputstream.ZipOutputStream;
import net.lingala.zip4j.model.ZipParameters;
import net.lingala.zip4j.model.enums.AesKeyStrength;
import net.lingala.zip4j.model.enums.CompressionLevel;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.osgi.service.component.annotations.Component;

/** Puts a document into a zip that opens with a password only. */
@Component(
    property = {
      "action.id=zip-lock",
      "action.label=Lock in a zip",
      "action.group=Security",
      "action.from=*/*",
      "action.to=application/zip",
      "action.options=password|text||Password",
      "action.options=method|choice:aes-256:old|aes-256|Encryption",
      "action.options=small|flag|false|As small as possible",
      "action.library=zip4j 2.11.6"
    })
public final class ZipLock implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    String password = options.text("password", "");
    if (password.isEmpty()) {
      throw new IllegalArgumentException("Option password: set one.");
    }
    ZipParameters parameters = new ZipParameters();
    parameters.setFileNameInZip(input.name());
    parameters.setEncryptFiles(true);
    parameters.setCompressionLevel(
        options.flag("small", false) ? CompressionLevel.MAXIMUM : CompressionLevel.NORMAL);
    if (options.choice("method", "aes-256", "old").equals("old")) {
      parameters.setEncryptionMethod(EncryptionMethod.ZIP_STANDARD);
    } else {
      parameters.setEncryptionMethod(EncryptionMethod.AES);
      parameters.setAesKeyStrength(AesKeyStrength.KEY_STRENGTH_256);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, password.toCharArray())) {
      zip.putNextEntry(parameters);
      zip.write(input.content());
      zip.closeEntry();
    }
    return new Document(input.nameWithExtension("zip"), "application/zip", bytes.toByteArray());
  }
}
