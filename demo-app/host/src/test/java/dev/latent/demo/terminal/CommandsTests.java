package dev.latent.demo.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginState;
import dev.latent.demo.standin.StandInActions;
import dev.latent.demo.standin.StandInContainer;
import dev.latent.demo.standin.StandInPlugins;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandsTests {

  @TempDir Path home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StandInPlugins plugins =
      new StandInPlugins(StandInActions.all(new CountDownLatch(0)));

  @BeforeEach
  void unpack() throws IOException {
    Files.createDirectories(home.resolve("plugins"));
    Files.createDirectories(home.resolve("samples"));
    Files.writeString(home.resolve("samples/only-a-sample.md"), "# Sample");
    Files.writeString(home.resolve("in.md"), "# Hello");
  }

  @Test
  void theActionIsChosenByTheFileNames() throws Exception {
    assertThat(run("convert", path("in.md"), path("out.html"))).isZero();
    assertThat(home.resolve("out.html")).hasContent(StandInActions.HOSTILE_HTML);
    assertThat(text(out))
        .startsWith(
            path("out.html")
                + ": "
                + StandInActions.HOSTILE_HTML.length()
                + " bytes by Markdown to HTML (commonmark-java 0.24) in ")
        .contains("of these ")
        .endsWith("for activating; 3 of 42 plugins active\n");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void aSampleStandsInForAFileThatIsNotThere() throws Exception {
    assertThat(run("convert", "only-a-sample.md", path("out.pdf"))).isZero();
    assertThat(Files.readString(home.resolve("out.pdf"))).startsWith("%PDF");
    assertThat(text(err))
        .isEqualTo("There is no only-a-sample.md here; taking the sample of that name.\n");
  }

  @Test
  void whereSeveralActionsFitTheyAreListed() throws Exception {
    assertThat(run("convert", path("in.md"), path("out.txt"))).isEqualTo(3);
    assertThat(text(err))
        .startsWith(
            "Several actions turn text/markdown into text/plain; say which with --action.\n")
        .contains("\n  upper    Upper case (TXT), by JDK")
        .contains("\n  compare  Compare with another text (TXT); -o other");
    assertThat(home.resolve("out.txt")).doesNotExist();
  }

  @Test
  void theNamedActionRunsWithItsOptions() throws Exception {
    Files.writeString(home.resolve("other.txt"), "x");
    assertThat(
            run(
                "convert",
                path("in.md"),
                path("out.txt"),
                "--action=compare",
                "-o",
                "other=" + path("other.txt")))
        .isZero();
    assertThat(home.resolve("out.txt")).hasContent("other.txt");
  }

  @Test
  void whereNoActionFitsThoseForTheInputAreListed() throws Exception {
    assertThat(run("convert", path("in.md"), path("out.tar"))).isEqualTo(3);
    assertThat(text(err))
        .startsWith("No action turns text/markdown into application/x-tar.\n")
        .contains("markdown-html");
  }

  @Test
  void anActionThatDoesNotTakeTheInputSaysWhatItTakes() throws Exception {
    Files.writeString(home.resolve("in.pdf"), "x");
    assertThat(run("convert", path("in.pdf"), path("o.txt"), "--action", "upper")).isEqualTo(3);
    assertThat(text(err)).startsWith("Upper case takes text/*, and in.pdf is application/pdf.");
  }

  @Test
  void anUnknownOptionOfAnActionIsAnsweredWithTheKnownOnes() throws Exception {
    assertThat(run("convert", path("in.md"), path("o.html"), "-o", "colour=red")).isEqualTo(2);
    assertThat(text(err))
        .startsWith("markdown-html has no option 'colour'.\n")
        .contains("  depth  Depth of the contents (number: 1, 6; else 3)\n");
  }

  @Test
  void aFailureSaysWhatAndBecauseOfWhat() throws Exception {
    assertThat(run("convert", path("in.md"), path("o.txt"), "--action", "broken")).isEqualTo(1);
    assertThat(text(err))
        .isEqualTo(
            "Check the spelling failed: Line 3 of in.md can't be read: a quotation is never"
                + " closed.\n  because of java.io.IOException: unexpected end of input\n");
  }

  @Test
  void filesThatAreNotThereAreNamed() throws Exception {
    assertThat(run("convert", "nowhere.md", path("o.html"))).isEqualTo(4);
    assertThat(text(err)).isEqualTo("There is no file nowhere.md, and no sample of that name.\n");
    err.reset();
    assertThat(run("convert", path("in.md"), path("no/such/dir.html"))).isEqualTo(4);
    assertThat(text(err)).startsWith("There is no directory ");
  }

  @Test
  void mistakesOnTheCommandLineAreNamed() throws Exception {
    assertThat(run("--prot", "1")).isEqualTo(2);
    assertThat(run("--port", "high")).isEqualTo(2);
    assertThat(run("--port")).isEqualTo(2);
    assertThat(run("covnert")).isEqualTo(2);
    assertThat(run("convert", "a.md")).isEqualTo(2);
    assertThat(text(err))
        .contains("There is no option --prot. Try 'demo --help'.")
        .contains("--port must be a number from 0 to 65535, not 'high'.")
        .contains("--port needs a value.")
        .contains("There is no command 'covnert'. There are convert and actions")
        .contains("convert takes two files");
  }

  @Test
  void actionsAreListedByGroupAndNothingIsActivated() throws Exception {
    assertThat(run("actions", "a.md")).isZero();
    assertThat(text(out))
        .startsWith("Convert\n  markdown-html  Markdown to HTML (HTML), by commonmark-java 0.24")
        .contains("\nUnderstand\n")
        .endsWith("10 actions for a.md. Run one: latent demo convert IN OUT --action ID\n");
    assertThat(plugins.plugins()).allMatch(plugin -> plugin.state() == PluginState.REGISTERED);
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(run("--no-browser", "--port", Integer.toString(taken.getLocalPort())))
          .isEqualTo(4);
      assertThat(text(err)).startsWith("Port " + taken.getLocalPort() + " is taken (");
    }
  }

  @Test
  void withoutPluginsItSaysWhatToDo() throws Exception {
    assertThat(run("actions", "--plugins", path("nothing"))).isEqualTo(4);
    assertThat(text(err))
        .isEqualTo(
            "There is no directory "
                + path("nothing")
                + ". Build the demo, or name one with --plugins.\n");
  }

  @Test
  void helpListsCommandsAndExitCodes() throws Exception {
    assertThat(run("--help")).isZero();
    assertThat(text(out)).contains("latent demo convert IN OUT").contains("Exit codes: 0 done");
  }

  private int run(String... args) throws InterruptedException {
    return Commands.run(
        new Console(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            home,
            (directory, eager, state) -> new StandInContainer(plugins)),
        args);
  }

  private String path(String name) {
    return home.resolve(name).toString();
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
