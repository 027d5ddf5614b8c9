package dev.latent.demo.workbench;

import dev.latent.api.PluginException;
import dev.latent.api.PluginId;
import dev.latent.api.PluginState;
import dev.latent.api.Subscription;
import dev.latent.api.admin.PluginAdmin;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs actions, each on a thread of its own and within a time limit, and turns what goes wrong into
 * something to show. The first run of an action activates its plugin. Thread-safe.
 */
public final class ActionRunner implements AutoCloseable {

  /** A chain of causes longer than this is a loop or of no use to a reader. */
  private static final int MOST_CAUSES = 12;

  private final PluginAdmin admin;
  private final DocumentStore store;
  private final Duration limit;
  private final ExecutorService workers;
  private final Map<String, Future<?>> running = new ConcurrentHashMap<>();

  /**
   * Makes a runner.
   *
   * @param admin tells which plugins are active
   * @param store holds further documents, and takes the results
   * @param limit how long an action may take
   */
  public ActionRunner(PluginAdmin admin, DocumentStore store, Duration limit) {
    this.admin = admin;
    this.store = store;
    this.limit = limit;
    this.workers =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "workbench-action");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Runs an action and waits for it.
   *
   * @param action the action
   * @param input the document
   * @param values what the user set, by option name; for an option of the type {@code document} the
   *     id of a document in the store
   * @param key what {@link #stop} names this run by; may be empty
   * @return what came of it; never throws for what the action does
   * @throws InterruptedException if the caller is interrupted; the action is then interrupted too
   */
  public RunOutcome run(Action action, Document input, Map<String, String> values, String key)
      throws InterruptedException {
    Map<String, String> texts = new HashMap<>();
    Map<String, Document> documents = new HashMap<>();
    for (Map.Entry<String, String> value : values.entrySet()) {
      Optional<ActionOption> option =
          action.options().stream().filter(o -> o.name().equals(value.getKey())).findFirst();
      if (option.isEmpty()) {
        return refused(action, unknownOption(action, value.getKey()));
      }
      if (option.get().type() != ActionOption.Type.DOCUMENT) {
        texts.put(value.getKey(), value.getValue());
      } else if (!value.getValue().isEmpty()) {
        Optional<StoredDocument> further = store.find(value.getValue());
        if (further.isEmpty()) {
          return refused(
              action, "The document for '" + option.get().label() + "' is no longer here.");
        }
        documents.put(value.getKey(), further.get().document());
      }
    }
    return run(action, input, new ActionOptions(texts, documents), key);
  }

  /**
   * Runs an action with options that were read already, and waits for it.
   *
   * @param action the action
   * @param input the document
   * @param options the options
   * @return what came of it; never throws for what the action does
   * @throws InterruptedException if the caller is interrupted; the action is then interrupted too
   */
  public RunOutcome run(Action action, Document input, ActionOptions options)
      throws InterruptedException {
    return run(action, input, options, "");
  }

  private RunOutcome run(Action action, Document input, ActionOptions options, String key)
      throws InterruptedException {
    Set<PluginId> activated = Collections.synchronizedSet(new LinkedHashSet<>());
    Subscription subscription =
        admin.onTransition(
            transition -> {
              if (transition.to() == PluginState.ACTIVE) {
                activated.add(transition.plugin());
              }
            });
    FutureTask<RunOutcome> future =
        new FutureTask<>(() -> runHere(action, input, options, activated));
    if (!key.isEmpty()) {
      running.put(key, future); // before it begins: it may be stopped from then on
    }
    workers.execute(future);
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      return refused(
          action,
          action.label()
              + " was stopped: it took longer than "
              + limit.toSeconds()
              + " seconds. Try a smaller document.");
    } catch (CancellationException e) {
      return refused(action, action.label() + " was stopped before it was done.");
    } catch (ExecutionException e) {
      return failed(action, e.getCause() == null ? e : e.getCause(), false);
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    } finally {
      running.remove(key);
      subscription.close();
    }
  }

  /**
   * Interrupts a run. Whoever waits for it is told at once; code that does not heed an interrupt
   * goes on for itself, and its result is not taken.
   *
   * @param key the key that it was started with
   * @return whether it was still running
   */
  public boolean stop(String key) {
    Future<?> future = running.get(key);
    return future != null && future.cancel(true);
  }

  private RunOutcome runHere(
      Action action, Document input, ActionOptions options, Set<PluginId> fresh) {
    long start = System.nanoTime();
    DocumentAction service;
    try {
      service = action.handle().get();
    } catch (Exception | LinkageError e) {
      return failed(action, e, true);
    }
    long activated = System.nanoTime();
    Document result;
    try {
      result = service.run(input, options);
    } catch (Exception | LinkageError | StackOverflowError e) {
      return failed(action, e, false);
    }
    long done = System.nanoTime();
    if (Thread.currentThread().isInterrupted()) {
      return refused(action, action.label() + " was stopped before it was done.");
    }
    StoredDocument stored = store.addResult(result, action.label());
    List<PluginId> woken;
    synchronized (fresh) {
      woken = List.copyOf(fresh);
    }
    return new RunOutcome.Done(stored, action, activated - start, done - activated, woken);
  }

  private static RunOutcome refused(Action action, String message) {
    return new RunOutcome.Failed(action, message, List.of(), false);
  }

  private static RunOutcome failed(Action action, Throwable failure, boolean inActivation) {
    List<String> causes = new ArrayList<>();
    Throwable at = failure;
    while (at != null && causes.size() < MOST_CAUSES) {
      causes.add(at.getClass().getName() + (at.getMessage() == null ? "" : ": " + at.getMessage()));
      at = at.getCause();
    }
    return new RunOutcome.Failed(action, message(failure), List.copyOf(causes), inActivation);
  }

  /** The outermost message that says something; a bare exception is named by what it is. */
  private static String message(Throwable failure) {
    if (failure instanceof PluginException && failure.getMessage() != null) {
      return failure.getMessage();
    }
    Throwable at = failure;
    for (int i = 0; at != null && i < MOST_CAUSES; i++) {
      String message = at.getMessage();
      boolean wraps = at.getCause() != null && at.getCause().toString().equals(message);
      if (message != null && !message.isBlank() && !wraps) {
        return at instanceof LinkageError
            ? "A class is missing or does not fit: " + message
            : withShortPlace(message);
      }
      at = at.getCause();
    }
    return "It ended with " + failure.getClass().getSimpleName() + " and no message.";
  }

  /** Parsers tell where in a source they are that has no name; line and column are enough. */
  private static String withShortPlace(String message) {
    String text = message;
    for (int at = text.indexOf("[Source: "); at >= 0; at = text.indexOf("[Source: ")) {
      int line = text.indexOf("line: ", at);
      int end = text.indexOf(']', line);
      if (line < 0 || end < 0) {
        return text;
      }
      // a line of its own, " at [Source: …]", goes to the end of the one before
      boolean own = at >= 5 && text.startsWith("\n at ", at - 5);
      String place =
          text.substring(line, end).replace("line: ", "line ").replace("column: ", "column ");
      text =
          (own ? text.substring(0, at - 5) + ", " : text.substring(0, at))
              + place
              + text.substring(end + 1);
    }
    return text;
  }

  private static String unknownOption(Action action, String name) {
    return action.label()
        + " has no option '"
        + name
        + "'. It has "
        + (action.options().isEmpty()
            ? "none"
            : String.join(", ", action.options().stream().map(ActionOption::name).toList()))
        + ".";
  }

  /** Interrupts what still runs; does not wait for it, as its threads end with the process. */
  @Override
  public void close() {
    workers.shutdownNow();
  }
}
