package dev.latent.container.root;

import dev.latent.api.admin.Problem;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A plugin set in which some plugins are as they were before an update that could not be resolved.
 * Rare, so it computes each answer anew.
 */
final class HeldBackPluginSet implements PluginSet {

  private final PluginSet latest;

  /** The old plugin for each new one that is left out. */
  private final Map<RegisteredPlugin, RegisteredPlugin> old;

  /** The sets in which the old plugins were found, for their offers. */
  private final Map<RegisteredPlugin, PluginSet> origins;

  HeldBackPluginSet(
      PluginSet latest,
      Map<RegisteredPlugin, RegisteredPlugin> old,
      Map<RegisteredPlugin, PluginSet> origins) {
    this.latest = latest;
    this.old = new LinkedHashMap<>(old);
    this.origins = Map.copyOf(origins);
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
      List<RegisteredPlugin> plugins,
      java.util.function.Function<PluginSet, List<RegisteredPlugin>> ask) {
    List<RegisteredPlugin> result = new ArrayList<>();
    for (RegisteredPlugin plugin : plugins) {
      if (!old.containsKey(plugin)) {
        result.add(plugin);
      }
    }
    for (RegisteredPlugin before : old.values()) {
      PluginSet origin = origins.get(before);
      if (origin != null && ask.apply(origin).contains(before)) {
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
    List<RegisteredPlugin> result = merged(latest.named(name), set -> set.named(name));
    result.sort(
        (one, other) -> {
          int version = other.id().version().compareTo(one.id().version());
          return version != 0 ? version : Integer.compare(one.order(), other.order());
        });
    return result;
  }

  @Override
  public List<RegisteredPlugin> providers(String namespace, String key) {
    return merged(latest.providers(namespace, key), set -> set.providers(namespace, key));
  }

  @Override
  public List<RegisteredPlugin> fragmentsOf(String hostName) {
    return merged(latest.fragmentsOf(hostName), set -> set.fragmentsOf(hostName));
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
      PluginSet origin = origins.get(before);
      if (origin != null) {
        for (Offer offer : origin.offers(typeName)) {
          if (offer.plugin() == before) {
            result.add(offer);
          }
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
}
