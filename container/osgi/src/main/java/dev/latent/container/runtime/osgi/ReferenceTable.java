package dev.latent.container.runtime.osgi;

import dev.latent.container.descriptor.Capability;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.resolve.ReferenceWiring;
import dev.latent.container.runtime.RuntimeEnvironment;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The wiring of the reference run for the plugin set that was asked about last: kept, read from
 * disk, or computed by the first thread that asks, while others wait. Thread-safe without a lock.
 */
final class ReferenceTable {

  private static final long LIMIT_SECONDS = 60;

  private final FrameworkKind kind;
  private final RuntimeEnvironment environment;
  private final AtomicReference<@Nullable Computation> latest = new AtomicReference<>();

  private volatile boolean closed;

  private record Computation(
      PluginSet set,
      long generation,
      String thread,
      CompletableFuture<@Nullable ReferenceWiring> wiring) {

    boolean of(PluginSet other) {
      return set.equals(other) && generation == other.generation();
    }
  }

  ReferenceTable(FrameworkKind kind, RuntimeEnvironment environment) {
    this.kind = kind;
    this.environment = environment;
  }

  /** Nothing is written any more. */
  void close() {
    closed = true;
  }

  /**
   * The wiring of a set.
   *
   * @param host what the framework itself has
   * @param keep whether the wiring is kept for later runs
   */
  @Nullable ReferenceWiring of(PluginSet set, List<Capability> host, boolean keep) {
    while (true) {
      Computation present = latest.get();
      if (present != null && present.of(set)) {
        return await(present);
      }
      if (present != null && !present.wiring().isDone()) {
        await(present); // one at a time
        continue;
      }
      Computation mine =
          new Computation(
              set,
              set.generation(),
              Thread.currentThread().getName(),
              new CompletableFuture<@Nullable ReferenceWiring>());
      if (latest.compareAndSet(present, mine)) {
        return compute(mine, host, keep);
      }
    }
  }

  private @Nullable ReferenceWiring compute(Computation mine, List<Capability> host, boolean keep) {
    try {
      ReferenceWiring wiring = readOrResolve(mine.set(), host, keep);
      mine.wiring().complete(wiring);
      return wiring;
    } catch (RuntimeException | Error e) {
      latest.compareAndSet(mine, null); // the next that asks tries again
      mine.wiring().completeExceptionally(e);
      throw e;
    }
  }

  private @Nullable ReferenceWiring readOrResolve(
      PluginSet set, List<Capability> host, boolean keep) {
    String key =
        Long.toHexString(set.digest())
            + " "
            + Runtime.version().feature()
            + " "
            + new FrameworkBoot(kind, environment).factsKey();
    ReferenceWiringFile file =
        new ReferenceWiringFile(
            environment.stateDirectory().resolveSibling("cache").resolve(kind.key() + ".wiring"));
    ReferenceWiring kept = file.read(key, set);
    if (kept != null) {
      return kept;
    }
    ReferenceRun run = new ReferenceRun(kind, environment.hostLoader());
    ReferenceWiring found = run.resolve(set, host);
    if (found != null && run.complete() && keep && !closed) {
      file.write(key, set, found);
    }
    return found;
  }

  private @Nullable ReferenceWiring await(Computation computation) {
    try {
      return computation.wiring().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "The wiring of all plugins is being computed by the thread '"
              + computation.thread()
              + "' since "
              + LIMIT_SECONDS
              + " s, and the plugin that is wanted needs it because several provide the same."
              + " Look for what holds that thread up with a thread dump.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "Interrupted while the wiring of all plugins was computed.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "The wiring of all plugins could not be computed: " + Words.causeOf(e), e);
    }
  }
}
