package dev.latent.pluginbuilder;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles one plugin at a time, from memory to memory, with the JDK's own compiler. */
final class SourceCompiler implements Closeable {

  private final JavaCompiler compiler;
  private final StandardJavaFileManager files;
  private final int release;

  SourceCompiler(int release) {
    JavaCompiler found = ToolProvider.getSystemJavaCompiler();
    if (found == null) {
      throw new IllegalStateException(
          "This Java run time has no compiler: run the plugin builder with a JDK, not a JRE");
    }
    compiler = found;
    this.release = release;
    files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
  }

  /**
   * Compiles a plugin's sources.
   *
   * @param path jars and class directories; on the module path if the plugin is a module
   * @return class files by path
   */
  SortedMap<String, byte[]> compile(PluginDefinition plugin, List<Path> path) throws IOException {
    if (plugin.javaFiles().isEmpty()) {
      return new TreeMap<>();
    }
    boolean modular = plugin.modular();
    files.setLocationFromPaths(StandardLocation.CLASS_PATH, modular ? List.of() : path);
    files.setLocationFromPaths(StandardLocation.MODULE_PATH, modular ? path : List.of());
    List<Source> sources = new ArrayList<>();
    plugin.javaFiles().forEach((name, text) -> sources.add(new Source(name, text)));
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    Output output = new Output(files);
    try {
      JavaCompiler.CompilationTask task =
          compiler.getTask(null, output, diagnostics, options(plugin), null, sources);
      task.setLocale(Locale.ENGLISH);
      if (task.call()) {
        return output.classFiles();
      }
    } catch (IllegalArgumentException e) {
      throw new PluginBuildException(
          BuildProblem.of(
              plugin.name(),
              PluginSources.BND_FILE,
              "-latent-javac: " + String.valueOf(e.getMessage()).replace("error: ", "")));
    }
    throw new PluginBuildException(
        diagnostics.getDiagnostics().stream()
            .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
            .map(diagnostic -> problem(plugin, diagnostic))
            .toList());
  }

  private List<String> options(PluginDefinition plugin) {
    List<String> options = new ArrayList<>();
    if (!plugin.javac().contains("--release")) {
      options.addAll(List.of("--release", Integer.toString(release)));
    }
    if (plugin.javac().stream().noneMatch(option -> option.startsWith("-proc"))) {
      options.add("-proc:none");
    }
    String version = plugin.moduleVersion();
    if (version != null) {
      options.addAll(List.of("--module-version", version));
    }
    options.addAll(List.of("-g", "-parameters", "-Xlint:none", "-nowarn", "-implicit:none"));
    options.addAll(plugin.javac());
    return options;
  }

  private static BuildProblem problem(
      PluginDefinition plugin, Diagnostic<? extends JavaFileObject> diagnostic) {
    String file = diagnostic.getSource() instanceof Source source ? source.path : null;
    long line = Math.max(0, diagnostic.getLineNumber());
    return new BuildProblem(plugin.name(), file, line, diagnostic.getMessage(Locale.ENGLISH));
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  private static URI uri(String path) {
    try {
      return new URI("plugin", null, "/" + path, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String path;
    private final byte[] text;

    Source(String path, byte[] text) {
      super(uri(path), Kind.SOURCE);
      this.path = path;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return new String(text, StandardCharsets.UTF_8);
    }
  }

  private static final class ClassFile extends SimpleJavaFileObject {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    ClassFile(String path) {
      super(uri(path), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return content;
    }
  }

  private static final class Output extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final SortedMap<String, ClassFile> written = new TreeMap<>();

    Output(StandardJavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      String path = className.replace('.', '/') + kind.extension;
      return written.computeIfAbsent(path, ClassFile::new);
    }

    SortedMap<String, byte[]> classFiles() {
      SortedMap<String, byte[]> classFiles = new TreeMap<>();
      written.forEach((path, file) -> classFiles.put(path, file.content.toByteArray()));
      return classFiles;
    }
  }
}
