package dev.latent.container.service;

import dev.latent.api.PluginId;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one plugin whose services a lookup is limited to.
 *
 * @param name its name
 * @param id name and version; null for any version
 */
record OneOffering(String name, @Nullable PluginId id) {

  static OneOffering parse(String plugin) {
    if (plugin.indexOf(':') < 0) {
      return new OneOffering(plugin, null);
    }
    PluginId id = PluginId.parse(plugin);
    return new OneOffering(id.name(), id);
  }

  boolean is(PluginId other) {
    return id == null ? other.name().equals(name) : other.equals(id);
  }

  boolean sees(ServiceEntry entry) {
    return is(entry.pluginId());
  }

  List<ServiceEntry> seen(List<ServiceEntry> entries) {
    List<ServiceEntry> seen = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (sees(entries.get(i))) {
        seen.add(entries.get(i));
      }
    }
    return seen;
  }

  /** The plugins of a set that are meant: several where their versions are not told apart. */
  List<RegisteredPlugin> in(PluginSet plugins) {
    List<RegisteredPlugin> meant = new ArrayList<>();
    for (RegisteredPlugin plugin : plugins.named(name)) {
      if (is(plugin.id())) {
        meant.add(plugin);
      }
    }
    return meant;
  }

  @Override
  public String toString() {
    return id == null ? name : id.toString();
  }
}
