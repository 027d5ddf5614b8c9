package dev.latent.container.service.osgi;

import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.service.BridgedService;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/**
 * Decides which placeholders one bundle may see: not those of its own plugin, and none of whose
 * service types it has another copy than the provider. A bundle that has no copy at all sees them,
 * as it would the real services. Made for one lookup or event; used by one thread.
 */
final class Visibility {

  private final Bundle consumer;
  private final Placeholders all;
  private final Map<String, Set<Object>> sources = new HashMap<>();

  Visibility(Bundle consumer, Placeholders all) {
    this.consumer = consumer;
    this.all = all;
  }

  /** Whether the bundle may see a placeholder. */
  boolean sees(Placeholder placeholder) {
    BridgedService service = placeholder.service();
    RegisteredPlugin plugin = service.plugin();
    if (plugin != null) {
      Bundle provider = all.framework().bundleOf(plugin);
      if (provider != null && provider.getBundleId() == consumer.getBundleId()) {
        return false;
      }
    }
    ServiceReference<?> real = placeholder.real();
    for (String type : service.types()) {
      boolean same =
          real != null ? real.isAssignableTo(consumer, type) : sameCopy(type, service, plugin);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private boolean sameCopy(String type, BridgedService service, @Nullable RegisteredPlugin plugin) {
    int dot = type.lastIndexOf('.');
    if (dot < 0 || type.startsWith("java.")) {
      return true;
    }
    String packageName = type.substring(0, dot);
    Set<Object> consumers = sources.get(packageName);
    if (consumers == null) {
      consumers = all.sources().of(consumer, packageName);
      sources.put(packageName, consumers);
    }
    if (consumers.isEmpty()) {
      return true;
    }
    Set<Object> providers =
        plugin == null ? ofTheHost(type, service) : all.sources().of(plugin, packageName);
    return providers.isEmpty() || !Collections.disjoint(consumers, providers);
  }

  /** Whose copy of a type an object of the host has. */
  private Set<Object> ofTheHost(String type, BridgedService service) {
    Object object = service.get("visibility of " + type);
    Class<?> found = object == null ? null : named(type, object.getClass());
    Bundle bundle = found == null ? null : FrameworkUtil.getBundle(found);
    return bundle == null ? PackageSources.HOST : all.sources().exporter(bundle);
  }

  /** The class or interface of a name that a class is assignable to. */
  private static @Nullable Class<?> named(String type, @Nullable Class<?> start) {
    for (Class<?> at = start; at != null; at = at.getSuperclass()) {
      if (at.getName().equals(type)) {
        return at;
      }
      for (Class<?> implemented : at.getInterfaces()) {
        Class<?> found = named(type, implemented);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
