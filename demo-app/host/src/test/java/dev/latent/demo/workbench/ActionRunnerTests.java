package dev.latent.demo.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.demo.api.Document;
import dev.latent.demo.standin.StandInActions;
import dev.latent.demo.standin.StandInPlugin;
import dev.latent.demo.standin.StandInPlugins;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ActionRunnerTests {

  private static final Document INPUT = Document.ofText("a.md", "text/markdown", "x");

  @Test
  void anActionThatTakesTooLongIsStoppedAndInterrupted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    StandInPlugin endless =
        StandInPlugin.action(
            "endless",
            "Endless",
            "G",
            "text/*",
            "text/plain",
            (in, options) -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
              return in;
            });
    RunOutcome outcome = run(endless, Duration.ofMillis(50));
    assertThat(((RunOutcome.Failed) outcome).message())
        .startsWith("Endless was stopped: it took longer than 0 seconds.");
    interrupted.await();
  }

  @Test
  void aRunThatIsStoppedSaysSoAndGivesNoResult() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    StandInPlugin stubborn =
        StandInPlugin.action(
            "stubborn",
            "Stubborn",
            "G",
            "text/*",
            "text/plain",
            (in, options) -> {
              running.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // heeds it, and gives a document all the same
              }
              ended.countDown();
              return in;
            });
    StandInPlugins plugins = new StandInPlugins(List.of(stubborn));
    DocumentStore store = new DocumentStore();
    try (ActionRunner runner = new ActionRunner(plugins, store, Duration.ofSeconds(30))) {
      Action action = new ActionCatalog(plugins).all().get(0);
      CompletableFuture<RunOutcome> outcome = new CompletableFuture<>();
      Thread waiting =
          new Thread(
              () -> {
                try {
                  outcome.complete(runner.run(action, INPUT, Map.of(), "key"));
                } catch (InterruptedException e) {
                  outcome.completeExceptionally(e);
                }
              });
      waiting.start();
      running.await();
      assertThat(runner.stop("another key")).isFalse();
      assertThat(runner.stop("key")).isTrue();
      assertThat(((RunOutcome.Failed) outcome.get(30, TimeUnit.SECONDS)).message())
          .isEqualTo("Stubborn was stopped before it was done.");
      ended.await();
      waiting.join();
      assertThat(runner.stop("key")).isFalse();
    }
    assertThat(store.documents()).isEmpty();
  }

  @Test
  void aMissingClassIsToldInWords() throws Exception {
    StandInPlugin plugin =
        StandInPlugin.action(
            "a",
            "A",
            "G",
            "text/*",
            "text/plain",
            (in, options) -> {
              throw new NoClassDefFoundError("acme/Fonts");
            });
    RunOutcome.Failed failed = (RunOutcome.Failed) run(plugin, Duration.ofSeconds(10));
    assertThat(failed.message()).isEqualTo("A class is missing or does not fit: acme/Fonts");
    assertThat(failed.inActivation()).isFalse();
  }

  @Test
  void aWrapperWithoutAMessageOfItsOwnGivesWayToWhatItWraps() throws Exception {
    StandInPlugin plugin =
        StandInPlugin.action(
            "a",
            "A",
            "G",
            "text/*",
            "text/plain",
            (in, options) -> {
              throw new IllegalStateException(new IllegalArgumentException("The page is torn."));
            });
    RunOutcome.Failed failed = (RunOutcome.Failed) run(plugin, Duration.ofSeconds(10));
    assertThat(failed.message()).isEqualTo("The page is torn.");
    assertThat(failed.causes()).hasSize(2);
  }

  @Test
  void whereAParserStoppedIsToldShortly() throws Exception {
    StandInPlugin plugin =
        StandInPlugin.action(
            "a",
            "A",
            "G",
            "text/*",
            "text/plain",
            (in, options) -> {
              throw new IllegalArgumentException(
                  "Unexpected end (start marker at [Source: (String); line: 1, column: 7])\n"
                      + " at [Source: REDACTED (`FEATURE` disabled); line: 1, column: 12]");
            });
    RunOutcome.Failed failed = (RunOutcome.Failed) run(plugin, Duration.ofSeconds(10));
    assertThat(failed.message())
        .isEqualTo("Unexpected end (start marker at line 1, column 7), line 1, column 12");
  }

  @Test
  void aDeepRecursionFailsTheActionAndNothingElse() throws Exception {
    StandInPlugin plugin =
        StandInPlugin.action("a", "A", "G", "text/*", "text/plain", (in, options) -> deeper(in, 0));
    RunOutcome.Failed failed = (RunOutcome.Failed) run(plugin, Duration.ofSeconds(20));
    assertThat(failed.message()).isEqualTo("It ended with StackOverflowError and no message.");
  }

  @Test
  void aSecondRunActivatesNothing() throws Exception {
    StandInPlugins plugins = new StandInPlugins(StandInActions.all(new CountDownLatch(0)));
    ActionCatalog catalog = new ActionCatalog(plugins);
    try (ActionRunner runner =
        new ActionRunner(plugins, new DocumentStore(), Duration.ofSeconds(10))) {
      Action action = catalog.find("markdown-html").orElseThrow();
      assertThat(((RunOutcome.Done) runner.run(action, INPUT, Map.of(), "")).activated())
          .hasSize(3);
      assertThat(((RunOutcome.Done) runner.run(action, INPUT, Map.of(), "")).activated()).isEmpty();
    }
  }

  private static Document deeper(Document in, int depth) {
    return depth < 0 ? in : deeper(in, (depth + 1) & 0xffff);
  }

  private static RunOutcome run(StandInPlugin plugin, Duration limit) throws Exception {
    StandInPlugins plugins = new StandInPlugins(List.of(plugin));
    try (ActionRunner runner = new ActionRunner(plugins, new DocumentStore(), limit)) {
      return runner.run(new ActionCatalog(plugins).all().get(0), INPUT, Map.of(), "");
    }
  }
}
