package dev.latent.container.root;

import dev.latent.api.admin.Problem;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A plugin set in which some plugins are as they were before an update that could not be resolved.
 * Rare, so it computes each answer anew.
 */
final class HeldBackPluginSet implements PluginSet {

  private final PluginSet latest;

  /** The old plugin for each new one that is left out. */
  private final Map<RegisteredPlugin, RegisteredPlugin> old;

  HeldBackPluginSet(PluginSet latest, Map<RegisteredPlugin, RegisteredPlugin> old) {
    this.latest = latest;
    this.old = new LinkedHashMap<>(old);
  }

  private List<RegisteredPlugin> swapped(List<RegisteredPlugin> plugins) {
    List<RegisteredPlugin> result = new ArrayList<>(plugins.size());
    for (RegisteredPlugin plugin : plugins) {
      RegisteredPlugin before = old.get(plugin);
      result.add(before == null ? plugin : before);
    }
    return result;
  }

  /** The plugins of an answer without the new ones, and with those of the old that belong to it. */
  private List<RegisteredPlugin> merged(
      List<RegisteredPlugin> plugins, Predicate<PluginDescriptor> belongs) {
    List<RegisteredPlugin> result = new ArrayList<>();
    for (RegisteredPlugin plugin : plugins) {
      if (!old.containsKey(plugin)) {
        result.add(plugin);
      }
    }
    for (RegisteredPlugin before : old.values()) {
      if (belongs.test(before.descriptor())) {
        result.add(before);
      }
    }
    result.sort((one, other) -> Integer.compare(one.order(), other.order()));
    return result;
  }

  @Override
  public long generation() {
    return latest.generation();
  }

  @Override
  public int size() {
    return latest.size();
  }

  @Override
  public List<RegisteredPlugin> all() {
    return swapped(latest.all());
  }

  @Override
  public @Nullable RegisteredPlugin at(String location) {
    RegisteredPlugin plugin = latest.at(location);
    RegisteredPlugin before = plugin == null ? null : old.get(plugin);
    return before == null ? plugin : before;
  }

  @Override
  public List<RegisteredPlugin> named(String name) {
    List<RegisteredPlugin> result =
        merged(latest.named(name), descriptor -> descriptor.id().name().equals(name));
    result.sort(
        (one, other) -> {
          int version = other.id().version().compareTo(one.id().version());
          return version != 0 ? version : Integer.compare(one.order(), other.order());
        });
    return result;
  }

  @Override
  public List<RegisteredPlugin> providers(String namespace, String key) {
    return merged(
        latest.providers(namespace, key),
        descriptor -> {
          for (Capability capability : descriptor.capabilities()) {
            Object main = capability.attributes().get(namespace);
            if (capability.namespace().equals(namespace)
                && (key.equals(main) || (main instanceof List<?> list && list.contains(key)))) {
              return true;
            }
          }
          return false;
        });
  }

  @Override
  public List<RegisteredPlugin> fragmentsOf(String hostName) {
    return merged(
        latest.fragmentsOf(hostName),
        descriptor -> {
          String host = descriptor.headers().getOrDefault("Fragment-Host", "");
          int end = host.indexOf(';');
          return (end < 0 ? host : host.substring(0, end)).trim().equals(hostName);
        });
  }

  @Override
  public List<Offer> offers(String typeName) {
    List<Offer> result = new ArrayList<>();
    for (Offer offer : latest.offers(typeName)) {
      if (!old.containsKey(offer.plugin())) {
        result.add(offer);
      }
    }
    for (RegisteredPlugin before : old.values()) {
      List<ServiceOffer> stated = before.descriptor().offers();
      for (int i = 0; i < stated.size(); i++) {
        if (stated.get(i).kind() == before.kind() && stated.get(i).types().contains(typeName)) {
          result.add(new OldOffer(before, i));
        }
      }
    }
    result.sort(
        (one, other) ->
            one.ranking() != other.ranking()
                ? Integer.compare(other.ranking(), one.ranking())
                : one.plugin() != other.plugin()
                    ? Integer.compare(one.plugin().order(), other.plugin().order())
                    : Integer.compare(one.index(), other.index()));
    return result;
  }

  @Override
  public List<String> offeredTypes() {
    TreeSet<String> types = new TreeSet<>();
    for (String type : latest.offeredTypes()) {
      if (!offers(type).isEmpty()) {
        types.add(type);
      }
    }
    for (RegisteredPlugin before : old.values()) {
      for (ServiceOffer offer : before.descriptor().offers(before.kind())) {
        types.addAll(offer.types());
      }
    }
    return List.copyOf(types);
  }

  @Override
  public List<Problem> problems() {
    return latest.problems();
  }

  private record OldOffer(RegisteredPlugin plugin, int index) implements Offer {

    @Override
    public int ranking() {
      return stated().ranking();
    }

    @Override
    public Map<String, Object> attributes() {
      return stated().attributes();
    }

    @Override
    public ServiceOffer stated() {
      return plugin.descriptor().offers().get(index);
    }
  }
}
