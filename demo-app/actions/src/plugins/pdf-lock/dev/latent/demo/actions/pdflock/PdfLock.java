package dev.latent.demo.actions.pdflock;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.osgi.service.component.annotations.Component;

/** Encrypts a PDF with a password. */
@Component(
    property = {
      "action.id=pdf-lock",
      "action.label=Lock a PDF with a password",
      "action.group=Security",
      "action.from=application/pdf",
      "action.to=application/pdf",
      "action.options=password|text||Password to open it",
      "action.options=owner|text||Password to change it",
      "action.options=print|flag|true|Allow printing",
      "action.options=copy|flag|false|Allow copying text",
      "action.library=pdfbox 3.0.8"
    })
public final class PdfLock implements DocumentAction {

  private static final int KEY_BITS = 128;

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    String password = options.text("password", "");
    if (password.isEmpty()) {
      throw new IllegalArgumentException("Option password: set one.");
    }
    AccessPermission permission = new AccessPermission();
    permission.setCanPrint(options.flag("print", true));
    permission.setCanExtractContent(options.flag("copy", false));
    try (PDDocument pdf = Loader.loadPDF(input.content())) {
      String owner = options.text("owner", password + "-owner");
      StandardProtectionPolicy policy = new StandardProtectionPolicy(owner, password, permission);
      policy.setEncryptionKeyLength(KEY_BITS);
      policy.setPreferAES(true);
      pdf.protect(policy);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      pdf.save(bytes);
      return new Document(input.name(), "application/pdf", bytes.toByteArray());
    }
  }
}
