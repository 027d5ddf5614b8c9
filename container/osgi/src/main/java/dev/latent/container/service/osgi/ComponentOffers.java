package dev.latent.container.service.osgi;

import dev.latent.api.ServiceChange;
import dev.latent.container.descriptor.ComponentDescription;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.osgi.BootedFramework;
import dev.latent.container.service.BridgedService;
import dev.latent.container.service.OfferGate;
import dev.latent.container.service.ServicePort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * Decides which components would be registered by Service Component Runtime if everything were
 * started, from their descriptions alone: enabled, configured where they must be, every mandatory
 * reference satisfied by something that is offered, and so on through the components behind those.
 * Components that need each other are never registered, and count so here. Where only a running
 * Configuration Admin could tell, the answer is that it is unknown; where the plugin is active,
 * what was registered is the answer.
 *
 * <p>Thread-safe; calls no code of bundles. Answers are kept until something changes.
 */
final class ComponentOffers implements OfferGate {

  private static final String CONFIGURATION_ADMIN = "org.osgi.service.cm.ConfigurationAdmin";
  private static final String COMPONENT_RUNTIME = "osgi.component";

  private final BootedFramework framework;
  private final ServicePort port;

  /** What can be given out without a component behind it. */
  private final Set<BridgedService> plain = ConcurrentHashMap.newKeySet();

  /** Offers of components that went although this gate did not say so: their plugin is out. */
  private final Set<Offer> withdrawn = ConcurrentHashMap.newKeySet();

  private final Set<ObservedReference> observed = ConcurrentHashMap.newKeySet();
  private final Map<Offer, Verdict> verdicts = new ConcurrentHashMap<>();

  ComponentOffers(BootedFramework framework, ServicePort port) {
    this.framework = framework;
    this.port = port;
  }

  @Override
  public Verdict verdict(Offer offer) {
    if (offer.stated().component().isEmpty()) {
      return Verdict.YES;
    }
    Verdict known = verdicts.get(offer);
    if (known != null) {
      return known;
    }
    Verdict found = new Search().offered(offer);
    verdicts.put(offer, found);
    return found;
  }

  /** Takes note of a service that can be given out, changed, or can't be any more. */
  void changed(ServiceChange.Kind kind, BridgedService service) {
    Offer offer = service.offer();
    boolean gone = kind == ServiceChange.Kind.REMOVED;
    boolean news;
    if (offer == null || offer.stated().component().isEmpty()) {
      news = gone ? plain.remove(service) : plain.add(service);
      news |= kind == ServiceChange.Kind.MODIFIED;
    } else if (gone) {
      news = verdicts.get(offer) != Verdict.NO && withdrawn.add(offer);
    } else {
      news = withdrawn.remove(offer);
    }
    if (news) {
      reconsider();
    }
  }

  /** Takes note of a registration that came or went. */
  void observed(ObservedReference service, boolean there) {
    if (there ? observed.add(service) : observed.remove(service)) {
      reconsider();
    }
  }

  /** Decides anew and tells what came out otherwise. */
  private void reconsider() {
    Map<Offer, Verdict> before = Map.copyOf(verdicts);
    if (before.isEmpty()) {
      return;
    }
    List<Offer> changed = new ArrayList<>();
    for (Map.Entry<Offer, Verdict> entry : before.entrySet()) {
      Verdict now = new Search().offered(entry.getKey());
      if (now != entry.getValue() && verdicts.replace(entry.getKey(), entry.getValue(), now)) {
        changed.add(entry.getKey());
      }
    }
    for (Offer offer : changed) {
      boolean was = before.get(offer) != Verdict.NO;
      boolean is = verdicts.get(offer) != Verdict.NO;
      if (was != is) {
        port.gateChanged(offer, is);
      }
    }
  }

  /** One question, followed through the components that the answer depends on. */
  private final class Search {

    private final Set<Offer> asking = new HashSet<>();

    Verdict offered(Offer offer) {
      for (ObservedReference service : observed) {
        if (offer.equals(service.offer())) {
          return Verdict.YES;
        }
      }
      RegisteredPlugin plugin = offer.plugin();
      Bundle bundle = framework.bundleOf(plugin);
      if (bundle != null && bundle.getState() == Bundle.ACTIVE && !framework.starting(plugin)) {
        // The runtime for components has decided already.
        return Verdict.NO;
      }
      ComponentDescription component = component(offer);
      if (component == null) {
        return Verdict.YES;
      }
      if (!component.enabled()
          || port.plugins().providers(Namespaces.EXTENDER, COMPONENT_RUNTIME).isEmpty()
          || !asking.add(offer)) {
        return Verdict.NO;
      }
      try {
        Verdict all = configured(component);
        for (ComponentDescription.Reference reference : component.references()) {
          if (reference.mandatory() && all != Verdict.NO) {
            all = both(all, satisfied(reference));
          }
        }
        return all;
      } finally {
        asking.remove(offer);
      }
    }

    private Verdict configured(ComponentDescription component) {
      if (!component.configurationPolicy().equals("require")) {
        return Verdict.YES;
      }
      boolean admin = !port.plugins().offers(CONFIGURATION_ADMIN).isEmpty();
      for (BridgedService service : plain) {
        admin |= service.types().contains(CONFIGURATION_ADMIN);
      }
      return admin ? Verdict.UNKNOWN : Verdict.NO;
    }

    private Verdict satisfied(ComponentDescription.Reference reference) {
      LdapFilter target =
          reference.target().filter(text -> !text.isBlank()).map(LdapFilter::parse).orElse(null);
      for (BridgedService service : plain) {
        if (service.types().contains(reference.type()) && matches(target, service.attributes())) {
          return Verdict.YES;
        }
      }
      for (ObservedReference service : observed) {
        if (service.types().contains(reference.type()) && matches(target, service.attributes())) {
          return Verdict.YES;
        }
      }
      Verdict best = Verdict.NO;
      for (Offer offer : port.plugins().offers(reference.type())) {
        if (offer.stated().component().isPresent()
            && !withdrawn.contains(offer)
            && matches(target, offer.attributes())) {
          Verdict verdict = offered(offer);
          if (verdict == Verdict.YES) {
            return verdict;
          }
          best = verdict == Verdict.UNKNOWN ? verdict : best;
        }
      }
      return best;
    }
  }

  private static boolean matches(@Nullable LdapFilter target, Map<String, Object> attributes) {
    return target == null || target.matches(attributes);
  }

  private static Verdict both(Verdict one, Verdict other) {
    if (one == Verdict.NO || other == Verdict.NO) {
      return Verdict.NO;
    }
    return one == Verdict.UNKNOWN ? one : other;
  }

  private static @Nullable ComponentDescription component(Offer offer) {
    String name = offer.stated().component().orElse("");
    for (ComponentDescription component : offer.plugin().descriptor().components()) {
      if (component.name().equals(name)) {
        return component;
      }
    }
    return null;
  }
}
