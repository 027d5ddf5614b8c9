package dev.latent.container.runtime.osgi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
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
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A bundle made by a test: headers, Java sources and other entries, written as one jar. */
public final class TestBundle {

  private final String name;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final List<Path> classPath = new ArrayList<>();
  private @Nullable Map<String, byte[]> compiled;

  private TestBundle(String name) {
    this.name = name;
    headers.put("Bundle-ManifestVersion", "2");
    headers.put("Bundle-SymbolicName", name);
    headers.put("Bundle-Version", "1.0.0");
  }

  public static TestBundle named(String name) {
    return new TestBundle(name);
  }

  public TestBundle header(String header, String value) {
    headers.put(header, value);
    return this;
  }

  /** Adds a class; its name is read from the source. */
  public TestBundle source(String source) {
    String packageName = source.split("package ", 2)[1].split(";", 2)[0].trim();
    String type = source.split("(class|interface) ", 2)[1].split("[ <{]", 2)[0].trim();
    sources.put(packageName.replace('.', '/') + "/" + type + ".java", source);
    return this;
  }

  public TestBundle entry(String entry, String text) {
    entries.put(entry, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  public TestBundle entry(String entry, byte[] bytes) {
    entries.put(entry, bytes);
    return this;
  }

  /** A text entry as it was given. */
  public String text(String entry) {
    byte[] bytes = entries.get(entry);
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  /** Whether an entry was given. */
  public boolean has(String entry) {
    return entries.containsKey(entry);
  }

  /** The value of a header; empty if it has none of that name. */
  public String headerText(String header) {
    return headers.getOrDefault(header, "");
  }

  /** What is compiled of the sources under an entry name; they are compiled once. */
  public byte[] compiled(String entry) throws IOException {
    Map<String, byte[]> all = compiled;
    if (all == null) {
      all = compile();
      compiled = all;
    }
    byte[] bytes = all.get(entry);
    if (bytes == null) {
      throw new IllegalStateException("Nothing compiled is called " + entry);
    }
    return bytes;
  }

  /** Compiles against another bundle that was written before. */
  public TestBundle compiledAgainst(Path jar) {
    classPath.add(jar);
    return this;
  }

  /** Writes the jar {@code <name>.jar} into a directory. */
  public Path writeTo(Path directory) throws IOException {
    return writeTo(directory, name);
  }

  /** Writes the jar under another name than that of the bundle. */
  public Path writeTo(Path directory, String fileName) throws IOException {
    Path jar = directory.resolve(fileName + ".jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach((key, value) -> manifest.getMainAttributes().putValue(key, value));
    Map<String, byte[]> all = new LinkedHashMap<>(compile());
    all.putAll(entries);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (Map.Entry<String, byte[]> entry : all.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return jar;
  }

  private Map<String, byte[]> compile() throws IOException {
    if (sources.isEmpty()) {
      return Map.of();
    }
    Path classes = Files.createTempDirectory("classes");
    try {
      return compileInto(classes);
    } finally {
      try (Stream<Path> files = Files.walk(classes)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private Map<String, byte[]> compileInto(Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringBuilder path = new StringBuilder(System.getProperty("java.class.path"));
    for (Path jar : classPath) {
      path.append(System.getProperty("path.separator")).append(jar);
    }
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((file, text) -> units.add(new SourceText(file, text)));
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    boolean compiled =
        compiler
            .getTask(
                new java.io.PrintWriter(messages, true, StandardCharsets.UTF_8),
                null,
                null,
                List.of(
                    "-d",
                    classes.toString(),
                    "-cp",
                    path.toString(),
                    "-proc:none",
                    "--release",
                    "17"),
                null,
                units)
            .call();
    if (!compiled) {
      throw new IllegalStateException(messages.toString(StandardCharsets.UTF_8));
    }
    Map<String, byte[]> result = new LinkedHashMap<>();
    try (var files = Files.walk(classes)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
        result.put(
            classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return result;
  }

  private static final class SourceText extends SimpleJavaFileObject {

    private final String text;

    SourceText(String file, String text) {
      super(URI.create("string:///" + file), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
