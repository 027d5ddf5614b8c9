package dev.latent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.PluginContainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import picocli.CommandLine.Model.CommandSpec;

/** Every snippet of README and docs is compiled, parsed or known to the command line. */
class DocumentationTests {

  private static final Pattern SNIPPET = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern FENCE = Pattern.compile("^```(\\w*)$", Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  private static final String IMPORTS =
      """
      import acme.api.*;
      import dev.latent.api.*;
      import dev.latent.api.admin.*;
      import dev.latent.api.spi.*;
      import dev.latent.container.*;
      import java.nio.file.*;
      import java.util.*;
      import org.osgi.framework.BundleActivator;
      import org.osgi.framework.BundleContext;
      """;

  @TempDir private Path classes;

  private record Snippet(Path file, int line, String language, String text) {}

  @TestFactory
  Stream<DynamicTest> javaSnippetsCompile() throws IOException {
    List<Snippet> snippets = snippets("java");
    assertThat(snippets).as("Java snippets found").hasSizeGreaterThan(6);
    return snippets.stream()
        .map(
            snippet ->
                DynamicTest.dynamicTest(
                    snippet.file.getFileName() + ":" + snippet.line, () -> compile(snippet)));
  }

  @TestFactory
  Stream<DynamicTest> commandsAreKnownToTheCommandLine() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Snippet snippet : snippets("console")) {
      snippet
          .text
          .lines()
          .filter(line -> line.startsWith("./latent "))
          .map(line -> line.replaceAll("\\s+#.*", "").substring("./latent ".length()))
          .forEach(commands::add);
    }
    assertThat(commands).as("commands found").hasSizeGreaterThan(5);
    return commands.stream()
        .map(
            command ->
                DynamicTest.dynamicTest(
                    command,
                    () -> {
                      if (!command.startsWith("demo")) { // the workbench reads its own arguments
                        LatentCommand.commandLine().parseArgs(command.split(" "));
                      }
                      CommandSpec spec = LatentCommand.commandLine().getCommandSpec();
                      assertThat(spec.subcommands()).containsKey(command.split(" ")[0]);
                    }));
  }

  @Test
  void xmlSnippetsAreWellFormed() throws Exception {
    List<Snippet> snippets = snippets("xml");
    assertThat(snippets).isNotEmpty();
    for (Snippet snippet : snippets) {
      DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader("<all>" + snippet.text + "</all>")));
    }
  }

  /** A language that no test here knows would be a snippet that nobody checks. */
  @Test
  void eachSnippetSaysWhatItIs() throws IOException {
    for (Path file : documents()) {
      List<String> languages = new ArrayList<>();
      Matcher fence = FENCE.matcher(Files.readString(file));
      for (int i = 0; fence.find(); i++) {
        if (i % 2 == 0) {
          languages.add(fence.group(1));
        }
      }
      assertThat(languages)
          .as("snippets of " + root().relativize(file) + "; text is for forms of output alone")
          .isSubsetOf("java", "console", "xml", "manifest", "module", "text");
    }
  }

  @TestFactory
  Stream<DynamicTest> manifestHeadersAreUnderstood() throws IOException {
    List<Snippet> snippets = snippets("manifest");
    assertThat(snippets).as("manifest snippets found").hasSizeGreaterThan(2);
    return snippets.stream()
        .map(
            snippet ->
                DynamicTest.dynamicTest(
                    snippet.file.getFileName() + ":" + snippet.line, () -> understand(snippet)));
  }

  private void understand(Snippet snippet) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!snippet.text.contains("osgi.serviceloader")) {
      attributes.putValue("Bundle-ManifestVersion", "2");
      attributes.putValue("Bundle-SymbolicName", "acme.snippet");
    }
    for (String line : snippet.text.strip().split("\n", -1)) {
      int colon = line.indexOf(": ");
      attributes.putValue(line.substring(0, colon), line.substring(colon + 2));
    }
    Path plugins = Files.createDirectories(classes.resolve("plugins"));
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(plugins.resolve("snippet.jar")), manifest)) {
      if (snippet.text.contains("osgi.serviceloader")) {
        // It stands in the manifest of the module whose snippets come before it.
        compileModule(before(snippet, "module"), jar);
      }
    }
    try (PluginContainer container =
        PluginContainer.builder().plugins(plugins).inspectOnly(true).build()) {
      assertThat(container.admin().problems())
          .as(root().relativize(snippet.file) + " line " + snippet.line)
          .isEmpty();
      assertThat(container.admin().plugins()).hasSize(1);
      if (snippet.text.startsWith("Provide-Capability")) {
        assertThat(container.services().handles("acme.api.Renderer", "(format=*)")).hasSize(1);
      }
    }
  }

  private static Snippet before(Snippet snippet, String language) throws IOException {
    Snippet before = null;
    for (Snippet other : snippets(language)) {
      before = other.file.equals(snippet.file) && other.line < snippet.line ? other : before;
    }
    assertThat(before).as(language + " snippet before line " + snippet.line).isNotNull();
    return before;
  }

  /** The class of the module is the snippet that stands before it. */
  private void compileModule(Snippet module, JarOutputStream jar) throws IOException {
    String name = module.text.strip().split("\\s+", -1)[1];
    Snippet java = before(module, "java");
    String type = name.replace('.', '/') + "/TextRenderer";
    Path sources = classes.resolve("modules");
    write(sources, name, "module-info.java", module.text);
    write(sources, name, type + ".java", "package " + name + ";\nimport acme.api.*;\n" + java.text);
    write(sources, "acme.api", "module-info.java", "module acme.api { exports acme.api; }");
    write(
        sources,
        "acme.api",
        "acme/api/Renderer.java",
        "package acme.api; public interface Renderer { String render(String text); }");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                out,
                "-d",
                classes.resolve("compiled").toString(),
                "--module-source-path",
                sources.toString(),
                "--module",
                name);
    assertThat(result).as(out.toString(StandardCharsets.UTF_8)).isZero();
    for (String file : List.of("module-info.class", type + ".class")) {
      jar.putNextEntry(new ZipEntry(file));
      Files.copy(classes.resolve("compiled").resolve(name).resolve(file), jar);
    }
  }

  @Test
  void eachModuleSnippetHasItsManifest() throws IOException {
    List<Snippet> modules = snippets("module");
    assertThat(modules).as("module snippets found").isNotEmpty();
    assertThat(snippets("manifest"))
        .filteredOn(snippet -> snippet.text.contains("osgi.serviceloader"))
        .as("manifests that test them")
        .hasSameSizeAs(modules);
  }

  private static void write(Path sources, String module, String file, String text)
      throws IOException {
    Path place = sources.resolve(module).resolve(file);
    Files.createDirectories(place.getParent());
    Files.writeString(place, text);
  }

  @Test
  void commandsOfTheCommandLineAreDocumented() throws IOException {
    String documentation = Files.readString(root().resolve("docs/cli.md"));
    for (String command : LatentCommand.commandLine().getSubcommands().keySet()) {
      assertThat(documentation).contains("| `" + command);
    }
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    for (Path file : documents()) {
      Matcher link = LINK.matcher(Files.readString(file));
      while (link.find()) {
        Path target = file.resolveSibling(link.group(1)).normalize();
        assertThat(target).as("link in " + root().relativize(file)).exists();
      }
    }
  }

  private void compile(Snippet snippet) {
    boolean type = snippet.text.contains("class ");
    String source =
        type
            ? IMPORTS + snippet.text.replace("public final class", "final class")
            : IMPORTS
                + "abstract class Snippet {\n  PluginContainer container;\n"
                + (snippet.text.contains("PluginContainer container") ? "  static " : "  ")
                + "void run() throws Exception {\n"
                + snippet.text
                + "\n  }\n}\n";
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    compiler
        .getTask(
            null,
            null,
            problems,
            List.of(
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-proc:none"),
            null,
            List.of(file))
        .call();
    assertThat(problems.getDiagnostics())
        .filteredOn(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
        .as(root().relativize(snippet.file) + " line " + snippet.line)
        .isEmpty();
  }

  private static List<Snippet> snippets(String language) throws IOException {
    List<Snippet> snippets = new ArrayList<>();
    for (Path file : documents()) {
      String text = Files.readString(file);
      Matcher matcher = SNIPPET.matcher(text);
      while (matcher.find()) {
        if (matcher.group(1).equals(language)) {
          int line = (int) text.substring(0, matcher.start()).lines().count() + 1;
          snippets.add(new Snippet(file, line, language, matcher.group(2)));
        }
      }
    }
    return snippets;
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root().resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    try (Stream<Path> files = Files.list(root())) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    assertThat(documents).as("documents found").hasSizeGreaterThan(5);
    return documents;
  }

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.exists(at.resolve("ARCHITECTURE.md"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException("No directory above this one has an ARCHITECTURE.md.");
    }
    return at;
  }
}
