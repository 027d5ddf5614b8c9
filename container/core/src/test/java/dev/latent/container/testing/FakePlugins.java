package dev.latent.container.testing;

import dev.latent.api.PluginId;
import dev.latent.api.admin.Problem;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A plugin set in memory, in the order in which plugins were added. */
public final class FakePlugins implements PluginSet {

  private final List<FakePlugin> plugins = new ArrayList<>();
  private int generation = 1;

  public FakePlugin add(String name) {
    FakePlugin plugin = new FakePlugin(PluginId.parse(name), plugins.size());
    plugins.add(plugin);
    return plugin;
  }

  /** Another set with the same plugins, to change into. */
  public FakePlugins copy() {
    FakePlugins copy = new FakePlugins();
    copy.plugins.addAll(plugins);
    copy.generation = generation + 1;
    return copy;
  }

  public void remove(RegisteredPlugin plugin) {
    plugins.remove((FakePlugin) plugin);
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public int size() {
    return plugins.size();
  }

  @Override
  public List<RegisteredPlugin> all() {
    return List.copyOf(plugins);
  }

  @Override
  public @Nullable RegisteredPlugin at(String location) {
    return plugins.stream()
        .filter(plugin -> plugin.reference().location().equals(location))
        .findFirst()
        .orElse(null);
  }

  @Override
  public List<RegisteredPlugin> named(String name) {
    return plugins.stream()
        .filter(plugin -> plugin.id().name().equals(name))
        .map(RegisteredPlugin.class::cast)
        .sorted(Comparator.comparing(RegisteredPlugin::id).reversed())
        .toList();
  }

  @Override
  public List<RegisteredPlugin> providers(String namespace, String key) {
    return List.of();
  }

  @Override
  public List<RegisteredPlugin> fragmentsOf(String hostName) {
    return List.of();
  }

  @Override
  public List<Offer> offers(String typeName) {
    List<Offer> offers = new ArrayList<>();
    for (FakePlugin plugin : plugins) {
      for (int i = 0; i < plugin.offerCount(); i++) {
        if (plugin.offer(i).stated().types().contains(typeName)) {
          offers.add(plugin.offer(i));
        }
      }
    }
    offers.sort(Comparator.comparingInt(Offer::ranking).reversed());
    return offers;
  }

  @Override
  public List<String> offeredTypes() {
    TreeSet<String> types = new TreeSet<>();
    for (FakePlugin plugin : plugins) {
      for (int i = 0; i < plugin.offerCount(); i++) {
        types.addAll(plugin.offer(i).stated().types());
      }
    }
    return List.copyOf(types);
  }

  @Override
  public List<Problem> problems() {
    return List.of();
  }
}
