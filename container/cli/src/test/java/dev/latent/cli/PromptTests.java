package dev.latent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.PluginContainer;
import dev.latent.fixtures.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The prompt of {@code latent run} on a terminal that the test types into. */
@Timeout(120)
class PromptTests {

  private static final String PROMPT = "latent> ";
  private static final String ENTER = "\r";

  @TempDir private Path directory;
  private final Screen screen = new Screen();
  private LineDisciplineTerminal terminal;
  private PluginContainer container;
  private CompletableFuture<Void> prompt;

  @BeforeEach
  void startPrompt() throws Exception {
    Path plugins = Files.createDirectory(directory.resolve("plugins"));
    Fixtures.copyAll(
        plugins,
        List.of("basic/acme.api", "basic/render.layer", "basic/greet.layer", "basic/use.text-2"));
    container =
        PluginContainer.builder().plugins(plugins).hostPackages("acme.api").watch(false).build();
    terminal = new LineDisciplineTerminal("test", "xterm", screen, StandardCharsets.UTF_8);
    Prompt running = new Prompt(container, Style.plain());
    prompt = CompletableFuture.runAsync(() -> running.run(terminal));
    screen.await(PROMPT);
  }

  @AfterEach
  void close() throws Exception {
    terminal.close();
    container.close();
  }

  private String type(String keys) throws Exception {
    screen.forget();
    terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
    return screen.await(PROMPT);
  }

  @Test
  void aCommandIsCompletedAndRun() throws Exception {
    assertThat(type("li\t" + ENTER))
        .contains("list")
        .contains("acme.render.text 1.5.0")
        .contains("4 plugins (2 bundles, 2 layers)");
  }

  @Test
  void pluginsAndTypesAreCompleted() throws Exception {
    assertThat(type("why acme.ren\t" + ENTER)).contains("acme.render.text 1.5.0 is registered.");
    assertThat(type("lookup acme.api.Rend\t" + ENTER))
        .contains("activated acme.render.text 1.5.0 in ")
        .contains("acme.api.Renderer is acme.render.text.TextRenderer");
    assertThat(type("why acme.render.text" + ENTER)).contains("acme.render.text 1.5.0 is active.");
  }

  @Test
  void whatIsActiveCanBeStopped() throws Exception {
    type("lookup acme.api.Renderer" + ENTER);

    assertThat(type("stop acme.render.text" + ENTER))
        .contains("acme.render.text 1.5.0 stopped; the next lookup activates it again.");
    assertThat(type("stop acme.render.text" + ENTER))
        .contains("acme.render.text 1.5.0 is not active.");
  }

  @Test
  void theHistoryComesBack() throws Exception {
    type("why acme.greet.layer" + ENTER);

    assertThat(type("\u001bOA" + ENTER)).contains("acme.greet.layer").contains(" is registered.");
  }

  @Test
  void mistakesAreAnsweredAndThePromptGoesOn() throws Exception {
    assertThat(type("foo" + ENTER)).contains("There is no command 'foo'. help lists them.");
    assertThat(type("lst" + ENTER))
        .contains("There is no command 'lst'. Did you mean 'list'? help lists them.");
    assertThat(type("why" + ENTER)).contains("Which plugin? Write its name; Tab completes it.");
    assertThat(type("stop nothing" + ENTER))
        .contains("There is no plugin nothing.")
        .contains(" list shows them all; a jar");
    assertThat(type("lookup Nope" + ENTER))
        .contains("No plugin offers Nope, looked up by the host. ");
    assertThat(type("lookup acme.api.Renderer (a" + ENTER)).contains("(a");
    assertThat(type(ENTER)).doesNotContain("There is no command");
    assertThat(type("help" + ENTER)).contains("stop PLUGIN").contains("quit");
  }

  @Test
  void anInterruptForgetsTheLineAndTheEndOfInputLeaves() throws Exception {
    screen.forget();
    terminal.processInputBytes("half".getBytes(StandardCharsets.UTF_8));
    screen.await("half");
    assertThat(type("\u0003")).doesNotContain("There is no command");
    assertThat(prompt).isNotDone();

    terminal.processInputBytes(new byte[] {4});
    prompt.get(30, TimeUnit.SECONDS);
  }

  @Test
  void quitLeaves() throws Exception {
    terminal.processInputBytes(("quit" + ENTER).getBytes(StandardCharsets.UTF_8));

    prompt.get(30, TimeUnit.SECONDS);
  }

  /** What the prompt writes. */
  private static final class Screen extends OutputStream {

    private static final long LIMIT_MILLIS = 30_000;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int character) {
      written.write(character);
      notifyAll();
    }

    synchronized void forget() {
      written.reset();
    }

    /** Waits for a text and gives all that was written since the last {@link #forget}. */
    synchronized String await(String text) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
      String all = written.toString(StandardCharsets.UTF_8);
      while (!all.contains(text)) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("No '" + text + "' came, only:\n" + all);
        }
        wait(left);
        all = written.toString(StandardCharsets.UTF_8);
      }
      return all;
    }
  }
}
