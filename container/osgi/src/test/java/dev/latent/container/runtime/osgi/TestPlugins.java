package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.admin.Problem;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.DescriptorReader;
import dev.latent.container.descriptor.DescriptorReading;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A plugin set of jars that a test wrote, read from their manifests. */
public final class TestPlugins implements PluginSet {

  private final List<RegisteredPlugin> plugins = new ArrayList<>();

  /** Adds a jar at the end of the reference order. */
  public RegisteredPlugin add(Path jar) {
    RegisteredPlugin plugin = new JarPlugin(plugins.size(), jar, read(jar));
    plugins.add(plugin);
    return plugin;
  }

  /** Puts the new content of a jar in the place of the old. */
  public RegisteredPlugin replace(RegisteredPlugin old, Path jar) {
    RegisteredPlugin plugin = new JarPlugin(old.order(), jar, read(jar));
    plugins.set(plugins.indexOf(old), plugin);
    return plugin;
  }

  public void remove(RegisteredPlugin plugin) {
    plugins.remove(plugin);
  }

  /** A plugin with the exporters of all that it imports. */
  public Closure closure(RegisteredPlugin plugin) {
    Set<RegisteredPlugin> members = new LinkedHashSet<>();
    collect(plugin, members);
    members.remove(plugin);
    members.add(plugin);
    return new Closure(plugin, List.copyOf(members), List.of());
  }

  private void collect(RegisteredPlugin plugin, Set<RegisteredPlugin> members) {
    for (Requirement requirement : plugin.descriptor().requirements()) {
      if (Namespaces.PACKAGE.equals(requirement.namespace())) {
        Object wanted = requirement.attributes().get(Namespaces.PACKAGE);
        for (RegisteredPlugin exporter : providers(Namespaces.PACKAGE, String.valueOf(wanted))) {
          if (!exporter.equals(plugin) && !members.contains(exporter)) {
            collect(exporter, members);
            members.add(exporter);
          }
          break;
        }
      }
    }
  }

  @Override
  public long generation() {
    return 1;
  }

  @Override
  public int size() {
    return plugins.size();
  }

  @Override
  public List<RegisteredPlugin> all() {
    return plugins;
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
    return plugins.stream().filter(plugin -> plugin.id().name().equals(name)).toList();
  }

  @Override
  public List<RegisteredPlugin> providers(String namespace, String key) {
    return plugins.stream()
        .filter(
            plugin ->
                plugin.descriptor().capabilities().stream()
                    .anyMatch(
                        capability ->
                            capability.namespace().equals(namespace)
                                && key.equals(capability.attributes().get(namespace))))
        .toList();
  }

  @Override
  public List<RegisteredPlugin> fragmentsOf(String hostName) {
    return List.of();
  }

  @Override
  public List<Offer> offers(String typeName) {
    List<Offer> offers = new ArrayList<>();
    for (RegisteredPlugin plugin : plugins) {
      for (int i = 0; i < plugin.descriptor().offers().size(); i++) {
        if (plugin.descriptor().offers().get(i).types().contains(typeName)) {
          offers.add(new TestOffer(plugin, i));
        }
      }
    }
    return offers;
  }

  @Override
  public List<String> offeredTypes() {
    Set<String> types = new TreeSet<>();
    for (RegisteredPlugin plugin : plugins) {
      plugin.descriptor().offers().forEach(offer -> types.addAll(offer.types()));
    }
    return List.copyOf(types);
  }

  @Override
  public List<Problem> problems() {
    return List.of();
  }

  /** An offer of a plugin by its index. */
  public record TestOffer(RegisteredPlugin plugin, int index) implements Offer {

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

  private static final class JarPlugin implements RegisteredPlugin {

    private final int order;
    private final Path jar;
    private final PluginDescriptor descriptor;

    JarPlugin(int order, Path jar, PluginDescriptor descriptor) {
      this.order = order;
      this.jar = jar;
      this.descriptor = descriptor;
    }

    @Override
    public PluginId id() {
      return descriptor.id();
    }

    @Override
    public PluginKind kind() {
      return PluginKind.BUNDLE;
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
      return new JarReference(jar);
    }

    @Override
    public String toString() {
      return id().toString();
    }
  }

  private record JarReference(Path jar) implements PluginReference {

    @Override
    public String location() {
      return jar.getFileName().toString();
    }

    @Override
    public Optional<Path> path() {
      return Optional.of(jar);
    }

    @Override
    public String contentKey() throws IOException {
      return Files.size(jar) + "-" + Files.getLastModifiedTime(jar).toMillis();
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(jar);
    }
  }

  private static PluginDescriptor read(Path jar) {
    DescriptorReading reading = new DescriptorReader().read(new JarReference(jar));
    return reading
        .descriptor()
        .orElseThrow(() -> new IllegalStateException(reading.problems().toString()));
  }
}
