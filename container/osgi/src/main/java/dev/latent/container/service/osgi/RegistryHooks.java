package dev.latent.container.service.osgi;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook;

/**
 * Hides from each bundle what would show it a service twice: a real registration that is bound to a
 * placeholder from all but its own bundle, the placeholder from that one. Called by the framework
 * on the thread that looks up or registers, several at once, with no lock held.
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
      references.removeIf(reference -> hidden(reference, consumer, visibility));
      interests.looked(name, filter);
    }
  }

  @Override
  public void event(
      ServiceEvent event, Map<BundleContext, Collection<ListenerHook.ListenerInfo>> listeners) {
    ServiceReference<?> reference = event.getServiceReference();
    if (event.getType() == ServiceEvent.REGISTERED) {
      placeholders.registrationSeen(reference);
      Placeholder placeholder = placeholders.placeholder(reference);
      if (placeholder == null) {
        placeholders.bind(reference);
      } else if (placeholder.isOnTrial()) {
        listeners.clear();
        return;
      }
    }
    if (placeholders.placeholder(reference) == null
        && placeholders.boundTo(reference) == null
        && !ConfigurationSource.isOwn(reference)) {
      return;
    }
    listeners
        .keySet()
        .removeIf(
            context -> {
              Bundle consumer = bundleOf(context);
              return consumer != null
                  && consumer.getBundleId() != 0
                  && hidden(reference, consumer, new Visibility(consumer, placeholders));
            });
  }

  private static @Nullable Bundle bundleOf(BundleContext context) {
    try {
      return context.getBundle();
    } catch (IllegalStateException e) {
      // Its bundle stops on another thread; it hears of nothing any more.
      return null;
    }
  }

  private boolean hidden(ServiceReference<?> reference, Bundle consumer, Visibility visibility) {
    Placeholder bound = placeholders.boundTo(reference);
    if (bound != null || ConfigurationSource.isOwn(reference)) {
      return consumer.getBundleId() != reference.getBundle().getBundleId();
    }
    Placeholder placeholder = placeholders.placeholder(reference);
    return placeholder != null && (!placeholder.mayTry() || !visibility.sees(placeholder));
  }
}
