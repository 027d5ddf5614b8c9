package dev.latent.container.runtime.osgi;

import dev.latent.api.ActivationException;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.LinkageDiagnosis;
import dev.latent.container.runtime.RuntimeEnvironment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceException;
import org.osgi.framework.ServiceReference;

/**
 * Finds out why a registered service gave no object. Frameworks tell the one who asked nothing but
 * null; what the service factory threw goes to their listeners, on a thread of their own and a
 * little later. Thread-safe; its lock guards two maps and is held for operations on them and for
 * waiting, which gives it back.
 */
public final class ServiceFailures implements FrameworkListener, BundleListener {

  private static final long LIMIT_MILLIS = 2_000;
  private static final int MOST_ASKED = 100;

  private final BundleContext system;
  private final RuntimeEnvironment environment;
  private final Object lock = new Object();
  private final Map<Long, ServiceException> told = new HashMap<>();
  private final List<Question> asked = new ArrayList<>();

  private record Question(long registrant, long user, Consumer<ServiceException> listener) {

    boolean concerns(long bundle) {
      return bundle == registrant || bundle == user;
    }
  }

  ServiceFailures(BundleContext system, RuntimeEnvironment environment) {
    this.system = system;
    this.environment = environment;
  }

  @Override
  public void frameworkEvent(FrameworkEvent event) {
    if (!(event.getThrowable() instanceof ServiceException failure)) {
      return;
    }
    long bundle = event.getBundle().getBundleId();
    Question answered = null;
    synchronized (lock) {
      for (Question question : asked) {
        if (answered == null && question.concerns(bundle)) {
          answered = question;
        }
      }
      if (answered == null) {
        told.put(bundle, failure);
      } else {
        asked.remove(answered);
      }
      lock.notifyAll();
    }
    if (answered != null) {
      answered.listener().accept(failure);
    }
  }

  /** What code of a plugin threw would keep its classes in memory after it left. */
  @Override
  public void bundleChanged(BundleEvent event) {
    if (event.getType() == BundleEvent.UNRESOLVED || event.getType() == BundleEvent.UNINSTALLED) {
      long bundle = event.getBundle().getBundleId();
      synchronized (lock) {
        told.remove(bundle);
        asked.removeIf(question -> question.concerns(bundle));
      }
    }
  }

  /**
   * Forgets what earlier requests came to, before a new one.
   *
   * @param registrant whose service is got
   * @param user who gets it
   */
  public void forget(Bundle registrant, Bundle user) {
    synchronized (lock) {
      told.remove(registrant.getBundleId());
      told.remove(user.getBundleId());
    }
  }

  /** Explains a request of the framework itself that gave null just now; waits a moment for it. */
  ActivationException explain(RegisteredPlugin plugin, ServiceReference<?> reference) {
    Bundle bundle = reference.getBundle();
    return why(
        plugin,
        reference,
        bundle == null ? null : await(bundle.getBundleId(), Constants.SYSTEM_BUNDLE_ID));
  }

  /**
   * As soon as the framework says why a request gave null, tells somebody, on a thread of the
   * framework. Does not wait.
   *
   * @param plugin the plugin whose service it is
   * @param reference its registration
   * @param user who asked for it
   * @param listener told at most once
   */
  public void whenKnown(
      RegisteredPlugin plugin,
      ServiceReference<?> reference,
      Bundle user,
      Consumer<ActivationException> listener) {
    Bundle bundle = reference.getBundle();
    if (bundle == null) {
      return;
    }
    ServiceException known;
    synchronized (lock) {
      known = take(bundle.getBundleId(), user.getBundleId());
      if (known == null) {
        asked.add(
            new Question(
                bundle.getBundleId(),
                user.getBundleId(),
                failure -> listener.accept(why(plugin, reference, failure))));
        if (asked.size() > MOST_ASKED) {
          asked.remove(0);
        }
      }
    }
    if (known != null) {
      listener.accept(why(plugin, reference, known));
    }
  }

  /** Frameworks differ in whose failure it is, the registrant's or that of the one who asked. */
  private @Nullable ServiceException take(long registrant, long user) {
    ServiceException known = told.remove(registrant);
    return known == null ? told.remove(user) : known;
  }

  private @Nullable ServiceException await(long registrant, long user) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
    synchronized (lock) {
      ServiceException known = take(registrant, user);
      while (known == null) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return null;
        }
        try {
          lock.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return null;
        }
        known = take(registrant, user);
      }
      return known;
    }
  }

  private ActivationException why(
      RegisteredPlugin plugin, ServiceReference<?> reference, @Nullable ServiceException failure) {
    String what =
        "Plugin "
            + plugin.id()
            + " registered "
            + types(reference)
            + " and gave no object for it. ";
    Object component = reference.getProperty("component.name");
    if (component != null) {
      String told = ComponentFailure.of(system, reference.getBundle(), String.valueOf(component));
      return new ActivationException(
          plugin.id(),
          what
              + "Its component "
              + component
              + " could not be activated"
              + (told.isEmpty() ? "; the framework's log may say more." : ": " + told)
              + " The next lookup tries again.",
          failure);
    }
    Throwable cause = failure == null ? null : failure.getCause();
    if (cause == null) {
      return new ActivationException(
          plugin.id(),
          what
              + (failure == null
                  ? "The framework does not say why."
                  : Words.oneLine(String.valueOf(failure.getMessage())) + ".")
              + " Its service factory decides that; the next lookup tries again.",
          failure);
    }
    String advice =
        LinkageDiagnosis.of(cause, plugin, List.of(plugin), environment.plugins().get());
    return new ActivationException(
        plugin.id(),
        what
            + "Its service factory threw "
            + Words.oneLine(cause.toString())
            + (advice.isEmpty() ? ". The next lookup tries again." : ". " + advice),
        cause);
  }

  private static List<String> types(ServiceReference<?> reference) {
    return reference.getProperty("objectClass") instanceof String[] types
        ? List.of(types)
        : List.of();
  }
}
