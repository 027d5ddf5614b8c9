package dev.latent.container.finder;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.admin.Problem;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.DescriptorReader;
import dev.latent.container.descriptor.DescriptorReading;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.descriptor.ServiceOffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A plugin set of descriptors that a test made or read from jars, in the order of adding. */
public final class InMemoryPluginSet implements PluginSet {

  private final List<RegisteredPlugin> plugins = new ArrayList<>();
  private final Map<String, Set<RegisteredPlugin>> providers = new HashMap<>();
  private final Map<String, Set<RegisteredPlugin>> names = new HashMap<>();
  private final Map<String, Set<RegisteredPlugin>> fragments = new HashMap<>();

  /** Adds a plugin whose content is a jar or directory, running as a layer plugin. */
  public RegisteredPlugin addLayer(Path content) {
    return add(content, PluginKind.LAYER);
  }

  /** Adds a plugin whose content is a jar or directory. */
  public RegisteredPlugin add(Path content, PluginKind kind) {
    PluginReference reference = new Content(content);
    DescriptorReading reading = new DescriptorReader().read(reference);
    PluginDescriptor descriptor =
        reading
            .descriptor()
            .orElseThrow(() -> new IllegalArgumentException(reading.problems().toString()));
    return add(descriptor, kind, reference);
  }

  /** Adds a plugin without content. */
  public RegisteredPlugin add(PluginDescriptor descriptor, PluginKind kind) {
    return add(descriptor, kind, new Content(Path.of(descriptor.id().name() + ".jar")));
  }

  private RegisteredPlugin add(
      PluginDescriptor descriptor, PluginKind kind, PluginReference reference) {
    RegisteredPlugin plugin = new Plugin(descriptor, kind, plugins.size(), reference);
    plugins.add(plugin);
    names.computeIfAbsent(descriptor.id().name(), n -> new LinkedHashSet<>()).add(plugin);
    for (Capability capability : descriptor.capabilities()) {
      Object key = capability.attributes().get(capability.namespace());
      if (key != null) {
        providers
            .computeIfAbsent(capability.namespace() + "/" + key, k -> new LinkedHashSet<>())
            .add(plugin);
      }
    }
    for (Requirement requirement : descriptor.requirements()) {
      if (requirement.namespace().equals(Namespaces.HOST)) {
        String host = String.valueOf(requirement.attributes().get(Namespaces.HOST));
        fragments.computeIfAbsent(host, h -> new LinkedHashSet<>()).add(plugin);
      }
    }
    return plugin;
  }

  @Override
  public long generation() {
    return plugins.size();
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
    for (RegisteredPlugin plugin : plugins) {
      if (plugin.reference().location().equals(location)) {
        return plugin;
      }
    }
    return null;
  }

  @Override
  public List<RegisteredPlugin> named(String name) {
    List<RegisteredPlugin> named = new ArrayList<>(names.getOrDefault(name, Set.of()));
    named.sort(Comparator.comparing((RegisteredPlugin plugin) -> plugin.id().version()).reversed());
    return named;
  }

  @Override
  public List<RegisteredPlugin> providers(String namespace, String key) {
    return List.copyOf(providers.getOrDefault(namespace + "/" + key, Set.of()));
  }

  @Override
  public List<RegisteredPlugin> fragmentsOf(String hostName) {
    return List.copyOf(fragments.getOrDefault(hostName, Set.of()));
  }

  @Override
  public List<Offer> offers(String typeName) {
    List<Offer> offers = new ArrayList<>();
    for (RegisteredPlugin plugin : plugins) {
      List<ServiceOffer> stated = plugin.descriptor().offers();
      for (int i = 0; i < stated.size(); i++) {
        if (stated.get(i).kind() == plugin.kind() && stated.get(i).types().contains(typeName)) {
          offers.add(new StatedOffer(plugin, i, stated.get(i)));
        }
      }
    }
    offers.sort(Comparator.comparing((Offer offer) -> -offer.ranking()));
    return offers;
  }

  @Override
  public List<String> offeredTypes() {
    Set<String> types = new TreeSet<>();
    for (RegisteredPlugin plugin : plugins) {
      for (ServiceOffer offer : plugin.descriptor().offers(plugin.kind())) {
        types.addAll(offer.types());
      }
    }
    return List.copyOf(types);
  }

  @Override
  public List<Problem> problems() {
    return List.of();
  }

  private record StatedOffer(RegisteredPlugin plugin, int index, ServiceOffer stated)
      implements Offer {

    @Override
    public int ranking() {
      return stated.ranking();
    }

    @Override
    public Map<String, Object> attributes() {
      return stated.attributes();
    }
  }

  private static final class Plugin implements RegisteredPlugin {

    private final PluginDescriptor descriptor;
    private final PluginKind kind;
    private final int order;
    private final PluginReference reference;

    Plugin(PluginDescriptor descriptor, PluginKind kind, int order, PluginReference reference) {
      this.descriptor = descriptor;
      this.kind = kind;
      this.order = order;
      this.reference = reference;
    }

    @Override
    public PluginId id() {
      return descriptor.id();
    }

    @Override
    public PluginKind kind() {
      return kind;
    }

    @Override
    public int order() {
      return order;
    }

    @Override
    public PluginDescriptor descriptor() {
      return descriptor;
    }

    @Override
    public PluginReference reference() {
      return reference;
    }

    @Override
    public String toString() {
      return id().toString();
    }
  }

  private record Content(Path file) implements PluginReference {

    @Override
    public String location() {
      return String.valueOf(file.getFileName());
    }

    @Override
    public Optional<Path> path() {
      return Optional.of(file);
    }

    @Override
    public String contentKey() throws IOException {
      return Files.getLastModifiedTime(file).toString();
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }
}
