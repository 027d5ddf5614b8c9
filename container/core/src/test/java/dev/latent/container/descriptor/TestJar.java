package dev.latent.container.descriptor;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Builds small jars, right or wrong ones. */
final class TestJar {

  private final StringBuilder manifest = new StringBuilder("Manifest-Version: 1.0\r\n");
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  static TestJar bundle(String name) {
    return new TestJar()
        .header("Bundle-ManifestVersion", "2")
        .header("Bundle-SymbolicName", name)
        .header("Bundle-Version", "1.0.0");
  }

  /** Adds a header; long values are folded as manifests need it. */
  TestJar header(String name, String value) {
    String line = name + ": " + value;
    manifest.append(line, 0, Math.min(70, line.length()));
    for (int at = 70; at < line.length(); at += 69) {
      manifest.append("\r\n ").append(line, at, Math.min(line.length(), at + 69));
    }
    manifest.append("\r\n");
    return this;
  }

  TestJar file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  TestJar file(String name, byte[] bytes) {
    files.put(name, bytes);
    return this;
  }

  /** Adds a public class of Java 17. */
  TestJar type(String name) {
    return type(name, 61, true);
  }

  TestJar type(String name, int majorVersion, boolean isPublic) {
    return file(name.replace('.', '/') + ".class", classFile(name, majorVersion, isPublic));
  }

  static byte[] classFile(String name, int majorVersion, boolean isPublic) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(0xCAFEBABE);
      out.writeShort(0);
      out.writeShort(majorVersion);
      out.writeShort(7); // constants, and a long that takes two places
      out.writeByte(5);
      out.writeLong(1);
      out.writeByte(1);
      out.writeUTF(name.replace('.', '/'));
      out.writeByte(7);
      out.writeShort(3);
      out.writeByte(1);
      out.writeUTF("java/lang/Object");
      out.writeByte(7);
      out.writeShort(5);
      out.writeShort(isPublic ? 0x21 : 0x20);
      out.writeShort(4);
      out.writeShort(6);
      out.writeShort(0);
      out.writeShort(0);
      out.writeShort(0);
      out.writeShort(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      Map<String, byte[]> all = new LinkedHashMap<>();
      all.put("META-INF/MANIFEST.MF", manifest.toString().getBytes(StandardCharsets.UTF_8));
      all.putAll(files);
      for (Map.Entry<String, byte[]> file : all.entrySet()) {
        jar.putNextEntry(new JarEntry(file.getKey()));
        jar.write(file.getValue());
        jar.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  Path writeTo(Path directory) {
    return writeTo(directory, "plugin-1.0.jar");
  }

  Path writeTo(Path directory, String fileName) {
    try {
      return Files.write(directory.resolve(fileName), bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the files without a jar around them. */
  Path explodeTo(Path directory) {
    try {
      Path file = directory.resolve("META-INF/MANIFEST.MF");
      Files.createDirectories(file.getParent());
      Files.writeString(file, manifest);
      for (Map.Entry<String, byte[]> entry : files.entrySet()) {
        Path target = directory.resolve(entry.getKey());
        Files.createDirectories(target.getParent());
        Files.write(target, entry.getValue());
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
