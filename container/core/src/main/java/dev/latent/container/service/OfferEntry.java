package dev.latent.container.service;

import dev.latent.api.CircularActivationException;
import dev.latent.api.PluginException;
import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceInstance;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.activation.ActivationResult;
import dev.latent.container.activation.Activations;
import dev.latent.container.descriptor.AttributeMap;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.Match;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.RunningPlugin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A service that a plugin promises in its descriptor. */
final class OfferEntry extends ServiceEntry {

  private final Offer offer;
  private final Activations activations;
  private volatile @Nullable ObservedService observed;
  private volatile boolean taken;

  /** Why the service could not be had when it was last asked for. */
  private volatile @Nullable String failure;

  OfferEntry(Offer offer, ServiceCatalog catalog) {
    this.offer = offer;
    this.activations = catalog.activations();
  }

  Offer offer() {
    return offer;
  }

  /** Notes the real registration behind it, whose attributes count from now on. */
  void observed(@Nullable ObservedService service) {
    observed = service;
    taken = service == null;
    if (service != null) {
      failure = null;
    }
  }

  @Nullable ObservedService observed() {
    return observed;
  }

  /** Why the active plugin did not give the service when it was last asked; null if it did. */
  @Nullable String failure() {
    return failure;
  }

  @Override
  void failed(PluginException why) {
    // Whoever stopped the plugin meanwhile knows why there is no service.
    if (active()) {
      failure = why.getMessage();
    }
  }

  @Override
  void worked() {
    if (failure != null) {
      failure = null;
    }
  }

  /** Forgets what was true of one activation. What failed stays known until it works. */
  void reset() {
    observed = null;
    taken = false;
    object(null);
  }

  /** Whether the active plugin took the service back. */
  boolean taken() {
    return taken;
  }

  @Override
  RegisteredPlugin plugin() {
    return offer.plugin();
  }

  @Override
  PluginId pluginId() {
    return offer.plugin().id();
  }

  @Override
  List<String> types() {
    return offer.stated().types();
  }

  @Override
  Map<String, Object> attributes() {
    ObservedService real = observed;
    if (real == null) {
      return offer.attributes();
    }
    if (offer.component()) {
      return real.attributes();
    }
    // What is promised and not registered stays promised: a filter that chose this service before
    // its activation must go on choosing it.
    Map<String, Object> both = new LinkedHashMap<>(offer.attributes());
    both.putAll(real.attributes());
    return AttributeMap.copyOf(both);
  }

  @Override
  int ranking() {
    ObservedService real = observed;
    return real == null
        ? offer.ranking()
        : real.attributes().get("service.ranking") instanceof Integer number
            ? number
            : offer.component() ? 0 : offer.ranking();
  }

  @Override
  int group() {
    return PROMISED;
  }

  @Override
  long order() {
    return ((long) offer.plugin().order() << 32) + ((long) offer.index() << 16) + offer.part();
  }

  @Override
  String scope() {
    return offer.stated().scope();
  }

  @Override
  String source() {
    return switch (offer.stated().source()) {
          case SERVICE_CAPABILITY -> "capability osgi.service in ";
          case COMPONENT_XML -> "component XML ";
          case MODULE_PROVIDES -> "provides in ";
          case SERVICES_FILE -> "services file ";
          case SERVICE_LOADER_CAPABILITY -> "capability osgi.serviceloader in ";
        }
        + offer.stated().where();
  }

  @Override
  boolean active() {
    return activations.status(offer.plugin()).state() == PluginState.ACTIVE;
  }

  @Override
  boolean promised() {
    return true;
  }

  @Override
  Match match(LdapFilter filter) {
    Map<String, Object> known = new StandardAttributes(attributes(), this);
    if (observed != null || active()) {
      return filter.matches(known) ? Match.TRUE : Match.FALSE;
    }
    return filter.evaluate(known, new Unknown(offer, offer.attributes()));
  }

  /**
   * Which attributes can't be known before the activation. A class of its own rather than a lambda,
   * as this runs in the first lookup of a process.
   */
  private record Unknown(Offer offer, Map<String, Object> stated) implements Predicate<String> {

    @Override
    public boolean test(String name) {
      // First what costs nothing: the source stands in the descriptor, which this may decode, and a
      // filter is evaluated for every candidate.
      if (stated.containsKey(name)
          || StandardAttributes.isCertain(name)
          || offer.plugin().kind() != PluginKind.BUNDLE) {
        return false;
      }
      // An activator may register its service with more attributes than the capability announces; a
      // component or provider can't.
      boolean more = offer.stated().source() == ServiceOffer.Source.SERVICE_CAPABILITY;
      return more
          || name.equalsIgnoreCase("service.id")
          || name.equalsIgnoreCase("service.bundleid")
          || name.equalsIgnoreCase("component.id");
    }
  }

  @Override
  @Nullable Object resolve(ActivationCause cause) {
    ActivationResult result;
    try {
      result = activations.activate(offer.plugin(), cause);
    } catch (CircularActivationException e) {
      Object early = keptEarly(e);
      if (early == null) {
        throw e;
      }
      return early;
    }
    RunningPlugin running = result.running();
    ClassLoader before = enter(running);
    Object service;
    activations.making(offer.plugin(), true);
    try {
      service = running.service(offer.stated());
      if (service == null && observed instanceof KeptPromise kept) {
        service = kept.get();
      }
    } catch (PluginException e) {
      failed(e);
      throw e;
    } finally {
      activations.making(offer.plugin(), false);
      Thread.currentThread().setContextClassLoader(before);
    }
    if (service != null) {
      worked();
    }
    if (service != null && result.complete()) {
      object(service);
      if (!running.equals(activations.status(offer.plugin()).running())) {
        object(null); // stopped meanwhile: nothing here may keep its classes
      }
    }
    return service;
  }

  @Override
  @Nullable ServiceInstance<Object> instance(ActivationCause cause) {
    RunningPlugin running;
    try {
      running = activations.activate(offer.plugin(), cause).running();
    } catch (CircularActivationException e) {
      Object early = keptEarly(e);
      if (early == null) {
        throw e;
      }
      return new SharedInstance(early);
    }
    touch();
    ClassLoader before = enter(running);
    try {
      ServiceInstance<Object> made = running.instance(offer.stated());
      if (made == null && observed instanceof KeptPromise kept) {
        made = kept.instance();
      }
      if (made != null) {
        worked();
      }
      return made;
    } catch (PluginException e) {
      failed(e);
      throw e;
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** What the plugin's activator registered already, where its activation is on a circle. */
  private @Nullable Object keptEarly(CircularActivationException circle) {
    boolean own = circle.plugin().filter(pluginId()::equals).isPresent();
    return own && observed instanceof KeptPromise kept ? kept.get() : null;
  }

  /** Makes the plugin's loader the context class loader, as a provider may be made on demand. */
  private static ClassLoader enter(RunningPlugin running) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader loader = running.loader();
    if (loader != null) {
      thread.setContextClassLoader(loader);
    }
    return before;
  }
}
