package dev.latent.demo.actions.mailtext;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.osgi.service.component.annotations.Component;

/** Reads a part of a mail as it was meant, whatever it was encoded in. */
@Component(
    property = {
      "action.id=mail-text",
      "action.label=Read a mail",
      "action.group=Mail and dates",
      "action.from=message/rfc822",
      "action.to=text/plain",
      "action.options=part|choice:text:html:headers|text|Part",
      "action.options=subject|flag|true|Start with the subject",
      "action.library=apache-mime4j-dom 0.8.14"
    })
public final class MailText implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    DefaultMessageBuilder builder = new DefaultMessageBuilder();
    Message mail = builder.parseMessage(new ByteArrayInputStream(input.content()));
    String part = options.choice("part", "text", "html", "headers");
    StringBuilder text = new StringBuilder();
    if (part.equals("headers") || options.flag("subject", true)) {
      text.append("Subject: ").append(mail.getSubject()).append('\n');
    }
    if (part.equals("headers")) {
      for (Field field : mail.getHeader().getFields()) {
        text.append(field.getName()).append(": ").append(field.getBody()).append('\n');
      }
    } else {
      text.append('\n');
      int before = text.length();
      find(mail, part.equals("html") ? "text/html" : "text/plain", text);
      if (text.length() == before) {
        throw new IllegalArgumentException(input.name() + " has no part " + part + ".");
      }
    }
    return Document.ofText(input.nameWithExtension("txt"), "text/plain", text.toString());
  }

  private static void find(Entity entity, String type, StringBuilder text) throws IOException {
    if (entity.getBody() instanceof Multipart parts) {
      for (Entity part : parts.getBodyParts()) {
        find(part, type, text);
      }
    } else if (entity.getBody() instanceof TextBody body && entity.getMimeType().equals(type)) {
      StringWriter out = new StringWriter();
      try (Reader reader = body.getReader()) {
        reader.transferTo(out);
      }
      text.append(out.toString().replace("\r\n", "\n"));
    }
  }
}
