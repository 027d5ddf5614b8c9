package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginVersion;
import dev.latent.api.admin.Problem;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.ComponentDescription;
import dev.latent.container.descriptor.ModuleFacts;
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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** A plugin set of jars that a test wrote, read from their manifests. */
public final class TestPlugins implements PluginSet {

  private final List<RegisteredPlugin> plugins = new ArrayList<>();

  /** Adds a jar at the end of the reference order. */
  public RegisteredPlugin add(Path jar, Capability... more) {
    RegisteredPlugin plugin = new JarPlugin(plugins.size(), jar, read(jar, List.of(more)));
    plugins.add(plugin);
    return plugin;
  }

  /** Puts the new content of a jar in the place of the old. */
  public RegisteredPlugin replace(RegisteredPlugin old, Path jar) {
    RegisteredPlugin plugin = new JarPlugin(old.order(), jar, read(jar, List.of()));
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
          if (exporter != plugin && !members.contains(exporter)) {
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
    Set<String> types = new java.util.TreeSet<>();
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

  private static PluginDescriptor read(Path jar, List<Capability> more) {
    Map<String, String> headers = new LinkedHashMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      file.getManifest()
          .getMainAttributes()
          .forEach((key, value) -> headers.put(key.toString(), value.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Capability> capabilities = new ArrayList<>(more);
    List<Requirement> requirements = new ArrayList<>();
    List<ServiceOffer> offers = new ArrayList<>();
    for (Clause clause : clauses(headers.get("Export-Package"))) {
      capabilities.add(
          new Capability(Namespaces.PACKAGE, Map.of(Namespaces.PACKAGE, clause.path()), Map.of()));
    }
    for (Clause clause : clauses(headers.get("Import-Package"))) {
      requirements.add(
          new Requirement(
              Namespaces.PACKAGE,
              "(" + Namespaces.PACKAGE + "=" + clause.path() + ")",
              Map.of(Namespaces.PACKAGE, clause.path()),
              Map.of()));
    }
    for (Clause clause : clauses(headers.get("Provide-Capability"))) {
      capabilities.add(new Capability(clause.path(), clause.attributes(), Map.of()));
      if (clause.path().equals(Namespaces.SERVICE)) {
        offers.add(offer(clause));
      }
    }
    for (Clause clause : clauses(headers.get("Require-Capability"))) {
      Object filter = clause.attributes().get("filter:");
      requirements.add(
          new Requirement(
              clause.path(), filter == null ? null : filter.toString(), Map.of(), Map.of()));
    }
    List<ComponentDescription> components = new ArrayList<>();
    return new PluginDescriptor(
        new PluginId(
            headers.get("Bundle-SymbolicName").split(";", 2)[0],
            PluginVersion.parse(headers.getOrDefault("Bundle-Version", "0.0.0"))),
        true,
        headers,
        new ModuleFacts(
            "none",
            Optional.empty(),
            true,
            true,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            Optional.empty()),
        capabilities,
        requirements,
        offers,
        components,
        Optional.empty());
  }

  private static ServiceOffer offer(Clause clause) {
    Map<String, Object> attributes = new LinkedHashMap<>(clause.attributes());
    Object types = attributes.remove("objectClass");
    Object ranking = attributes.get("service.ranking");
    return new ServiceOffer(
        PluginKind.BUNDLE,
        ServiceOffer.Source.SERVICE_CAPABILITY,
        "Provide-Capability",
        List.of(String.valueOf(types).split(",")),
        attributes,
        ranking instanceof Integer number ? number : 0,
        String.valueOf(attributes.getOrDefault("service.scope", "singleton")),
        Optional.empty(),
        Optional.empty());
  }

  private record Clause(String path, Map<String, Object> attributes) {}

  /** Reads a header of the simple kind that these tests write. */
  private static List<Clause> clauses(@Nullable String header) {
    List<Clause> clauses = new ArrayList<>();
    if (header == null) {
      return clauses;
    }
    for (String text : header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
      String[] parts = text.split(";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
      Map<String, Object> attributes = new TreeMap<>();
      for (int i = 1; i < parts.length; i++) {
        int equals = parts[i].indexOf('=');
        String key = parts[i].substring(0, equals).trim();
        String value = parts[i].substring(equals + 1).trim().replace("\"", "");
        String[] typed = key.split(":", 2);
        if (typed.length == 2 && typed[1].equals("Integer")) {
          attributes.put(typed[0], Integer.valueOf(value));
        } else if (typed.length == 2 && !typed[1].isEmpty()) {
          attributes.put(typed[0], value);
        } else {
          attributes.put(key, value);
        }
      }
      clauses.add(new Clause(parts[0].trim(), attributes));
    }
    return clauses;
  }
}
