package dev.latent.demo.actions.archivetar;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Packs the files of a zip again, smaller: as tar.xz. */
final class ArchiveTar implements DocumentAction {

  /** A few bytes of a zip may unpack to more than any memory holds. */
  private static final int MOST_BYTES = 128 * 1024 * 1024;

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    LZMA2Options packing = new LZMA2Options(options.number("level", 6, 0, 9));
    String without = options.text("without", "");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int count = 0;
    int left = MOST_BYTES;
    try (ZipArchiveInputStream zip =
            new ZipArchiveInputStream(new ByteArrayInputStream(input.content()));
        OutputStream packed = new XZOutputStream(bytes, packing);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(packed, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      ZipArchiveEntry from;
      while ((from = zip.getNextEntry()) != null) {
        if (from.isDirectory() || (!without.isEmpty() && from.getName().contains(without))) {
          continue;
        }
        byte[] content = zip.readNBytes(left + 1);
        left -= content.length;
        if (left < 0) {
          throw new IllegalArgumentException(
              input.name() + " unpacks to more than " + MOST_BYTES / (1024 * 1024) + " MB.");
        }
        TarArchiveEntry to = new TarArchiveEntry(from.getName());
        to.setSize(content.length);
        to.setModTime(from.getTime());
        tar.putArchiveEntry(to);
        tar.write(content);
        tar.closeArchiveEntry();
        count++;
      }
    }
    if (count == 0) {
      throw new IllegalArgumentException(input.name() + " holds no file to pack.");
    }
    return new Document(input.nameWithExtension("tar.xz"), "application/x-xz", bytes.toByteArray());
  }
}
