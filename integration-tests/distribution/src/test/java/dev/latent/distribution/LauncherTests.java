package dev.latent.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code latent} in a checkout, with a Java and a Maven that only say what they got. */
@Timeout(120)
class LauncherTests {

  private static final Path LAUNCHER = Path.of("..", "..", "latent");
  private static final String FAKE_JAVA = "printf 'java'; printf ' <%s>' \"$@\"; echo\n";

  @TempDir private Path directory;
  private Path checkout;
  private Path home;
  private Path tools;
  private Path launcher;

  @BeforeEach
  void makeCheckout() throws Exception {
    checkout = Files.createDirectories(directory.resolve("my check out"));
    launcher = Files.copy(LAUNCHER, checkout.resolve("latent"));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path source = checkout.resolve("container/core/src/main/java/Some.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "class Some {}");
    Files.createDirectories(checkout.resolve("api/src/main"));
    Files.createDirectories(checkout.resolve("demo-app/host/src/main"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    home = directory.resolve("jdk");
    Shell.script(home.resolve("bin/java"), FAKE_JAVA);
    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.1\"\n");
    tools = Files.createDirectories(directory.resolve("tools"));
    for (String tool :
        new String[] {
          "sh",
          "env",
          "dirname",
          "readlink",
          "sed",
          "find",
          "head",
          "tee",
          "grep",
          "cat",
          "mkdir",
          "rm",
          "printf",
          "touch",
          "uname"
        }) {
      for (String place : new String[] {"/usr/bin", "/bin"}) {
        Path program = Path.of(place, tool);
        if (Files.isExecutable(program) && !Files.exists(tools.resolve(tool))) {
          Files.createSymbolicLink(tools.resolve(tool), program);
        }
      }
    }
  }

  private Path built() throws Exception {
    Path jar = checkout.resolve("container/cli/target/dist/latent.jar");
    Files.createDirectories(jar.getParent());
    return Files.writeString(jar, "jar");
  }

  private Shell shell() {
    return new Shell(directory).with("PATH", tools.toString()).with("JAVA_HOME", home.toString());
  }

  @Test
  void theProgramThatWasBuiltIsRunWithAllArgumentsAsTheyAre() throws Exception {
    Path jar = built();

    Shell.Outcome outcome = shell().run(launcher.toString(), "list", "-p", "a b", "*");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .startsWith("java <-XX:+IgnoreUnrecognizedVMOptions>")
        .endsWith("<-jar> <" + jar + "> <list> <-p> <a b> <*>\n");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void aSymbolicLinkFromElsewhereWorks() throws Exception {
    Path jar = built();
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("first"), Path.of("../my check out/latent"));
    Files.createSymbolicLink(bin.resolve("second"), bin.resolve("first"));

    Shell.Outcome outcome = shell().run(bin.resolve("second").toString(), "version");

    assertThat(outcome.out()).endsWith("<-jar> <" + jar + "> <version>\n");
  }

  @Test
  void withoutJavaItSaysWhatToInstall() throws Exception {
    built();

    Shell.Outcome outcome = shell().without("JAVA_HOME").run(launcher.toString(), "list");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo("latent: no Java found. Install a JDK, 17 or later, or set JAVA_HOME to one.\n");
  }

  @Test
  void javaOnThePathIsEnough() throws Exception {
    built();
    Files.createSymbolicLink(tools.resolve("java"), home.resolve("bin/java"));

    Shell.Outcome outcome = shell().without("JAVA_HOME").run(launcher.toString(), "list");

    assertThat(outcome.out()).startsWith("java <").endsWith("<list>\n");
  }

  @Test
  void aJavaHomeThatIsNoneIsNamed() throws Exception {
    built();

    Shell.Outcome outcome =
        shell().with("JAVA_HOME", directory.resolve("gone").toString()).run(launcher.toString());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "latent: JAVA_HOME is "
                + directory.resolve("gone")
                + ", which has no bin/java. Set it to a JDK, 17 or later, or unset it.\n");
  }

  @Test
  void anOldJavaIsNamedBeforeItFails() throws Exception {
    built();
    for (String version : new String[] {"1.8.0_402", "11.0.2", "16"}) {
      Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");

      Shell.Outcome outcome = shell().run(launcher.toString(), "list");

      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err())
          .isEqualTo(
              "latent: Latent needs Java 17 or later; "
                  + home.resolve("bin/java")
                  + " is "
                  + version
                  + ". Set JAVA_HOME to a later one.\n");
    }
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25\"\n");
    assertThat(shell().run(launcher.toString(), "list").code()).isZero();
  }

  @Test
  void sourcesNewerThanTheProgramAreTold() throws Exception {
    Path jar = built();
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2025-01-01T00:00:00Z")));

    Shell.Outcome outcome = shell().run(launcher.toString(), "list");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err())
        .isEqualTo(
            "latent: sources are newer than the program; LATENT_BUILD=1 "
                + launcher
                + " builds it again.\n");
  }

  @Test
  void whatIsMissingIsBuiltWithProgressAndThenRun() throws Exception {
    Shell.script(
        tools.resolve("mvn"),
        """
        echo "$@" >mvn-arguments
        echo '[INFO] Scanning'
        echo '[INFO] Building Latent API 0.1.0-SNAPSHOT                     [2/5]'
        echo '[INFO] Building Latent core 0.1.0-SNAPSHOT                    [3/5]'
        mkdir -p container/cli/target/dist
        touch container/cli/target/dist/latent.jar
        """);

    Shell.Outcome outcome = shell().run(launcher.toString(), "list");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .isEqualTo(
            """
            Building Latent, once; the first time Maven also fetches libraries.
              [2/5] Latent API
              [3/5] Latent core
            """);
    assertThat(outcome.out()).endsWith("<list>\n");
    assertThat(checkout.resolve("mvn-arguments"))
        .content()
        .contains("-pl container/cli -am -DskipTests")
        .contains("package");
  }

  @Test
  void aBuildThatFailsShowsItsErrorsAndRunsNothing() throws Exception {
    Shell.script(
        tools.resolve("mvn"), "echo '[ERROR] no such version'\necho '[INFO] other'\nexit 1\n");

    Shell.Outcome outcome = shell().run(launcher.toString(), "list");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .endsWith(
            "[ERROR] no such version\n"
                + "latent: the build failed; all of it is in target/latent-build.log\n");
    assertThat(checkout.resolve("target/latent-build.log")).content().contains("other");
  }

  @Test
  void withoutMavenItSaysSo() throws Exception {
    Shell.Outcome outcome = shell().run(launcher.toString(), "demo");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "latent: building needs Maven, 3.8 or later, and there is no mvn on the path.\n");
  }

  @Test
  void theDemoIsAProgramOfItsOwn() throws Exception {
    Path jar = checkout.resolve("demo-app/host/target/dist/latent-demo.jar");
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "jar");

    Shell.Outcome outcome = shell().run(launcher.toString(), "demo", "--eager");

    assertThat(outcome.out()).endsWith("<-jar> <" + jar + "> <--eager>\n");
  }
}
