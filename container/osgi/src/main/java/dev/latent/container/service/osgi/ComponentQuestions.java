package dev.latent.container.service.osgi;

import dev.latent.api.PluginException;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.osgi.OsgiRuntime;
import dev.latent.container.service.BridgedService;
import dev.latent.container.service.ServicePort;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what decides whether components register their services: reads configurations, boots
 * the framework, activates providers that have properties which no descriptor tells. All on the
 * thread that asks, with no lock held, and only where the answer depends on it. Thread-safe.
 */
final class ComponentQuestions {

  private final ComponentOffers offers;
  private final ServicePort port;
  private final OsgiRuntime runtime;
  private final ConfigurationSource configurations;

  /** What this thread is finding out, which may lead to further questions. */
  private static final ThreadLocal<@Nullable Inquiry> UNDER_WAY = new ThreadLocal<>();

  private static final class Inquiry {

    private final Set<BridgedService> asked = new HashSet<>();

    /** Whether configurations are being read, or the framework boots. */
    private boolean deep;
  }

  ComponentQuestions(
      ComponentOffers offers,
      ServicePort port,
      OsgiRuntime runtime,
      ConfigurationSource configurations) {
    this.offers = offers;
    this.port = port;
    this.runtime = runtime;
    this.configurations = configurations;
  }

  /**
   * Finds out what there is to know about some components.
   *
   * @param stated their offers, as the plugin set gives them
   * @param wanted which of the services that they may register matter
   * @param waiting whether to wait for another thread that activates a provider; who does not is
   *     told of what comes of it
   */
  void findOut(Collection<Offer> stated, Predicate<Offer> wanted, boolean waiting) {
    Inquiry outer = UNDER_WAY.get();
    Inquiry inquiry = outer == null ? new Inquiry() : outer;
    UNDER_WAY.set(inquiry);
    try {
      boolean more = true;
      while (more) {
        more = ask(offers.questions(stated, wanted), inquiry, waiting);
      }
    } finally {
      if (outer == null) {
        UNDER_WAY.remove();
      }
    }
  }

  /** Finds out one thing; false if there is none left. */
  private boolean ask(@Nullable OpenQuestions open, Inquiry inquiry, boolean waiting) {
    if (open == null) {
      return false;
    }
    if (open.configurable() && !inquiry.deep && configurations.pending()) {
      read(inquiry);
      return true;
    }
    if (open.framework() && !inquiry.deep && !offers.frameworkKnown()) {
      return boot(inquiry);
    }
    for (BridgedService service : open.toAsk()) {
      RegisteredPlugin plugin = service.plugin();
      if (plugin != null && inquiry.asked.add(service) && (waiting || !port.busy(plugin))) {
        try {
          port.activate(plugin, "properties of " + service.types() + ", for a component");
        } catch (PluginException e) {
          // Recorded; it offers nothing now.
          return true;
        }
        offers.reconsider(null);
        return true;
      }
    }
    return false;
  }

  private void read(Inquiry inquiry) {
    inquiry.deep = true;
    try {
      configurations.read();
    } finally {
      inquiry.deep = false;
    }
  }

  private boolean boot(Inquiry inquiry) {
    inquiry.deep = true;
    try {
      runtime.boot();
    } catch (PluginException | IllegalStateException e) {
      // The activation of an offer fails for the same reason, and says so.
      return false;
    } finally {
      inquiry.deep = false;
    }
    offers.reconsider(null);
    return offers.frameworkKnown();
  }

  /** Reads configurations that were not read yet, unless this thread came here to find them out. */
  void readConfigurations() {
    if (UNDER_WAY.get() == null && configurations.pending()) {
      Inquiry inquiry = new Inquiry();
      UNDER_WAY.set(inquiry);
      try {
        read(inquiry);
      } finally {
        UNDER_WAY.remove();
      }
    }
  }
}
