package dev.latent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.latent.fixtures.Fixtures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Each command on real plugins: what it prints, and what it tells the shell. */
class LatentCommandTests {

  @TempDir private Path directory;
  private Path plugins;

  @BeforeEach
  void makeDirectoryOfPlugins() throws IOException {
    plugins = Files.createDirectory(directory.resolve("my plugins"));
    Fixtures.copyAll(
        plugins,
        List.of(
            "basic/acme.api",
            "basic/render.layer",
            "basic/greet.layer",
            "basic/render.activator",
            "basic/use.text-2"));
  }

  @Test
  void listPrintsProblemsFirstThenALineEachThenASummary() throws IOException {
    Files.writeString(plugins.resolve("broken.jar"), "this is no jar");

    Output output = run("list", "--plugins", plugins.toString());

    assertThat(output.code).isEqualTo(ExitCodes.OK);
    List<String> lines = output.out.lines().toList();
    assertThat(lines.get(0)).startsWith("error broken.jar: ");
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches("acme\\.render\\.text 1\\.5\\.0 +layer +lazy +Renderer.*"));
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line).matches("render\\.activator 1\\.0\\.0 +bundle +lazy +Renderer.*"));
    assertThat(lines.get(lines.size() - 1))
        .isEqualTo("Nothing was resolved for this; check tells what will not resolve.");
    assertThat(lines.get(lines.size() - 2))
        .matches(
            "5 plugins \\(3 bundles, 2 layers\\), \\d+ services, 0 active, 1 error, \\d+ warnings?");
    assertThat(lines.subList(1, lines.size()))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  @Test
  void listOfAnEmptyDirectorySaysWhatToDo() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));

    assertThat(run("list", "-p", empty.toString()).out)
        .endsWith("No plugins. Put jars into the directory.\n");
  }

  @Test
  void infoShowsAllOfOnePlugin() {
    assertThat(run("info", "acme.render.text", "-p", plugins.toString()).out)
        .contains(
            "acme.render.text 1.5.0\n  kind      layer\n  location  render.layer.jar\n  state     registered\n")
        .contains("format=text");
  }

  @Test
  void pluginsOfAHostWorkBesideAJarOfItsApi() throws IOException {
    Path api = Files.move(plugins.resolve("acme.api.jar"), directory.resolve("api-1.2.jar"));
    String[] alone = {"check", "-p", plugins.toString()};

    assertThat(run(alone).out)
        .contains("Package acme.api ")
        .contains("Module acme.api 1.2.0 not found, required by acme.render.text 1.5.0");
    assertThat(run("check", "-p", plugins.toString(), "--host-jar", api.toString()).out)
        .doesNotContain("acme.api");
    assertThat(
            run(
                    "lookup",
                    "acme.api.Renderer",
                    "(format=text)",
                    "-p",
                    plugins.toString(),
                    "--host-jar",
                    api.toString())
                .out)
        .contains("acme.render.text 1.5.0");
    Output missing =
        run(
            "check",
            "-p",
            plugins.toString(),
            "--host-jar",
            directory.resolve("no.jar").toString());
    assertThat(missing.code).isEqualTo(ExitCodes.FAILED);
    assertThat(missing.err)
        .contains("no.jar does not exist. --host-jar takes a jar with the host's API.");
  }

  @Test
  void anUnknownPluginIsAnsweredWithTheNearest() {
    Output output = run("why", "acme.render.txt", "-p", plugins.toString());

    assertThat(output.code).isEqualTo(ExitCodes.FAILED);
    assertThat(output.err)
        .contains("There is no plugin acme.render.txt. Nearest: acme.render.text");
    assertThat(run("info", "nothing.like.it", "-p", plugins.toString()).err)
        .endsWith(
            "There is no plugin nothing.like.it. Among the 5 plugins none has a name like it."
                + " `latent list` shows them all; a jar put into the directory is one more.\n");
  }

  @Test
  void aMistypedCommandIsAnsweredWithTheLikeliest() {
    assertThat(run("lst").err).isEqualTo("Unknown command 'lst'. Did you mean 'list'?\n");
    assertThat(run("lokup", "Renderer").err)
        .isEqualTo("Unknown command 'lokup'. Did you mean 'lookup'?\n");
    assertThat(run("serv").err).isEqualTo("Unknown command 'serv'. Did you mean 'services'?\n");
    Output unlike = run("frobnicate");
    assertThat(unlike.err)
        .isEqualTo("Unknown command 'frobnicate'. `latent --help` lists the commands.\n");
    assertThat(unlike.code).isEqualTo(ExitCodes.USAGE);
    assertThat(run("--lst").err).contains("Unknown option: '--lst'");
  }

  @Test
  void aTypeThatNobodyOffersIsAnsweredWithSimilarOnes() {
    Output output = run("lookup", "Rendrer", "-p", plugins.toString());

    assertThat(output.code).isEqualTo(ExitCodes.FAILED);
    assertThat(output.err)
        .contains("No plugin offers Rendrer, looked up by the host. Nearest:\n- acme.api.Renderer,")
        .endsWith("Add a plugin that offers it to a plugin directory, or check the type.\n");
  }

  @Test
  void whySaysWhatWouldActivateAPlugin() {
    assertThat(run("why", "acme.render.text", "-p", plugins.toString()).out)
        .startsWith("acme.render.text 1.5.0 is registered.\n")
        .contains(
            "a lookup of acme.api.Renderer {format=text, service.ranking=2} would activate it");
  }

  @Test
  void servicesAreListedByTypeBestFirst() {
    Output output = run("services", "Renderer", "-p", plugins.toString());

    assertThat(output.out).startsWith("acme.api.Renderer\n  acme.render.text 1.5.0");
    assertThat(run("services", "Nothing", "-p", plugins.toString()).err)
        .contains("No service type has 'Nothing' in its name. `latent services` lists all.");
  }

  @Test
  void servicesThatLookAlikeAreCountedInOneLine() throws IOException {
    Path many = Files.createDirectory(directory.resolve("many"));
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(many.resolve("acme.many-1.0.jar")))) {
      jar.putNextEntry(new ZipEntry("META-INF/services/java.util.function.Supplier"));
      jar.write("acme.many.One\nacme.many.Two\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(run("services", "-p", many.toString()).out)
        .isEqualTo("java.util.function.Supplier\n  acme.many 1.0.0  2 times\n");
  }

  @Test
  void aFailureHasTheSameCodeWithAndWithoutJsonAndPrintsNoDocument() {
    assertThat(run("index", "-p", plugins.toString()).code).isEqualTo(ExitCodes.OK);
    for (List<String> command :
        List.of(
            List.of("services", "Nothing"), List.of("info", "nobody"), List.of("why", "nobody"))) {
      List<String> arguments = new ArrayList<>(command);
      arguments.addAll(List.of("-p", plugins.toString()));
      Output plain = run(arguments.toArray(String[]::new));
      arguments.add("--json");
      Output json = run(arguments.toArray(String[]::new));

      assertThat(plain.code).as("%s", command).isEqualTo(ExitCodes.FAILED);
      assertThat(json.code).as("%s", command).isEqualTo(ExitCodes.FAILED);
      assertThat(json.out).as("%s", command).isEmpty();
      assertThat(json.err).as("%s", command).isEqualTo(plain.err).isNotEmpty();
    }
  }

  @Test
  void lookupGoesOnToTheNextPluginWhereOneFailsAndSaysSo() throws IOException {
    Path two = Files.createDirectory(directory.resolve("two"));
    Fixtures.copyAll(two, List.of("bad/bad.activator-throws", "basic/greet.dual"));
    Output output =
        run(
            "lookup",
            "Greeter",
            "(|(fault=activator-throws)(language=la))",
            "-p",
            two.toString(),
            "--host-package",
            "acme.api;version=1.2");

    assertThat(output.code).as(output.err).isEqualTo(ExitCodes.OK);
    assertThat(output.out)
        .startsWith("failed bad.activator-throws 1.0.0\n  Plugin bad.activator-throws 1.0.0 (")
        .contains("\nactivated greet.dual 1.0.0 in ")
        .contains(" of greet.dual 1.0.0, got in ")
        .containsOnlyOnce("could not be activated")
        .containsOnlyOnce("The next lookup tries again.")
        .contains("by the command lookup")
        .doesNotContain("dev.latent.cli");
  }

  @Test
  void lookupActivatesAndShowsWhatHappened() {
    Output output =
        run(
            "lookup",
            "Renderer",
            "(format=text)",
            "-p",
            plugins.toString(),
            "--host-package",
            "acme.api");

    assertThat(output.code).as(output.err).isEqualTo(ExitCodes.OK);
    assertThat(output.out)
        .startsWith("activated acme.render.text 1.5.0 in ")
        .contains("lookup of acme.api.Renderer")
        .contains(
            "acme.api.Renderer is acme.render.text.TextRenderer of acme.render.text 1.5.0, got in ");
  }

  @Test
  void lookupOfWhatNobodyOffersSaysSo() {
    Output output = run("lookup", "Renderer", "(format=film)", "-p", plugins.toString());

    assertThat(output.code).isEqualTo(ExitCodes.FAILED);
    assertThat(output.err)
        .contains(
            "No plugin offers acme.api.Renderer with (format=film), looked up by the host. Nearest:")
        .contains("offers it with format=text, which the filter excludes");
  }

  @Test
  void checkFailsOnlyForErrors() throws IOException {
    Path good = Files.createDirectory(directory.resolve("good"));
    Fixtures.copyAll(good, List.of("basic/acme.api", "basic/render.layer"));
    assertThat(run("check", "-p", good.toString()).out)
        .endsWith("2 plugins checked, nothing found.\n");

    Files.writeString(good.resolve("broken.jar"), "this is no jar");
    Output output = run("check", "-p", good.toString());
    assertThat(output.code).isEqualTo(ExitCodes.PROBLEMS);
    assertThat(output.out).startsWith("error broken.jar: ");
  }

  @Test
  void indexSaysWhatChanged() throws IOException {
    assertThat(run("index", "-p", plugins.toString()).out).contains("Index: 5 plugins, ");

    Files.delete(plugins.resolve("greet.layer.jar"));
    assertThat(run("index", "-p", plugins.toString()).out).contains("Index: 4 plugins, ");
  }

  @Test
  void jsonCanBeParsedAndCarriesItsForm() throws IOException {
    for (String command : List.of("list", "services", "check", "index")) {
      assertThat(fields(run(command, "--json", "-p", plugins.toString()).out))
          .as(command)
          .contains("form");
    }
    assertThat(fields(run("info", "acme.render.text", "--json", "-p", plugins.toString()).out))
        .contains("form", "plugin", "name", "policyReason", "services", "attributes");
    assertThat(
            fields(
                run("lookup", "Renderer", "(format=text)", "--json", "-p", plugins.toString()).out))
        .contains("type", "class", "wallNanos", "activated", "steps");
  }

  @Test
  void directoriesThatAreNotThereAreNamed() {
    Output output = run("list", "-p", directory.resolve("nowhere").toString());

    assertThat(output.code).isEqualTo(ExitCodes.FAILED);
    assertThat(output.err).contains("nowhere does not exist. --plugins takes a directory of jars.");
  }

  @Test
  void aCommandLineThatCannotBeReadIsAUsageError() {
    Output output = run("list", "--wrong");

    assertThat(output.code).isEqualTo(ExitCodes.USAGE);
    assertThat(output.err).contains("Unknown option: '--wrong'");
  }

  @Test
  void versionAndCompletionWork() {
    assertThat(run("version").out).matches("(?s)Latent \\d.*\nJava \\d.*");
    assertThat(run("generate-completion").out).contains("complete").contains("lookup");
  }

  @Test
  void listAndInfoStartNoFrameworkAndLoadNoClassOfAPlugin() throws Exception {
    Path log = directory.resolve("classes.txt");
    for (String[] command : new String[][] {{"list"}, {"info", "render.activator"}}) {
      List<String> line =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xlog:class+load:file=" + log.getFileName(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  LatentCommand.class.getName()));
      line.addAll(List.of(command));
      line.addAll(List.of("-p", plugins.toString()));
      Process process =
          new ProcessBuilder(line)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("out.txt").toFile())
              .start();
      assertThat(process.waitFor()).as(Files.readString(directory.resolve("out.txt"))).isZero();

      List<String> loaded = Files.readAllLines(log, StandardCharsets.UTF_8);
      assertThat(loaded).anyMatch(entry -> entry.contains(LatentCommand.class.getName()));
      assertThat(loaded)
          .as("framework and plugin classes that latent %s loaded", command[0])
          .filteredOn(
              entry -> entry.contains(" org.apache.felix.framework.") || entry.contains(" acme."))
          .isEmpty();
    }
  }

  private record Output(int code, String out, String err) {}

  private static Output run(String... arguments) {
    CommandLine line = LatentCommand.commandLine();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(arguments);
    return new Output(code, out.toString(), err.toString());
  }

  private static TreeSet<String> fields(String json) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          names.add(parser.currentName());
        }
      }
    }
    return names;
  }
}
