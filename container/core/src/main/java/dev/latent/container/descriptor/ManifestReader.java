package dev.latent.container.descriptor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Manifest;

/** Reads the main section of a manifest. */
final class ManifestReader {

  static final String ENTRY = "META-INF/MANIFEST.MF";

  private ManifestReader() {}

  /**
   * Reads the main section; the sections for single files, long in signed jars, are not looked at.
   */
  static AttributeMap<String> read(String entry, byte[] bytes) throws DescriptorFault {
    int end = mainSectionEnd(bytes);
    byte[] main = new byte[end + 2];
    System.arraycopy(bytes, 0, main, 0, end);
    // The last line counts even where the file forgets to end it.
    main[end] = '\n';
    main[end + 1] = '\n';
    Manifest manifest;
    try {
      manifest = new Manifest(new ByteArrayInputStream(main));
    } catch (IOException | IllegalArgumentException e) {
      throw new DescriptorFault(
          "manifest.syntax",
          entry
              + " is no manifest: "
              + e.getMessage()
              + ". Each line is 'Name: value', at most 72 bytes; a longer value goes on in lines that"
              + " start with one space. Correct that line, or build the jar with a tool that writes"
              + " manifests.");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<Object, Object> header : manifest.getMainAttributes().entrySet()) {
      headers.put(header.getKey().toString(), header.getValue().toString());
    }
    return AttributeMap.copyOf(headers);
  }

  private static int mainSectionEnd(byte[] bytes) {
    for (int i = 1; i < bytes.length; i++) {
      if (bytes[i] == '\n' && (bytes[i - 1] == '\n' || (i > 2 && endsEmptyLine(bytes, i)))) {
        return i;
      }
      if (bytes[i] == '\r' && bytes[i - 1] == '\r') {
        return i;
      }
    }
    return bytes.length;
  }

  private static boolean endsEmptyLine(byte[] bytes, int at) {
    return bytes[at - 1] == '\r' && bytes[at - 2] == '\n';
  }
}
