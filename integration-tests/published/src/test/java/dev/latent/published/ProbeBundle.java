package dev.latent.published;

import dev.latent.published.inside.LookAround;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** One bundle of ours beside the published ones, through which a run sees into the framework. */
final class ProbeBundle {

  static final String NAME = "published.probe";

  /** The package that the host gives it. */
  static final String HOST_PACKAGE = "dev.latent.published.probe";

  private ProbeBundle() {}

  /** Writes it into the directory, last in order. */
  static void writeTo(Path directory) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", NAME);
    headers.putValue("Bundle-Version", "1.0.0");
    headers.putValue("Bundle-Activator", LookAround.class.getName());
    headers.putValue("Import-Package", "org.osgi.framework," + HOST_PACKAGE);
    String entry = LookAround.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(directory.resolve("zz-probe.jar"));
        JarOutputStream jar = new JarOutputStream(file, manifest);
        InputStream bytes = LookAround.class.getResourceAsStream("/" + entry)) {
      jar.putNextEntry(new JarEntry(entry));
      jar.write(bytes.readAllBytes());
    }
  }
}
