package dev.latent.demo.actions.zstdpack;

import com.github.luben.zstd.ZstdOutputStream;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;

/** Packs a document with Zstandard, by native code. */
@Component(
    property = {
      "action.id=zstd-pack",
      "action.label=Pack with Zstandard",
      "action.group=Archives",
      "action.from=*/*",
      "action.to=application/zstd",
      "action.options=level|number:1:19|3|Level",
      "action.options=checksum|flag|true|With a checksum",
      "action.library=zstd-jni 1.5.7-28"
    })
public final class ZstdPack implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdOutputStream packed = new ZstdOutputStream(bytes)) {
      packed.setLevel(options.number("level", 3, 1, 19));
      packed.setChecksum(options.flag("checksum", true));
      packed.write(input.content());
    }
    return new Document(input.name() + ".zst", "application/zstd", bytes.toByteArray());
  }
}
