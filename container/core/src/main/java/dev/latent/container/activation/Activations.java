package dev.latent.container.activation;

import dev.latent.api.ActivationException;
import dev.latent.api.CircularActivationException;
import dev.latent.api.PluginException;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginState;
import dev.latent.api.Subscription;
import dev.latent.api.admin.PluginTransition;
import dev.latent.api.spi.PluginListener;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.runtime.WaitGraph;
import dev.latent.container.runtime.Work;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Activates each plugin exactly once, however many threads ask, and stops it again. Of threads that
 * ask at once one activates and the others wait for its outcome; a circle of waiting, in one thread
 * or across several, is answered with what the plugin told of itself early, else with an error that
 * prints the chain. A plugin that nobody asked for costs nothing here.
 *
 * <p>Thread-safe. No lock is held while code of plugins, runtimes or listeners runs; every wait has
 * a limit and says for what it waited.
 */
public final class Activations {

  /** Only a storm of updates can take away what a plugin is activated over, time and again. */
  private static final int MOST_OUTDATED = 20;

  private static final ActivationCause OUTDATED =
      new ActivationCause("what it was activated over left meanwhile");

  private final ActivationEnvironment environment;
  private final ActivationLimits limits;
  private final ActivationMarker marker;
  private final Lifecycles lifecycles;
  private final WaitGraph graph;
  private volatile boolean closing;

  /**
   * Makes it.
   *
   * @param environment what it needs of the steps around it
   * @param limits how long things may take
   * @param clock tells the time of transitions
   * @param marker keeps on disk which plugins are being activated
   */
  public Activations(
      ActivationEnvironment environment,
      ActivationLimits limits,
      Clock clock,
      ActivationMarker marker) {
    this.environment = environment;
    this.graph = environment.waits();
    this.limits = limits;
    this.lifecycles = new Lifecycles(clock);
    this.marker = marker;
  }

  /**
   * What is so about a plugin now.
   *
   * @param plugin the plugin
   * @return its status; the initial one, without remembering it, if nothing happened to it yet
   */
  public PluginStatus status(RegisteredPlugin plugin) {
    return lifecycles.status(plugin);
  }

  /**
   * Makes the runtime of a kind, if that has not been done; activates nothing.
   *
   * @param kind the kind
   * @throws dev.latent.api.PluginException if there is none here
   */
  public void connect(PluginKind kind) {
    environment.runtime(kind);
  }

  /**
   * The history of a plugin.
   *
   * @param plugin the plugin
   * @return its latest transitions, oldest first
   */
  public List<PluginTransition> history(RegisteredPlugin plugin) {
    return lifecycles.history(plugin);
  }

  /**
   * Activates a plugin on this thread, or gives it as it is, or waits for another thread that is
   * activating it.
   *
   * @param plugin the plugin
   * @param cause who needs it
   * @return the running plugin
   * @throws ActivationException if it can't be activated
   */
  public ActivationResult activate(RegisteredPlugin plugin, ActivationCause cause) {
    PluginLifecycle lifecycle = lifecycles.of(plugin);
    boolean verified = false;
    int outdated = 0;
    while (true) {
      PluginStatus now = lifecycle.status();
      RunningPlugin running = now.running();
      Operation operation = now.operation();
      switch (now.state()) {
        case ACTIVE -> {
          if (running != null && !stoppedAsOutdated(plugin, running, now.members())) {
            return new ActivationResult(running, true);
          }
        }
        case ACTIVATING, STOPPING -> {
          if (operation != null) {
            ActivationResult result = join(operation, cause);
            if (result != null) {
              return result;
            }
          }
        }
        case REGISTERED, FAILED -> {
          String refusal = environment.refusal(plugin);
          if (refusal != null) {
            throw new ActivationException(
                plugin.id(), ActivationMessages.refused(plugin, refusal, cause), null);
          }
          if (!verified) {
            // Before the state changes: a change of the content takes the plugin out of service,
            // which must not wait for an activation of this very thread.
            verified = true;
            environment.verify(needed(plugin));
            continue;
          }
          Thread thread = Thread.currentThread();
          Operation mine =
              new Operation(
                  Operation.Kind.ACTIVATE,
                  plugin,
                  cause,
                  graph.innermost(thread),
                  thread,
                  System.nanoTime());
          if (lifecycles.transition(lifecycle, now, now.activating(mine), cause.request())) {
            RunningPlugin started = starter().start(lifecycle, mine);
            if (started != null) {
              return new ActivationResult(started, true);
            }
            verified = false;
            if (++outdated == MOST_OUTDATED) {
              throw new ActivationException(
                  plugin.id(), ActivationMessages.neverSettled(plugin, cause), null);
            }
          }
        }
        case DISABLED, QUARANTINED, UNREGISTERED ->
            throw new ActivationException(
                plugin.id(),
                ActivationMessages.refused(plugin, ActivationMessages.resting(now.state()), cause),
                null);
      }
    }
  }

  /**
   * The plugins whose activation the current thread is a part of, because it performs it, was made
   * in it, or is waited for by it. To wait for one of them here would be a circle.
   *
   * @return in no particular order
   */
  public List<RegisteredPlugin> around() {
    List<Work> works = graph.around();
    List<RegisteredPlugin> plugins = new ArrayList<>(works.size());
    for (int i = 0; i < works.size(); i++) {
      if (works.get(i) instanceof Operation operation
          && operation.kind() == Operation.Kind.ACTIVATE) {
        plugins.add(operation.plugin());
      }
    }
    return plugins;
  }

  /**
   * Notes that a service of an active plugin is being made, which runs its code for the first time
   * as its activation does: should the JVM end meanwhile, the next start says which plugin it was.
   *
   * @param plugin the plugin
   * @param begins true when it begins, false when it is over
   */
  public void making(RegisteredPlugin plugin, boolean begins) {
    if (begins) {
      marker.begin(plugin.id());
    } else {
      marker.end(plugin.id());
    }
  }

  /**
   * What a plugin is wired to, or would be if it were activated now.
   *
   * @param plugin the plugin
   * @return its closure
   */
  public Closure closure(RegisteredPlugin plugin) {
    return environment.closure(plugin);
  }

  /**
   * Stops an active plugin if something that it was activated over left the container.
   *
   * @param running what is to be stopped, and not what another thread may activate after it
   * @return false if nothing left, so that it stays
   */
  boolean stoppedAsOutdated(
      RegisteredPlugin plugin, RunningPlugin running, List<RegisteredPlugin> members) {
    if (!lifecycles.anyLeft(members)) {
      return false;
    }
    stop(plugin, running, OUTDATED, true);
    if (lifecycles.left(plugin)) {
      unregister(plugin, OUTDATED); // it could not be, as long as it was being activated
    }
    return true;
  }

  /** Made when needed: most plugins are never activated, and a container may activate none. */
  private PluginStarter starter() {
    return new PluginStarter(this, environment, lifecycles, graph, marker);
  }

  /** What has to be looked at before a plugin is activated: itself and what is to start with it. */
  private List<RegisteredPlugin> needed(RegisteredPlugin plugin) {
    List<RegisteredPlugin> members;
    try {
      members = environment.closure(plugin).members();
    } catch (PluginException e) {
      members = List.of(plugin); // the activation itself will say what is wrong
    }
    List<RegisteredPlugin> idle = new ArrayList<>(members.size());
    for (int i = 0; i < members.size(); i++) {
      if (status(members.get(i)).operation() == null) {
        idle.add(members.get(i));
      }
    }
    return idle;
  }

  /**
   * Makes sure that the content of plugins is what their descriptors were read from.
   *
   * @param plugins the plugins; those that are active or being activated are left out
   */
  public void verify(List<RegisteredPlugin> plugins) {
    List<RegisteredPlugin> idle = new ArrayList<>(plugins.size());
    for (int i = 0; i < plugins.size(); i++) {
      PluginStatus now = status(plugins.get(i));
      if (now.operation() == null && now.running() == null) {
        idle.add(plugins.get(i));
      }
    }
    if (!idle.isEmpty()) {
      environment.verify(idle);
    }
  }

  /**
   * Waits for what another thread does to a plugin.
   *
   * @return what came of it; null to look again
   */
  private @Nullable ActivationResult join(Operation operation, ActivationCause cause) {
    Thread thread = Thread.currentThread();
    List<Work> circle = graph.await(thread, operation);
    if (circle != null) {
      RunningPlugin early = operation.early();
      if (early != null) {
        return new ActivationResult(early, false);
      }
      throw new CircularActivationException(
          operation.plugin().id(),
          ActivationMessages.circle(operation, circle, cause, thread),
          null);
    }
    boolean done;
    try {
      done = operation.done().await(limits.activation().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      thread.interrupt();
      throw new ActivationException(
          operation.plugin().id(),
          "Interrupted while waiting: " + operation.describe(System.nanoTime()),
          e);
    } finally {
      graph.woken(thread);
    }
    if (!done) {
      throw new ActivationException(
          operation.plugin().id(), ActivationMessages.tooLong(operation, limits, cause), null);
    }
    ActivationException failure = operation.failure();
    if (failure != null) {
      // One exception object per caller, so that none of them sees another's stack trace as its
      // own; the one failure is the cause of all.
      throw ActivationMessages.again(failure);
    }
    RunningPlugin running = operation.result();
    return running == null || operation.outdated() ? null : new ActivationResult(running, true);
  }

  /**
   * Stops a plugin if it is active; does nothing if it is not. Waits if it is being activated.
   *
   * @param plugin the plugin
   * @param cause why it is stopped
   * @return what it left behind or did wrong, in words
   * @throws ActivationException if this thread is activating it, or another does for too long
   */
  public List<String> stop(RegisteredPlugin plugin, ActivationCause cause) {
    return stop(plugin, null, cause, false);
  }

  /**
   * Stops a plugin as {@link #stop} does, and lets its runtime free what it holds of its code, as
   * far as nobody else needs that.
   *
   * @param plugin the plugin
   * @param cause why it is stopped
   * @return what it left behind or did wrong, in words
   * @throws ActivationException as for {@link #stop}
   */
  public List<String> release(RegisteredPlugin plugin, ActivationCause cause) {
    return stop(plugin, null, cause, true);
  }

  private List<String> stop(
      RegisteredPlugin plugin,
      @Nullable RunningPlugin only,
      ActivationCause cause,
      boolean release) {
    PluginLifecycle lifecycle = lifecycles.known(plugin);
    while (lifecycle != null) {
      PluginStatus now = lifecycle.status();
      Operation operation = now.operation();
      if (only != null && !only.equals(now.running())) {
        return List.of();
      }
      if (now.state() == PluginState.ACTIVE) {
        Thread thread = Thread.currentThread();
        Operation mine =
            new Operation(
                Operation.Kind.STOP,
                plugin,
                cause,
                graph.innermost(thread),
                thread,
                System.nanoTime());
        if (lifecycles.transition(lifecycle, now, now.stopping(mine), cause.request())) {
          return new PluginStopper(this, lifecycles, graph, limits)
              .stop(lifecycle, mine, now, release ? environment.runtime(plugin.kind()) : null);
        }
      } else if (operation != null) {
        try {
          join(operation, cause);
        } catch (CircularActivationException e) {
          throw e;
        } catch (ActivationException e) {
          if (operation.done().getCount() > 0) {
            throw e;
          }
        }
      } else {
        return List.of();
      }
    }
    return List.of();
  }

  /**
   * Takes a plugin out of service, stopping it first, until {@link #enable}.
   *
   * @param plugin the plugin
   * @param cause why
   */
  public void disable(RegisteredPlugin plugin, ActivationCause cause) {
    rest(plugin, PluginState.DISABLED, cause);
  }

  /**
   * Takes a disabled, failed or quarantined plugin back into service.
   *
   * @param plugin the plugin
   * @param cause why
   */
  public void enable(RegisteredPlugin plugin, ActivationCause cause) {
    if (status(plugin).state() != PluginState.REGISTERED) {
      rest(plugin, PluginState.REGISTERED, cause);
    }
  }

  /**
   * Takes a plugin out of the container for good, stopping it first.
   *
   * @param plugin the plugin
   * @param cause why
   * @return what it left behind
   */
  public List<String> unregister(RegisteredPlugin plugin, ActivationCause cause) {
    try {
      return rest(plugin, PluginState.UNREGISTERED, cause);
    } finally {
      // Also where it can't be stopped now, as it is being activated: it will be when that ends.
      lifecycles.leave(plugin);
      if (status(plugin).state() == PluginState.UNREGISTERED) {
        lifecycles.remove(plugin);
      }
    }
  }

  /**
   * Takes a plugin in that left before, should the same one come again.
   *
   * @param plugin the plugin
   */
  public void register(RegisteredPlugin plugin) {
    lifecycles.enter(plugin);
  }

  private List<String> rest(RegisteredPlugin plugin, PluginState state, ActivationCause cause) {
    PluginLifecycle lifecycle = lifecycles.of(plugin);
    List<String> leftovers = new ArrayList<>();
    while (true) {
      leftovers.addAll(stop(plugin, cause));
      PluginStatus now = lifecycle.status();
      if (now.state() == state
          || (now.state() == PluginState.ACTIVE && state == PluginState.REGISTERED)) {
        return leftovers;
      }
      if (now.operation() == null
          && now.running() == null
          && lifecycles.transition(lifecycle, now, now.resting(state), cause.request())) {
        return leftovers;
      }
    }
  }

  /**
   * The active plugins.
   *
   * @return in the order of their activation
   */
  public List<RegisteredPlugin> active() {
    return lifecycles.active();
  }

  /**
   * Waits, for a limited time, while plugins are being activated or stopped on other threads. For
   * background work, which gives way.
   */
  public void awaitIdle() {
    for (int i = 0; i < IDLE_TRIES && graph.busy(); i++) {
      LockSupport.parkNanos(IDLE_NANOS);
    }
  }

  /**
   * Whether any plugin is being activated or stopped.
   *
   * @return true if a thread does so now
   */
  public boolean busy() {
    return graph.busy();
  }

  /**
   * How many activations and stops were begun so far.
   *
   * @return a number that only grows
   */
  public long operations() {
    return graph.begun();
  }

  private static final int IDLE_TRIES = 200;
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /**
   * The plugins to which anything happened.
   *
   * @return in reference order
   */
  public List<RegisteredPlugin> touched() {
    return lifecycles.touched();
  }

  /**
   * Stops all plugins in the reverse order of their activation; no plugin is activated any more.
   *
   * @return what they left behind, each line beginning with the plugin
   */
  public List<String> close() {
    closing = true;
    List<String> leftovers = new ArrayList<>();
    ActivationCause cause = new ActivationCause("the container closes");
    for (PluginLifecycle lifecycle : lifecycles.all()) {
      Operation operation = lifecycle.status().operation();
      if (operation != null) {
        try {
          join(operation, cause);
        } catch (ActivationException e) {
          if (operation.done().getCount() > 0) {
            leftovers.add(String.valueOf(e.getMessage()));
          }
        }
      }
    }
    List<RegisteredPlugin> plugins = active();
    for (int i = plugins.size() - 1; i >= 0; i--) {
      try {
        leftovers.addAll(stop(plugins.get(i), cause));
      } catch (ActivationException e) {
        leftovers.add(String.valueOf(e.getMessage()));
      }
    }
    marker.close();
    lifecycles.clear();
    return leftovers;
  }

  /**
   * Whether the container closes, so that nothing is offered again after it stopped.
   *
   * @return true from the begin of {@link #close()}
   */
  public boolean closing() {
    return closing;
  }

  /**
   * Adds an observer of the container's own.
   *
   * @param observer hears of each change from now on
   */
  public void observe(TransitionObserver observer) {
    lifecycles.observe(observer);
  }

  /**
   * Adds a listener of the host.
   *
   * @param listener hears of each change from now on
   * @return removes it
   */
  public Subscription listen(PluginListener listener) {
    lifecycles.listen(listener);
    return () -> lifecycles.unlisten(listener);
  }

  ClassLoader pluginLoader(RunningPlugin running) {
    ClassLoader loader = running.loader();
    return loader == null ? Thread.currentThread().getContextClassLoader() : loader;
  }
}
