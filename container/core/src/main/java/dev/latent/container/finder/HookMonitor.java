package dev.latent.container.finder;

import dev.latent.api.Subscription;
import dev.latent.api.Warmth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Knows which hooks are there: what may change or watch how plugins are found, resolved, defined or
 * looked up, other than the finders themselves. Runtimes report into it; who prepares plugins early
 * asks it how far that may go, and hears of each change on the thread that makes it, before the
 * change returns to whoever made it.
 *
 * <p>Thread-safe. Listeners are the container's own; they are called with no lock held.
 */
public final class HookMonitor {

  /** What a hook can change or watch. */
  public enum Concern {
    /** The bytes of classes, when they are defined: nothing may be defined early beside it. */
    CODE(Warmth.RESOLVED),

    /** How requirements are wired, or which bundles are seen: nothing may be resolved early. */
    WIRING(Warmth.READ),

    /** Which services are seen. */
    LOOKUP(Warmth.LINKED);

    private final Warmth cap;

    Concern(Warmth cap) {
      this.cap = cap;
    }

    /**
     * How far plugins may be prepared while such a hook is there.
     *
     * @return the highest level
     */
    public Warmth cap() {
      return cap;
    }

    /**
     * How far plugins stay prepared when such a hook comes or goes.
     *
     * @return the highest level that stays
     */
    public Warmth stays() {
      return cap;
    }
  }

  /**
   * A hook that is there.
   *
   * @param concern what it can change
   * @param description names it for people, for example {@code weaving hook of acme.trace 1.0.0}
   */
  public record Hook(Concern concern, String description) {

    /** One object stands for one hook: two of one description may be there. */
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * A change. Immutable.
   *
   * @param hook the hook that came, went or changed
   * @param what what happened, in words: {@code registered}, {@code unregistered}
   */
  public record Change(Hook hook, String what) {

    /**
     * Says what happened.
     *
     * @return for example {@code weaving hook of acme.trace 1.0.0 registered}
     */
    @Override
    public String toString() {
      return hook.description() + " " + what;
    }
  }

  /** Hears of changes. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Hears of a change, after it was counted.
     *
     * @param change what changed
     */
    void changed(Change change);
  }

  /** What is so at one moment. */
  private record State(List<Hook> hooks, Map<Concern, Long> generations) {}

  private final AtomicReference<State> state =
      new AtomicReference<>(new State(List.of(), Map.of()));
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Makes a monitor that knows of no hook. */
  public HookMonitor() {}

  /**
   * Reports a hook that came.
   *
   * @param hook the hook
   */
  public void added(Hook hook) {
    change(hook, "registered", 1);
  }

  /**
   * Reports a hook that went; does nothing if it was not there.
   *
   * @param hook the same object as when it came
   */
  public void removed(Hook hook) {
    if (now().hooks().contains(hook)) {
      change(hook, "unregistered", -1);
    }
  }

  /**
   * Reports that a hook that is there may decide otherwise from now on.
   *
   * @param hook the hook
   * @param what what happened, in words
   */
  public void changed(Hook hook, String what) {
    change(hook, what, 0);
  }

  private State now() {
    return Objects.requireNonNull(state.get());
  }

  private void change(Hook hook, String what, int step) {
    State before;
    State after;
    do {
      before = now();
      List<Hook> hooks = new ArrayList<>(before.hooks());
      if (step > 0) {
        hooks.add(hook);
      } else if (step < 0) {
        hooks.remove(hook);
      }
      Map<Concern, Long> generations = new EnumMap<>(Concern.class);
      generations.putAll(before.generations());
      generations.merge(hook.concern(), 1L, Long::sum);
      after = new State(List.copyOf(hooks), Map.copyOf(generations));
    } while (!state.compareAndSet(before, after));
    Change change = new Change(hook, what);
    for (Listener listener : listeners) {
      listener.changed(change);
    }
  }

  /**
   * The hooks that are there.
   *
   * @return in the order in which they came; immutable
   */
  public List<Hook> hooks() {
    return now().hooks();
  }

  /**
   * How far plugins may be prepared now.
   *
   * @return the lowest cap of all hooks
   */
  public Warmth cap() {
    Warmth cap = Warmth.LINKED;
    for (Hook hook : now().hooks()) {
      if (hook.concern().cap().compareTo(cap) < 0) {
        cap = hook.concern().cap();
      }
    }
    return cap;
  }

  /**
   * Why plugins may not be prepared further, for people.
   *
   * @return the hooks of the lowest cap, in words; empty if there is none
   */
  public String capReason() {
    Warmth cap = cap();
    List<String> names = new ArrayList<>();
    for (Hook hook : now().hooks()) {
      if (cap != Warmth.LINKED && hook.concern().cap() == cap) {
        names.add(hook.description());
      }
    }
    return String.join(", ", names);
  }

  /**
   * Counts the changes that could make a level of preparation wrong.
   *
   * @param level a level
   * @return a number that is the same as before as long as none came
   */
  public long generation(Warmth level) {
    Map<Concern, Long> generations = now().generations();
    long sum = 0;
    for (Concern concern : Concern.values()) {
      if (concern.stays().compareTo(level) < 0) {
        sum += generations.getOrDefault(concern, 0L);
      }
    }
    return sum;
  }

  /**
   * Lets somebody hear of changes.
   *
   * @param listener called on the thread that changes a hook, before that returns; must not throw
   * @return stops the calls
   */
  public Subscription onChange(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
