package dev.latent.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.fixtures.Fixtures;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked into a path with a blank, and run from another directory. */
@Timeout(180)
class DistributionTests {

  @TempDir private static Path unpacked;
  private static Path root;

  @TempDir private Path directory;
  private Path plugins;

  @BeforeAll
  static void unpack() throws Exception {
    Path archive =
        Path.of(Objects.requireNonNull(System.getProperty("latent.archive"), "latent.archive"))
            .toAbsolutePath()
            .normalize();
    Path place = Files.createDirectories(unpacked.resolve("some place"));
    Shell.Outcome outcome = new Shell(place).run("tar", "xzf", archive.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    try (Stream<Path> content = Files.list(place)) {
      List<Path> roots = content.toList();
      assertThat(roots).hasSize(1);
      root = roots.get(0);
    }
  }

  @BeforeEach
  void makePlugins() throws Exception {
    plugins = Files.createDirectories(directory.resolve("my plugins"));
    Fixtures.copyAll(
        plugins, List.of("basic/acme.api", "basic/render.layer", "basic/render.activator"));
  }

  private Shell shell() {
    return new Shell(directory);
  }

  private Shell.Outcome latent(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(root.resolve("latent").toString()));
    command.addAll(List.of(arguments));
    return shell().run(command.toArray(String[]::new));
  }

  @Test
  void itHoldsTheProgramItsLibrariesTheDocsTheLicenceAndTheCompletion() throws Exception {
    assertThat(root.getFileName().toString()).isEqualTo("latent-0.1.0-SNAPSHOT");
    assertThat(root)
        .isDirectoryContaining("glob:**/{latent,latent.jar,latent-completion.sh}")
        .isDirectoryContaining("glob:**/{LICENSE,README.md,CHANGES.md,docs}");
    assertThat(root.resolve("latent")).isExecutable();
    assertThat(root.resolve("docs/cli.md")).isRegularFile();
    try (Stream<Path> libraries = Files.list(root.resolve("lib"))) {
      assertThat(libraries.map(library -> library.getFileName().toString()).sorted())
          .as("what the command line needs and nothing else")
          .allMatch(
              name ->
                  name.matches(
                      "(dagger|jackson-core|jakarta.inject-api|javax.inject|jline|jspecify"
                          + "|latent-(api|core|osgi)|org.apache.felix.framework"
                          + "|org.apache.felix.resolver|picocli)-[\\d.]+(-SNAPSHOT)?\\.jar"))
          .hasSizeBetween(11, 12);
    }
  }

  @Test
  void theLauncherRunsItFromAnywhere() throws Exception {
    Shell.Outcome outcome = latent("list", "-p", "my plugins");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("acme.render.text 1.5.0")
        .contains("3 plugins (2 bundles, 1 layer)")
        .as("colours only on a terminal")
        .doesNotContain("\u001b");
    assertThat(outcome.err()).doesNotContain("WARNING", "Picked up");
  }

  @Test
  void java_jar_doesTheSame() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    Shell.Outcome outcome =
        shell()
            .run(java, "-jar", root.resolve("latent.jar").toString(), "list", "-p", "my plugins");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEqualTo(latent("list", "-p", "my plugins").out());
  }

  @Test
  void exitCodesReachTheShell() throws Exception {
    assertThat(latent("list", "-p", "nowhere").code()).isEqualTo(1);
    assertThat(latent("list", "--wrong").code()).isEqualTo(2);
    Files.writeString(plugins.resolve("broken.jar"), "no jar");
    assertThat(latent("check", "-p", "my plugins").code()).isEqualTo(3);
  }

  @Test
  void theDemoThatDoesNotComeAlongIsExplained() throws Exception {
    Shell.Outcome outcome = latent("demo");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("The demo is not here");
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    String script =
        "source '"
            + root.resolve("latent-completion.sh")
            + "'; COMP_WORDS=(latent l); COMP_CWORD=1; _complete_latent; echo \"${COMPREPLY[@]}\";"
            + " COMP_WORDS=(latent list --fr); COMP_CWORD=2; _complete_latent;"
            + " echo \"${COMPREPLY[@]}\"";

    Shell.Outcome outcome = shell().run("bash", "-c", script);

    assertThat(outcome.out().lines().map(String::strip))
        .as(outcome.err())
        .containsExactly("list lookup", "--framework");
  }

  @Test
  void aTerminatedRunStopsItsPlugins() throws Exception {
    Fixtures.copyAll(plugins, List.of("basic/layer.lifecycle"));

    Ended ended =
        terminated("Ready in ", root.resolve("latent").toString(), "run", "-p", "my plugins");

    assertThat(ended.code).as(String.join("\n", ended.lines)).isEqualTo(128 + 15);
    assertThat(ended.lines)
        .anyMatch(line -> line.matches("acme.lifecycle 0.0.0 +layer +eager +active.*"))
        .anyMatch(line -> line.contains(" acme.lifecycle 0.0.0 stopping: "))
        .anyMatch(line -> line.contains(" acme.lifecycle 0.0.0 registered: "));
  }

  @Test
  void aTerminatedRunWithAPromptEndsAtOnce() throws Exception {
    Ended ended =
        terminated(
            "Tab completes.",
            "script",
            "-qec",
            "'" + root.resolve("latent") + "' run -p 'my plugins'",
            "/dev/null");

    assertThat(ended.code).as(String.join("\n", ended.lines)).isEqualTo(128 + 15);
    assertThat(ended.lines).anyMatch(line -> line.contains("Tab completes."));
    assertThat(ended.lines).noneMatch(line -> line.contains("still stopping"));
  }

  private record Ended(int code, List<String> lines) {}

  /** Runs a command until it says that it is ready, and terminates its Java then. */
  private Ended terminated(String ready, String... command) throws Exception {
    Process process =
        shell().with("LATENT_POLICY", "acme.lifecycle=eager").with("TERM", "xterm").start(command);
    List<String> lines = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null) {
        lines.add(line);
        if (line.contains(ready)) {
          java(process).destroy();
        }
        line = out.readLine();
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), lines);
  }

  private static ProcessHandle java(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .filter(handle -> handle.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElseThrow();
  }
}
