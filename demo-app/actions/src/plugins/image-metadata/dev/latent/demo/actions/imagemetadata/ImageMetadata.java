package dev.latent.demo.actions.imagemetadata;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.Tag;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;

/** Says what an image file tells about itself: size, camera, place, time. */
public final class ImageMetadata implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options)
      throws IOException, ImageProcessingException {
    String part = options.text("part", "").toLowerCase(Locale.ROOT);
    Metadata metadata = ImageMetadataReader.readMetadata(new ByteArrayInputStream(input.content()));
    StringBuilder csv = new StringBuilder("part,name,value\n");
    for (Directory directory : metadata.getDirectories()) {
      if (!directory.getName().toLowerCase(Locale.ROOT).contains(part)) {
        continue;
      }
      for (Tag tag : directory.getTags()) {
        String value = tag.getDescription();
        csv.append(field(directory.getName())).append(',');
        csv.append(field(tag.getTagName())).append(',');
        csv.append(field(value == null ? "" : value)).append('\n');
      }
    }
    return Document.ofText(input.nameWithExtension("csv"), "text/csv", csv.toString());
  }

  private static String field(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
