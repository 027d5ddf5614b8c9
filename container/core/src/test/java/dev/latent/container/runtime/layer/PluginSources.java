package dev.latent.container.runtime.layer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Source of one plugin, compiled and packed by a test. */
final class PluginSources {

  private final Path directory;
  private final String name;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Manifest manifest = new Manifest();
  private final List<Path> modulePath = new ArrayList<>();
  private final List<Path> classPath = new ArrayList<>();
  private final List<String> options = new ArrayList<>();

  PluginSources(Path directory, String name) {
    this.directory = directory;
    this.name = name;
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
  }

  /** Adds a source file; its place follows from its package and first type. */
  PluginSources source(String path, String text) {
    sources.put(path, text);
    return this;
  }

  PluginSources module(String text) {
    return source("module-info.java", text);
  }

  PluginSources file(String path, String text) {
    return file(path, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  PluginSources file(String path, byte[] bytes) {
    files.put(path, bytes);
    return this;
  }

  PluginSources header(String header, String value) {
    manifest.getMainAttributes().putValue(header, value);
    return this;
  }

  PluginSources on(Path... modules) {
    modulePath.addAll(List.of(modules));
    return this;
  }

  PluginSources onClassPath(Path... jars) {
    classPath.addAll(List.of(jars));
    return this;
  }

  PluginSources option(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** Compiles into a directory. */
  Path exploded() throws IOException {
    Path root = Files.createDirectories(directory.resolve(name));
    Path source = Files.createDirectories(directory.resolve(name + "-src"));
    if (!sources.isEmpty()) {
      List<String> arguments =
          new ArrayList<>(List.of("-d", root.toString(), "-nowarn", "--release", "17"));
      if (!modulePath.isEmpty()) {
        arguments.addAll(List.of("--module-path", joined(modulePath)));
      }
      if (!classPath.isEmpty()) {
        arguments.addAll(List.of("--class-path", joined(classPath)));
      }
      arguments.addAll(options);
      for (Map.Entry<String, String> file : sources.entrySet()) {
        Path path = source.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
        arguments.add(path.toString());
      }
      StringWriter output = new StringWriter();
      PrintWriter writer = new PrintWriter(output);
      int result =
          ToolProvider.findFirst("javac")
              .orElseThrow()
              .run(writer, writer, arguments.toArray(String[]::new));
      if (result != 0) {
        throw new IllegalStateException("javac: " + output);
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    Path manifestFile = root.resolve("META-INF/MANIFEST.MF");
    Files.createDirectories(manifestFile.getParent());
    try (OutputStream out = Files.newOutputStream(manifestFile)) {
      manifest.write(out);
    }
    return root;
  }

  private static String joined(List<Path> paths) {
    return String.join(java.io.File.pathSeparator, paths.stream().map(Path::toString).toList());
  }

  /** Compiles into a jar. */
  Path jar() throws IOException {
    Path root = exploded();
    Path jar = directory.resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, manifest);
        Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        String entry = root.relativize(file).toString().replace('\\', '/');
        if (!entry.equals("META-INF/MANIFEST.MF")) {
          zip.putNextEntry(new ZipEntry(entry));
          zip.write(Files.readAllBytes(file));
          zip.closeEntry();
        }
      }
    }
    return jar;
  }
}
