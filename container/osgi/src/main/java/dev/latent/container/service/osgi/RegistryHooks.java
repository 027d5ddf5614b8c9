package dev.latent.container.service.osgi;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/**
 * Hides from each bundle what would show it a service twice: a real registration that is bound to a
 * placeholder from all but its own bundle, the placeholder from that one. In the course of an
 * activation everybody is in the place of the plugin's own bundle. Called by the framework on the
 * thread that looks up or registers, several at once, with no lock held.
 */
final class RegistryHooks implements FindHook, EventListenerHook {

  private final Placeholders placeholders;
  private final Interests interests;

  RegistryHooks(Placeholders placeholders, Interests interests) {
    this.placeholders = placeholders;
    this.interests = interests;
  }

  @Override
  public void find(
      BundleContext context,
      String name,
      String filter,
      boolean allServices,
      Collection<ServiceReference<?>> references) {
    Bundle consumer = context.getBundle();
    if (consumer.getBundleId() != 0) {
      Visibility visibility = new Visibility(consumer, placeholders);
      Around around = Around.of(placeholders.port());
      references.removeIf(reference -> hidden(reference, consumer, visibility, around));
      interests.looked(name, filter);
    }
  }

  @Override
  public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
    ServiceReference<?> reference = event.getServiceReference();
    Placeholder placeholder = placeholders.placeholder(reference);
    if (event.getType() == ServiceEvent.REGISTERED) {
      placeholders.registrationSeen(reference);
      placeholder = placeholders.placeholder(reference);
      if (placeholder == null) {
        placeholders.bind(reference);
      } else if (placeholder.isOnTrial()) {
        listeners.clear();
        return;
      }
    } else if (event.getType() == ServiceEvent.UNREGISTERING && placeholder != null) {
      interests.unregistered(placeholder);
    }
    Placeholder bound = placeholders.boundTo(reference);
    if (placeholder == null && bound == null && !ConfigurationSource.isOwn(reference)) {
      return;
    }
    for (BundleContext context : List.copyOf(listeners.keySet())) {
      Bundle consumer = bundleOf(context);
      if (consumer != null && consumer.getBundleId() != Constants.SYSTEM_BUNDLE_ID) {
        boolean own = consumer.equals(reference.getBundle());
        if (bound != null) {
          keep(listeners, context, listener -> own || bound.insiders().contains(listener));
        } else if (placeholder == null) {
          keep(listeners, context, listener -> own);
        } else if (!placeholder.mayTry()
            || !new Visibility(consumer, placeholders).sees(placeholder)) {
          keep(listeners, context, listener -> false);
        } else {
          keep(listeners, context, outsiders(placeholder));
        }
      }
    }
  }

  /** Who hears of a placeholder: all but those who hear of what it stands for. */
  private static Predicate<ListenerInfo> outsiders(Placeholder placeholder) {
    Collection<ListenerInfo> told = Insiders.toldOf(placeholder);
    return told != null ? told::contains : listener -> !placeholder.insiders().contains(listener);
  }

  private static void keep(
      Map<BundleContext, Collection<ListenerInfo>> listeners,
      BundleContext context,
      Predicate<ListenerInfo> kept) {
    Collection<ListenerInfo> its = listeners.get(context);
    if (its == null) {
      return;
    }
    for (ListenerInfo listener : List.copyOf(its)) {
      if (!kept.test(listener)) {
        its.remove(listener);
      }
    }
    if (its.isEmpty()) {
      listeners.remove(context);
    }
  }

  private static @Nullable Bundle bundleOf(BundleContext context) {
    try {
      return context.getBundle();
    } catch (IllegalStateException e) {
      // Its bundle stops on another thread; it hears of nothing any more.
      return null;
    }
  }

  private boolean hidden(
      ServiceReference<?> reference, Bundle consumer, Visibility visibility, Around around) {
    Placeholder bound = placeholders.boundTo(reference);
    if (bound != null || ConfigurationSource.isOwn(reference)) {
      return !consumer.equals(reference.getBundle()) && (bound == null || !around.includes(bound));
    }
    Placeholder placeholder = placeholders.placeholder(reference);
    return placeholder != null
        && (around.includes(placeholder) || !placeholder.mayTry() || !visibility.sees(placeholder));
  }
}
