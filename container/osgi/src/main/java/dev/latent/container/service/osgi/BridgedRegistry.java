package dev.latent.container.service.osgi;

import dev.latent.api.ServiceChange;
import dev.latent.api.Subscription;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.osgi.BootedFramework;
import dev.latent.container.service.BridgedService;
import dev.latent.container.service.ServicePort;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook;

/** One framework's registry with the bridge in place. Thread-safe; no lock of its own. */
final class BridgedRegistry {

  private final BundleContext system;
  private final ServicePort port;
  private final Placeholders placeholders;
  private final ObservedServices observed;
  private final ComponentOffers components;
  private final SelfStarts selfStarts;
  private final RegistryHooks hooks;
  private final Interests interests;
  private final Inquiries inquiries;
  private volatile boolean closed;
  private @Nullable ServiceRegistration<?> hookRegistration;
  private @Nullable ServiceRegistration<?> listenerHook;
  private @Nullable Subscription subscription;

  BridgedRegistry(BootedFramework framework, ServicePort port, ComponentOffers components) {
    this.system = framework.context();
    this.port = port;
    this.placeholders = new Placeholders(framework, port);
    this.components = components;
    this.observed = new ObservedServices(framework, port, placeholders, components);
    this.selfStarts = new SelfStarts(framework, port, placeholders);
    this.interests = new Interests(framework, placeholders);
    this.inquiries = new Inquiries(framework, port, components, placeholders.sources());
    this.hooks = new RegistryHooks(placeholders, interests);
  }

  /** Puts hooks, listeners and placeholders into the registry. */
  void open() {
    hookRegistration =
        system.registerService(
            new String[] {FindHook.class.getName(), EventListenerHook.class.getName()},
            hooks,
            // Called before all others, so that they too see what bundles see.
            FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, Integer.MAX_VALUE)));
    observed.open();
    selfStarts.open();
    // With what the framework itself registered, before anything follows from it.
    components.reconsider(null);
    subscription = port.listen(this::changed);
    interests.open(port.services());
  }

  /**
   * Heeds who may ask for a service. Plugins can be activated by now: what is promised from here on
   * may be used at once by the framework itself, which tracks some types.
   */
  void heed() {
    if (closed) {
      return;
    }
    interests.heed();
    listenerHook = system.registerService(ListenerHook.class, interests, null);
    inquiries.open();
  }

  /** Begins to find out what descriptors don't tell, now that plugins can be activated. */
  void ready() {
    inquiries.ready();
  }

  private void changed(ServiceChange.Kind kind, BridgedService service) {
    if (closed) {
      return;
    }
    switch (kind) {
      case ADDED -> interests.arrived(service);
      case MODIFIED -> placeholders.modify(service);
      case REMOVED -> removed(service);
    }
  }

  private void removed(BridgedService service) {
    if (!interests.remove(service)) {
      placeholders.remove(service);
      RegisteredPlugin plugin = service.plugin();
      if (plugin != null && port.failed(plugin)) {
        placeholders.tryAgain(service);
      }
    }
  }

  /** Carries nothing any more; nothing is taken out yet. */
  void rest() {
    closed = true;
    Subscription listening = subscription;
    if (listening != null) {
      listening.close();
    }
    inquiries.rest();
  }

  /** Takes all of it out again, which listeners of bundles hear. */
  void close() {
    rest();
    inquiries.close();
    selfStarts.close();
    observed.close();
    placeholders.close();
    interests.close();
    ServiceRegistration<?> heeding = listenerHook;
    if (heeding != null) {
      Placeholders.unregister(heeding);
    }
    ServiceRegistration<?> registration = hookRegistration;
    if (registration != null) {
      Placeholders.unregister(registration);
    }
  }
}
