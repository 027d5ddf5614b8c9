package dev.latent.container.finder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Makes small bundles. */
final class TestJars {

  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> files = new LinkedHashMap<>();

  static TestJars bundle(String name, String version) {
    return new TestJars()
        .header("Bundle-ManifestVersion", "2")
        .header("Bundle-SymbolicName", name)
        .header("Bundle-Version", version);
  }

  /** A bundle that offers one service. */
  static TestJars offering(String name, String version, String type, int ranking) {
    return bundle(name, version)
        .header(
            "Provide-Capability",
            "osgi.service;objectClass:List<String>=\""
                + type
                + "\";service.ranking:Long="
                + ranking
                + ";maker="
                + name);
  }

  TestJars header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  TestJars file(String name, String content) {
    files.put(name, content);
    return this;
  }

  Path write(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach(manifest.getMainAttributes()::putValue);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, manifest)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return jar;
  }
}
