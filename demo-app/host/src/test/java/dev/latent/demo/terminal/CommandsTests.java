package dev.latent.demo.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginState;
import dev.latent.demo.standin.StandInActions;
import dev.latent.demo.standin.StandInContainer;
import dev.latent.demo.standin.StandInPlugin;
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
import java.util.List;
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
  private StandInPlugins plugins = new StandInPlugins(StandInActions.all(new CountDownLatch(0)));

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
                + " bytes by Markdown to HTML (commonmark-java 0.24)\nready in ")
        .contains(" ms; activated 3 of 42 plugins in ")
        .containsPattern(" 41 ms  Markdown to HTML +The host looked up DocumentAction")
        .containsPattern(" 3 ms  commonmark +Needed by demo\\.action\\.markdown-html 1\\.2\\.0");
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
        .startsWith("Several actions make .txt of in.md; say which with --action:\n")
        .contains("\n  upper    Upper case (TXT), by JDK")
        .contains("\n  compare  Compare with another text (TXT); -o other");
    assertThat(home.resolve("out.txt")).doesNotExist();
  }

  @Test
  void ofSeveralActionsThePreferredOneIsTakenAndTheOthersAreTold() throws Exception {
    preferUpperCase();
    assertThat(run("convert", path("in.md"), path("out.txt"))).isZero();
    assertThat(home.resolve("out.txt")).hasContent("# HELLO");
    assertThat(text(err))
        .contains(
            "Taking upper. For 'Compare with another text' say --action compare\n",
            "Taking upper. For 'Check the spelling' say --action broken\n");
  }

  private void preferUpperCase() {
    List<StandInPlugin> all = StandInActions.all(new CountDownLatch(0));
    all.get(2).preferred();
    plugins = new StandInPlugins(all);
  }

  @Test
  void directoriesAreNoDocuments() throws Exception {
    assertThat(run("convert", home.toString(), path("out.pdf"))).isEqualTo(2);
    assertThat(run("convert", path("in.md"), home.toString())).isEqualTo(2);
    assertThat(text(err))
        .contains(home + " is a directory. convert takes one file; name one that is in it.\n")
        .contains(
            home + " is a directory. Name the file to make, for example " + path("in.pdf") + ".\n");
  }

  @Test
  void severalDocumentsAreRefusedWithWhatToRunInstead() throws Exception {
    assertThat(run("convert", "a.md", "b.md", "out.pdf")).isEqualTo(2);
    assertThat(text(err))
        .isEqualTo(
            "convert takes one document and one file to make, and these are 3 names: a.md, b.md,"
                + " out.pdf.\nRun it once for each document, for example: latent demo convert a.md"
                + " a.pdf\n");
  }

  @Test
  void aDocumentIsNotReplacedByWhatIsMadeOfIt() throws Exception {
    assertThat(run("convert", path("in.md"), path("in.md"), "--action", "upper")).isEqualTo(2);
    assertThat(text(err)).startsWith("The result would replace " + path("in.md") + " itself.");
    assertThat(home.resolve("in.md")).hasContent("# Hello");
  }

  @Test
  void anEndingThatIsNotKnownIsAnsweredWithThoseThatCanBeMade() throws Exception {
    assertThat(run("convert", path("in.md"), path("out.xyz"))).isEqualTo(3);
    assertThat(text(err))
        .startsWith(
            path("out.xyz")
                + " does not say what to make: the ending is not known. It can become:\n"
                + "  .html  by markdown-html\n")
        .contains("\n  .zip   by zip\n");
  }

  @Test
  void aNameThatDoesNotTellWhatADocumentIsIsReadOrTold() throws Exception {
    Files.writeString(home.resolve("NOTES"), "# Notes");
    assertThat(run("convert", path("NOTES"), path("o.html"))).isEqualTo(3);
    assertThat(text(err)).startsWith("No action makes .html of NOTES.").contains("  .pdf   by pdf");
    assertThat(run("convert", path("NOTES"), path("o.html"), "--from", "md")).isZero();
    assertThat(run("convert", path("NOTES"), path("o.html"), "--from", "zzz")).isEqualTo(2);
    assertThat(text(err))
        .endsWith(
            "--from takes the ending of a file name, such as md or csv; 'zzz' is none that is"
                + " known.\n");
  }

  @Test
  void whereTwoActionsLeadThereBothCommandsArePrinted() throws Exception {
    List<StandInPlugin> all = StandInActions.all(new CountDownLatch(0));
    all.add(
        StandInPlugin.action(
            "html-tar", "Pack", "G", "text/html", "application/x-tar", (in, options) -> in));
    plugins = new StandInPlugins(all);
    assertThat(run("convert", path("in.md"), path("out.tar"))).isEqualTo(3);
    assertThat(text(err))
        .startsWith(
            "No action makes .tar of in.md. In two steps:\n"
                + "  latent demo convert in.md step.html --action markdown-html\n"
                + "  latent demo convert step.html "
                + path("out.tar")
                + " --action html-tar\n");
  }

  @Test
  void aNameThatPromisesSomethingElseThanTheActionGivesIsNoted() throws Exception {
    assertThat(run("convert", path("in.md"), path("out.pdf"), "--action", "upper")).isZero();
    assertThat(text(err))
        .isEqualTo("Note: upper makes text/plain, whatever " + path("out.pdf") + " is called.\n");
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
        .startsWith("No action makes .tar of in.md. It can become:\n")
        .contains("by markdown-html");
  }

  @Test
  void anActionThatDoesNotTakeTheInputSaysWhatItTakes() throws Exception {
    Files.writeString(home.resolve("in.pdf"), "%PDF-1.7");
    assertThat(run("convert", path("in.pdf"), path("o.txt"), "--action", "upper")).isEqualTo(3);
    assertThat(text(err)).startsWith("Upper case takes text/*, and in.pdf is application/pdf.");
  }

  @Test
  void aNameThatItsContentContradictsIsTold() throws Exception {
    Files.writeString(home.resolve("in.pdf"), "plain");
    assertThat(run("convert", path("in.pdf"), path("o.txt"), "--action", "upper")).isEqualTo(0);
    assertThat(text(err)).contains("in.pdf: Named as PDF, but its content is taken as TXT.\n");
    assertThat(home.resolve("o.txt")).hasContent("PLAIN");
  }

  @Test
  void anUnknownOptionOfAnActionIsAnsweredWithTheKnownOnes() throws Exception {
    assertThat(run("convert", path("in.md"), path("o.html"), "-o", "colour=red")).isEqualTo(2);
    assertThat(text(err))
        .startsWith("markdown-html has no option 'colour'.\n")
        .contains("  depth  Depth of the contents (number from 1 to 6; else 3)\n");
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
    assertThat(text(err))
        .isEqualTo(
            "There is no file nowhere.md, and no sample of that name. The samples are:\n"
                + "  only-a-sample.md\n");
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
