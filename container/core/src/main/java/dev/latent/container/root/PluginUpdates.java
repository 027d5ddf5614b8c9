package dev.latent.container.root;

import dev.latent.api.PluginException;
import dev.latent.api.PluginState;
import dev.latent.api.Warmth;
import dev.latent.api.admin.Problem;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.activation.Activations;
import dev.latent.container.admin.PluginRefresher;
import dev.latent.container.admin.ProblemLog;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.PluginSetChange;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.service.ServiceCatalog;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes changes of the plugin set into force, each as one transaction: what is new must resolve
 * before the old goes, else the old stays and the reason is reported. Changes come one after the
 * other; no lock is held while plugins stop.
 */
@Singleton
final class PluginUpdates implements PluginRefresher, Consumer<PluginSetChange> {

  private static final String HELD = "update.held";
  private static final String FAILED = "update.failed";
  private static final int LINES = 1000;
  private static final int MOST_NAMED = 5;

  private final PluginSource source;
  private final ServiceCatalog catalog;
  private final Activations activations;
  private final RuntimeTable runtimes;
  private final ProblemLog problems;
  private final StandingPolicies standing;
  private final ContainerOptions options;

  /** New plugins that are left out, each with the old one that stays. Used by one change a time. */
  private final Map<RegisteredPlugin, RegisteredPlugin> held = new LinkedHashMap<>();

  /** Guards the lines; nothing else runs under it. */
  private final Object lock = new Object();

  private final List<String> lines = new ArrayList<>();
  private long dropped;

  @Inject
  PluginUpdates(
      PluginSource source,
      ServiceCatalog catalog,
      Activations activations,
      RuntimeTable runtimes,
      ProblemLog problems,
      StandingPolicies standing,
      ContainerOptions options) {
    this.source = source;
    this.catalog = catalog;
    this.activations = activations;
    this.runtimes = runtimes;
    this.problems = problems;
    this.standing = standing;
    this.options = options;
  }

  @Override
  public List<String> refresh() {
    long before = said();
    source.refresh();
    source.verifyAll();
    synchronized (lock) {
      return List.copyOf(lines.subList((int) Math.max(0, before - dropped), lines.size()));
    }
  }

  @Override
  public void policyChanged(RegisteredPlugin plugin) {
    standing.consider(List.of(plugin));
  }

  private long said() {
    synchronized (lock) {
      return dropped + lines.size();
    }
  }

  private void say(String line) {
    synchronized (lock) {
      if (lines.size() == LINES) {
        lines.remove(0);
        dropped++;
      }
      lines.add(line);
    }
    options.notice(line);
  }

  @Override
  public void accept(PluginSetChange change) {
    if (activations.closing()) {
      return;
    }
    try {
      apply(change);
      problems.remove(FAILED, "");
    } catch (RuntimeException | Error e) {
      failed(change, e);
    }
  }

  /** Says what went wrong: whoever refreshed the container would believe that all is well. */
  private void failed(PluginSetChange change, Throwable failure) {
    String line =
        "A change of the plugins ("
            + change.reason()
            + ") did not come into force, because taking it over failed with "
            + failure
            + ". Lookups may find what was there before until the plugins change again. Restart"
            + " the container if that does not help.";
    problems.remove(FAILED, "");
    problems.add(new Problem(FAILED, Problem.Severity.ERROR, "", Optional.empty(), line));
    say(line);
  }

  private void apply(PluginSetChange change) {
    List<RegisteredPlugin> leaving = new ArrayList<>();
    List<RegisteredPlugin> coming = new ArrayList<>(change.added());
    List<String> done = new ArrayList<>();
    List<String> same = new ArrayList<>();
    for (RegisteredPlugin plugin : change.removed()) {
      RegisteredPlugin inForce = release(plugin);
      leaving.add(inForce);
      done.add("removed " + inForce.id());
    }
    for (PluginSetChange.Replacement replacement : change.replaced()) {
      RegisteredPlugin after = replacement.after();
      RegisteredPlugin inForce = held.getOrDefault(replacement.before(), replacement.before());
      String fault = runtimes.fault(change.after(), after);
      if (fault.isEmpty()) {
        release(replacement.before());
        leaving.add(inForce);
        coming.add(after);
        if (inForce.id().equals(after.id())) {
          same.add(after.id().toString());
        } else {
          done.add("updated " + inForce.id() + " to " + after.id());
        }
      } else {
        release(replacement.before());
        held.put(after, inForce);
        hold(inForce, after, fault);
      }
    }
    if (!same.isEmpty()) {
      done.add(readAgain(same));
    }
    for (RegisteredPlugin plugin : change.added()) {
      done.add("added " + plugin.id());
    }
    releaseHeld(change.after(), leaving, coming, done);
    List<RegisteredPlugin> waiting = stopDependents(leaving, change.reason());
    for (RegisteredPlugin plugin : leaving) {
      catalog.withdraw(plugin);
    }
    PluginSet next = held.isEmpty() ? change.after() : new HeldBackPluginSet(change.after(), held);
    for (RegisteredPlugin plugin : coming) {
      activations.register(plugin);
    }
    // What is activated from now on is activated over what comes.
    runtimes.plugins(next);
    ActivationCause cause = new ActivationCause(change.reason());
    for (RegisteredPlugin plugin : leaving) {
      unregister(plugin, cause);
      discard(plugin);
    }
    catalog.replace(next, coming);
    // What became active meanwhile over what left; an activation under way sees to that itself.
    waiting.addAll(stopDependents(leaving, change.reason()));
    waiting.addAll(coming);
    if (!coming.isEmpty()) {
      waiting.addAll(standing.lacking());
    }
    standing.consider(waiting);
    // Not before it is so: who hears of it may look at once.
    for (String line : done) {
      say(line);
    }
  }

  /** One line for all, as a copied directory or another build gives every jar another content. */
  private static String readAgain(List<String> plugins) {
    int named = Math.min(plugins.size(), MOST_NAMED);
    return "updated "
        + String.join(", ", plugins.subList(0, named))
        + (plugins.size() > named ? " and " + (plugins.size() - named) + " more" : "")
        + " to other content of the same version";
  }

  /** What can't be freed must not keep the rest of the change from coming into force. */
  private void discard(RegisteredPlugin plugin) {
    try {
      runtimes.discard(plugin, Warmth.COLD);
    } catch (RuntimeException e) {
      say(plugin.id() + " left, and what was loaded of it could not be freed: " + e.getMessage());
    }
  }

  private void unregister(RegisteredPlugin plugin, ActivationCause cause) {
    try {
      for (String leftover : activations.unregister(plugin, cause)) {
        say(leftover);
      }
    } catch (PluginException e) {
      // It is being activated by what made this change. It is withdrawn, so nobody finds it any
      // more; the rest of the change must go on.
      say(String.valueOf(e.getMessage()));
    }
  }

  /** Forgets that a plugin was held back; gives the one that is in force in its place. */
  private RegisteredPlugin release(RegisteredPlugin latest) {
    RegisteredPlugin old = held.remove(latest);
    if (old == null) {
      return latest;
    }
    problems.remove(HELD, old.reference().location());
    return old;
  }

  private void hold(RegisteredPlugin inForce, RegisteredPlugin after, String fault) {
    String line =
        "The update of "
            + inForce.id()
            + " to "
            + after.id()
            + " is held back, and "
            + inForce.id()
            + " stays, because the new one can't be resolved: "
            + fault;
    problems.remove(HELD, inForce.reference().location());
    problems.add(
        new Problem(
            HELD,
            Problem.Severity.ERROR,
            inForce.reference().location(),
            Optional.of(inForce.id()),
            line));
    say(line);
  }

  /** What was missing for a held update may have come with a later change. */
  private void releaseHeld(
      PluginSet latest,
      List<RegisteredPlugin> leaving,
      List<RegisteredPlugin> coming,
      List<String> done) {
    for (RegisteredPlugin after : List.copyOf(held.keySet())) {
      if (!coming.contains(after) && runtimes.fault(latest, after).isEmpty()) {
        RegisteredPlugin old = release(after);
        leaving.add(old);
        coming.add(after);
        done.add("updated " + old.id() + " to " + after.id() + ", which was held back before");
      }
    }
  }

  /** Stops what is wired to a plugin that leaves; the next lookup activates it over the new one. */
  private List<RegisteredPlugin> stopDependents(List<RegisteredPlugin> leaving, String reason) {
    List<RegisteredPlugin> stopped = new ArrayList<>();
    if (leaving.isEmpty()) {
      return stopped;
    }
    Set<RegisteredPlugin> gone = new LinkedHashSet<>(leaving);
    List<RegisteredPlugin> active = activations.active();
    for (int i = active.size() - 1; i >= 0; i--) {
      RegisteredPlugin plugin = active.get(i);
      if (!gone.contains(plugin)
          && activations.status(plugin).state() == PluginState.ACTIVE
          && !Collections.disjoint(activations.status(plugin).members(), gone)) {
        for (String leftover :
            activations.stop(plugin, new ActivationCause("what it needs changed: " + reason))) {
          say(leftover);
        }
        stopped.add(plugin);
      }
    }
    return stopped;
  }
}
