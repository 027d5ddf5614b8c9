package dev.latent.container.activation;

import dev.latent.api.PluginId;
import dev.latent.api.Warmth;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.PluginRuntime;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.runtime.StackPlace;
import dev.latent.container.runtime.WaitGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the stop code of plugins on a thread of its own each, so that one that never returns can be
 * given up.
 */
final class PluginStopper {

  /** What a runtime may take beyond the limit of the plugin, to interrupt it and clean up. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Activations activations;
  private final Lifecycles lifecycles;
  private final WaitGraph graph;
  private final ActivationLimits limits;
  private final Consumer<Thread> starter;

  PluginStopper(
      Activations activations, Lifecycles lifecycles, WaitGraph graph, ActivationLimits limits) {
    this(activations, lifecycles, graph, limits, Thread::start);
  }

  /** With another way to start a thread, for tests of what happens where there is none. */
  PluginStopper(
      Activations activations,
      Lifecycles lifecycles,
      WaitGraph graph,
      ActivationLimits limits,
      Consumer<Thread> starter) {
    this.starter = starter;
    this.activations = activations;
    this.lifecycles = lifecycles;
    this.graph = graph;
    this.limits = limits;
  }

  /**
   * Stops an active plugin whose state is STOPPING already by {@code operation}.
   *
   * @param releasing the runtime that is to free its code as well; null if it may keep it
   */
  List<String> stop(
      PluginLifecycle lifecycle,
      Operation operation,
      PluginStatus before,
      @Nullable PluginRuntime releasing) {
    PluginId plugin = operation.plugin().id();
    RunningPlugin running = before.running();
    Stop stop = new Stop(running, operation.plugin(), releasing);
    Thread thread = new Thread(stop, "latent stops " + plugin);
    thread.setDaemon(true);
    if (running != null) {
      thread.setContextClassLoader(activations.pluginLoader(running));
    }
    operation.handTo(thread);
    graph.begin(operation);
    Thread caller = Thread.currentThread();
    List<String> leftovers = new ArrayList<>();
    // The stop thread can't wait for the caller yet, so no circle can be closed here.
    graph.await(caller, operation);
    boolean interrupted = false;
    try {
      start(thread, stop, operation);
      long limit = limits.stop().toNanos() + GRACE_NANOS;
      long end = System.nanoTime() + limit;
      for (long left = limit; thread.isAlive() && left > 0; left = end - System.nanoTime()) {
        try {
          TimeUnit.NANOSECONDS.timedJoin(thread, left);
        } catch (InterruptedException e) {
          interrupted = true; // a stop is finished all the same; told to the caller below
        }
      }
      if (thread.isAlive()) {
        leftovers.add(plugin + ": " + stuck(thread));
        thread.interrupt();
      }
      for (String left : stop.leftovers) {
        leftovers.add(plugin + ": " + left);
      }
    } finally {
      graph.woken(caller);
      graph.end(operation);
      if (interrupted) {
        caller.interrupt();
      }
    }
    PluginStatus now = lifecycle.status();
    lifecycles.transition(
        lifecycle, now, now.stopped(List.copyOf(leftovers)), operation.cause().request());
    return leftovers;
  }

  /** Where the system gives no more threads a plugin is stopped on this one, without a limit. */
  private void start(Thread thread, Runnable stop, Operation operation) {
    try {
      starter.accept(thread);
    } catch (OutOfMemoryError noThread) {
      Thread caller = Thread.currentThread();
      ClassLoader before = caller.getContextClassLoader();
      graph.woken(caller);
      graph.end(operation);
      operation.handTo(caller);
      graph.begin(operation);
      caller.setContextClassLoader(thread.getContextClassLoader());
      try {
        stop.run();
      } finally {
        caller.setContextClassLoader(before);
      }
    }
  }

  private String stuck(Thread thread) {
    String place = StackPlace.of(thread);
    return "its stop code did not return within "
        + limits.stop().toMillis()
        + " ms and was given up"
        + (place.isEmpty() ? "" : "; it is at " + place);
  }

  private final class Stop implements Runnable {

    private final @Nullable RunningPlugin running;
    private final RegisteredPlugin plugin;
    private final @Nullable PluginRuntime releasing;
    private volatile List<String> leftovers = List.of();

    Stop(
        @Nullable RunningPlugin running,
        RegisteredPlugin plugin,
        @Nullable PluginRuntime releasing) {
      this.running = running;
      this.plugin = plugin;
      this.releasing = releasing;
    }

    @Override
    public void run() {
      if (running == null) {
        return;
      }
      try {
        leftovers = running.stop(limits.stop());
        if (releasing != null) {
          releasing.discard(plugin, Warmth.READ);
        }
      } catch (Throwable e) { // stopped all the same; what went wrong is told
        leftovers = List.of("its stop code failed: " + e);
      }
    }
  }
}
