package dev.latent.container.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** A modular jar that a test compiles. */
public final class PluginJar {

  private final String name;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Manifest manifest = new Manifest();
  private final List<String> modulePath = new ArrayList<>();

  public PluginJar(String name) {
    this.name = name;
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
  }

  /** A module that provides {@code Supplier} with a class that gives a text. */
  public static PluginJar supplying(String module, String text) {
    return new PluginJar(module)
        .source(
            "module-info.java",
            "module "
                + module
                + " { provides java.util.function.Supplier with "
                + module
                + ".Hello; }")
        .source(
            module.replace('.', '/') + "/Hello.java",
            "package "
                + module
                + "; public class Hello implements java.util.function.Supplier<String> {"
                + " public String get() { return \""
                + text
                + "\"; } }");
  }

  public PluginJar source(String path, String text) {
    sources.put(path, text);
    return this;
  }

  public PluginJar header(String header, String value) {
    manifest.getMainAttributes().putValue(header, value);
    return this;
  }

  /** Compiles against the modules of a directory. */
  public PluginJar on(Path modules) {
    modulePath.add(modules.toString());
    return this;
  }

  /** Compiles into {@code <name>.jar} of a directory, at once for whoever watches. */
  public Path into(Path directory) throws IOException {
    Path work = Files.createTempDirectory("plugin-jar");
    try {
      return into(directory, work);
    } finally {
      delete(work);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Path into(Path directory, Path work) throws IOException {
    Path classes = work.resolve("classes");
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "--release", "17"));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = work.resolve("src").resolve(source.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
      arguments.add(file.toString());
    }
    // The API is a module on the path of the tests, or a directory of classes.
    modulePath.add(System.getProperty("jdk.module.path", System.getProperty("java.class.path")));
    arguments.addAll(List.of("--module-path", String.join(java.io.File.pathSeparator, modulePath)));
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said);
    if (ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(writer, writer, arguments.toArray(String[]::new))
        != 0) {
      throw new IllegalStateException("javac: " + said);
    }
    Path made = work.resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(made);
        JarOutputStream jar = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
        jar.write(Files.readAllBytes(file));
        jar.closeEntry();
      }
    }
    return Files.move(
        made, directory.resolve(name + ".jar"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** A jar that is an automatic module, with a services file and no class. */
  public static Path automatic(Path directory, String module, Class<?> service) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Automatic-Module-Name", module);
    Path jar = directory.resolve(module + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new ZipEntry("META-INF/services/" + service.getName()));
      out.write((module + ".Provider\n").getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    return jar;
  }
}
