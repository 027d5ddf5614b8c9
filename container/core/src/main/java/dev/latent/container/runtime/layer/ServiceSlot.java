package dev.latent.container.runtime.layer;

import dev.latent.api.ActivationException;
import dev.latent.api.CircularActivationException;
import dev.latent.api.PluginId;
import dev.latent.container.runtime.StackPlace;
import dev.latent.container.runtime.WaitGraph;
import dev.latent.container.runtime.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds one service object, made by the first thread that asks while the others wait. All that ask
 * during one making see its outcome; after a failure the next one tries again. The making runs with
 * no lock held. A wait ends when the maker does, when waiting threads would wait for each other, or
 * at a limit, and says who held it.
 */
final class ServiceSlot {

  private final PluginId plugin;
  private final String what;
  private final WaitGraph graph;
  private final Duration limit;
  private final AtomicReference<@Nullable Making> state = new AtomicReference<>();

  /** One making, and its outcome when it is done. */
  static final class Making implements Work {
    final Thread maker = Thread.currentThread();
    final long since = System.nanoTime();
    final PluginId plugin;
    final String what;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Object object;
    private volatile @Nullable ActivationException failure;

    private final @Nullable Work around;

    Making(PluginId plugin, String what, @Nullable Work around) {
      this.plugin = plugin;
      this.what = what;
      this.around = around;
    }

    @Override
    public Thread owner() {
      return maker;
    }

    @Override
    public @Nullable Work outer() {
      return around;
    }

    @Override
    public String name() {
      return what + " of " + plugin;
    }

    @Override
    public String line() {
      return "service " + what + " of " + plugin + ", made by thread '" + maker.getName() + "'";
    }
  }

  ServiceSlot(PluginId plugin, String what, WaitGraph graph, Duration limit) {
    this.plugin = plugin;
    this.what = what;
    this.graph = graph;
    this.limit = limit;
  }

  /** Gives the object, made by {@code maker} if need be. */
  Object get(Supplier<Object> maker) {
    while (true) {
      Making known = state.get();
      if (known != null) {
        Object ready = known.object;
        return ready != null ? ready : await(known);
      }
      Making mine = new Making(plugin, what, graph.innermost(Thread.currentThread()));
      if (state.compareAndSet(null, mine)) {
        return make(mine, maker);
      }
      // Another thread was faster; where that failed meanwhile this one begins anew.
    }
  }

  private Object make(Making mine, Supplier<Object> maker) {
    graph.begin(mine);
    try {
      Object made = maker.get();
      mine.object = made;
      return made;
    } catch (ActivationException e) {
      fail(mine, e);
      throw e;
    } catch (RuntimeException | Error e) {
      fail(
          mine,
          new ActivationException(
              plugin, "Plugin " + plugin + ": " + what + " can't be made: " + e, e));
      throw e;
    } finally {
      graph.end(mine);
      mine.done.countDown();
    }
  }

  private void fail(Making mine, ActivationException e) {
    mine.failure = e;
    state.compareAndSet(mine, null);
  }

  private Object await(Making making) {
    Thread self = Thread.currentThread();
    List<Work> circle = graph.await(self, making);
    if (circle != null) {
      throw new CircularActivationException(
          plugin,
          "Plugin "
              + plugin
              + ": "
              + what
              + " needs itself to be made: "
              + chain(circle)
              + ". Look one of them up later, for example through a deferred service.",
          null);
    }
    boolean done;
    try {
      done = making.done.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ActivationException(
          plugin,
          "Interrupted while thread " + making.maker.getName() + " made " + what + " of " + plugin,
          e);
    } finally {
      graph.woken(self);
    }
    Object object = making.object;
    if (object != null) {
      return object;
    }
    ActivationException failure = making.failure;
    if (done && failure != null) {
      // One for each that waited, so that none sees another's stack trace as its own.
      throw new ActivationException(
          failure.plugin().orElse(plugin), String.valueOf(failure.getMessage()), failure);
    }
    throw new ActivationException(plugin, tooLong(making), null);
  }

  private static String chain(List<Work> circle) {
    StringBuilder chain = new StringBuilder();
    for (Work work : circle) {
      chain.append(work.name()).append(" waits for ");
    }
    return chain.append(circle.get(0).name()).toString();
  }

  private String tooLong(Making making) {
    StringBuilder message = new StringBuilder();
    message
        .append("Plugin ")
        .append(plugin)
        .append(": ")
        .append(what)
        .append(" is not ready after ")
        .append(limit.toMillis())
        .append(" ms: thread ")
        .append(making.maker.getName())
        .append(" has been making it for ")
        .append(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - making.since))
        .append(" ms");
    String place = StackPlace.of(making.maker);
    if (!place.isEmpty()) {
      message.append(", at ").append(place);
    }
    return message.append(". Try again later, or repair what it waits for.").toString();
  }
}
