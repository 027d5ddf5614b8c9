package dev.latent.demo.actions.archivelist;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveException;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.ArchiveStreamFactory;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** Says what is in an archive without unpacking it to disk. */
public final class ArchiveList implements DocumentAction {

  private record Row(String name, long size, String changed) {}

  private static final long MOST_BYTES = 512L * 1024 * 1024;

  @Override
  public Document run(Document input, ActionOptions options)
      throws IOException, ArchiveException, CompressorException {
    String part = options.text("contains", "");
    List<Row> rows = new ArrayList<>();
    try (ArchiveInputStream<?> archive = open(input.content())) {
      ArchiveEntry entry;
      while ((entry = archive.getNextEntry()) != null) {
        if (!entry.isDirectory() && entry.getName().contains(part)) {
          long size = size(archive, input.name());
          rows.add(
              new Row(entry.getName(), size, entry.getLastModifiedDate().toInstant().toString()));
        }
      }
    }
    rows.sort(
        options.choice("order", "name", "size").equals("name")
            ? Comparator.comparing(Row::name)
            : Comparator.comparingLong(Row::size).reversed().thenComparing(Row::name));
    StringBuilder csv = new StringBuilder("name,size,changed\n");
    for (Row row : rows) {
      csv.append('"').append(row.name.replace("\"", "\"\"")).append("\",");
      csv.append(row.size).append(',').append(row.changed).append('\n');
    }
    return Document.ofText(input.nameWithExtension("csv"), "text/csv", csv.toString());
  }

  /** Unpacks, as an archive may lie about it or not tell; within a limit, as it may never end. */
  private static long size(InputStream entry, String archive) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long size = 0;
    int read;
    while ((read = entry.read(buffer)) >= 0) {
      size += read;
      if (size > MOST_BYTES) {
        throw new IllegalArgumentException(
            archive + " holds a file of more than " + MOST_BYTES / (1024 * 1024) + " MB.");
      }
    }
    return size;
  }

  private static ArchiveInputStream<?> open(byte[] content)
      throws ArchiveException, CompressorException {
    InputStream in = new ByteArrayInputStream(content);
    try {
      String packing = CompressorStreamFactory.detect(in);
      in =
          new BufferedInputStream(
              new CompressorStreamFactory(true).createCompressorInputStream(packing, in));
    } catch (CompressorException e) {
      in = new ByteArrayInputStream(content); // an archive that is not packed as a whole
    }
    return new ArchiveStreamFactory().createArchiveInputStream(in);
  }
}
