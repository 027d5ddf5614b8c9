package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginVersion;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.DescriptorReader;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.runtime.RuntimeEnvironment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What a framework will give to bundles by itself, read from its jar and the JVM's modules: no
 * class of it is loaded. Its manifest, or Felix's default properties, say what it exports of its
 * own; to that both add what the modules of the JVM export to all, and the execution environments.
 * A test holds this to what the frameworks say when they are up.
 */
final class ForetoldFacts {

  private static final String SYSTEM = "system.bundle";

  /** What settings begin with that change what a framework gives, in ways not foretold. */
  private static final List<String> CHANGING =
      List.of(
          "org.osgi.framework.system",
          "org.osgi.framework.executionenvironment",
          "felix.systempackages",
          "felix.detect",
          "osgi.java.profile");

  private final FrameworkKind kind;
  private final RuntimeEnvironment environment;

  ForetoldFacts(FrameworkKind kind, RuntimeEnvironment environment) {
    this.kind = kind;
    this.environment = environment;
  }

  /**
   * Foretells.
   *
   * @return all capabilities but those that depend on the machine; null where settings or the
   *     host's modules make it uncertain
   */
  @Nullable List<Capability> capabilities() {
    if (changed(environment.frameworkProperties().keySet())
        || changed(System.getProperties().stringPropertyNames())
        || !onlyPlatformModules()) {
      return null;
    }
    try {
      URL factory =
          environment.hostLoader().getResource(kind.factory().replace('.', '/') + ".class");
      String text = String.valueOf(factory);
      int entry = text.indexOf("!/");
      return entry < 0 ? null : read(text.substring(0, entry + 2));
    } catch (IOException | IllegalArgumentException e) {
      return null; // a jar that can't be read so is left to the framework
    }
  }

  private static boolean changed(Iterable<String> settings) {
    for (String setting : settings) {
      for (String changing : CHANGING) {
        if (setting.startsWith(changing)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Frameworks differ in what they take of the host's own modules. */
  private static boolean onlyPlatformModules() {
    for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
      URI location = module.reference().location().orElse(null);
      if (location == null || !"jrt".equals(location.getScheme())) {
        return false;
      }
    }
    return true;
  }

  private @Nullable List<Capability> read(String jar) throws IOException {
    Manifest manifest;
    try (InputStream in = open(jar + "META-INF/MANIFEST.MF")) {
      manifest = new Manifest(in);
    }
    Attributes of = manifest.getMainAttributes();
    String exports = of.getValue("Export-Package");
    String provided = of.getValue("Provide-Capability");
    if (kind == FrameworkKind.FELIX) {
      Properties defaults = new Properties();
      try (InputStream in = open(jar + "default.properties")) {
        defaults.load(in);
      }
      exports = defaults.getProperty("osgi-exports");
      provided = defaults.getProperty("felix.service.caps");
    }
    String name = of.getValue("Bundle-SymbolicName");
    String version = of.getValue("Bundle-Version");
    if (exports == null || provided == null || name == null || version == null) {
      return null;
    }
    for (String more : environment.hostPackages()) {
      exports += "," + more;
    }
    Manifest told = new Manifest();
    told.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    told.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
    told.getMainAttributes().putValue("Bundle-SymbolicName", name);
    told.getMainAttributes().putValue("Bundle-Version", version);
    told.getMainAttributes().putValue("Export-Package", exports.trim());
    told.getMainAttributes().putValue("Provide-Capability", provided.trim());
    List<Capability> capabilities = new ArrayList<>();
    new DescriptorReader()
        .read(new Told(told))
        .descriptor()
        .ifPresent(descriptor -> capabilities.addAll(descriptor.capabilities()));
    if (capabilities.isEmpty()) {
      return null;
    }
    String symbolicName = name.split(";", 2)[0].trim();
    capabilities.removeIf(capability -> capability.namespace().equals(Namespaces.MODULE));
    capabilities.replaceAll(capability -> ofSystem(capability, symbolicName));
    addEnvironments(capabilities);
    addPlatform(capabilities, symbolicName, PluginVersion.parse(version.trim()));
    return List.copyOf(capabilities);
  }

  private static InputStream open(String url) throws IOException {
    URLConnection connection = URI.create(url).toURL().openConnection();
    connection.setUseCaches(false);
    return connection.getInputStream();
  }

  private void addEnvironments(List<Capability> capabilities) {
    List<PluginVersion> later = versions("1.8");
    for (int release = 9; release <= Runtime.version().feature(); release++) {
      later.add(new PluginVersion(release, 0, 0, ""));
    }
    List<PluginVersion> all = versions("1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7");
    all.addAll(later);
    capabilities.add(environment("OSGi/Minimum", versions("1.0", "1.1", "1.2")));
    if (kind == FrameworkKind.EQUINOX) {
      capabilities.add(environment("JRE", versions("1.0", "1.1")));
    }
    capabilities.add(environment("JavaSE", all));
    for (int profile = 1; profile <= 3; profile++) {
      capabilities.add(environment("JavaSE/compact" + profile, later));
    }
  }

  private static List<PluginVersion> versions(String... texts) {
    List<PluginVersion> versions = new ArrayList<>();
    for (String text : texts) {
      versions.add(PluginVersion.parse(text));
    }
    return versions;
  }

  private static Capability environment(String name, List<PluginVersion> versions) {
    return new Capability(
        Namespaces.EXECUTION_ENVIRONMENT,
        Map.of(Namespaces.EXECUTION_ENVIRONMENT, name, "version", versions),
        Map.of());
  }

  /** A framework's bundle goes by two names. */
  private static Capability ofSystem(Capability capability, String name) {
    String key =
        switch (capability.namespace()) {
          case Namespaces.PACKAGE -> DynamicImports.SYMBOLIC_NAME;
          case Namespaces.BUNDLE, Namespaces.HOST -> capability.namespace();
          default -> "";
        };
    if (key.isEmpty()) {
      return capability;
    }
    Map<String, Object> attributes = new LinkedHashMap<>(capability.attributes());
    attributes.put(key, List.of(name, SYSTEM));
    return new Capability(capability.namespace(), attributes, capability.directives());
  }

  private void addPlatform(List<Capability> capabilities, String name, PluginVersion version) {
    PluginVersion platform =
        kind == FrameworkKind.FELIX
            ? PluginVersion.parse(
                String.format(Locale.ROOT, "0.0.0.JavaSE_%03d", Runtime.version().feature()))
            : PluginVersion.NONE;
    for (Module module : ModuleLayer.boot().modules()) {
      for (ModuleDescriptor.Exports exports : module.getDescriptor().exports()) {
        if (!exports.isQualified()) {
          Map<String, Object> attributes = new LinkedHashMap<>();
          attributes.put(Namespaces.PACKAGE, exports.source());
          attributes.put("version", platform);
          attributes.put(DynamicImports.SYMBOLIC_NAME, List.of(name, SYSTEM));
          attributes.put(DynamicImports.BUNDLE_VERSION, version);
          capabilities.add(new Capability(Namespaces.PACKAGE, attributes, Map.of()));
        }
      }
    }
  }

  /** A jar that is its manifest alone. */
  private record Told(Manifest manifest) implements PluginReference {

    @Override
    public String location() {
      return SYSTEM;
    }

    @Override
    public Optional<Path> path() {
      return Optional.empty();
    }

    @Override
    public String contentKey() {
      return SYSTEM;
    }

    @Override
    public InputStream open() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
        jar.finish();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new ByteArrayInputStream(bytes.toByteArray());
    }
  }
}
