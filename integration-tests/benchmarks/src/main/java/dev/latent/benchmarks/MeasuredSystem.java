package dev.latent.benchmarks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A way to have many plugins, and what its JVM needs on the class path. */
enum MeasuredSystem {
  BARE("bare", "BareStart", ""),
  SERVICE_LOADER("serviceloader", "ServiceLoaderStart", "bare"),
  FELIX("felix", "FrameworkStart", "bare", Libraries.FELIX),
  EQUINOX("equinox", "FrameworkStart", "bare", Libraries.EQUINOX),
  LATENT_LAYERS("latent-layers", "LatentStart", "serviceloader", Libraries.LATENT),
  LATENT_FELIX(
      "latent-felix", "LatentStart", "felix", Libraries.LATENT, Libraries.OSGI, Libraries.FELIX),
  LATENT_EQUINOX(
      "latent-equinox",
      "LatentStart",
      "equinox",
      Libraries.LATENT,
      Libraries.OSGI,
      Libraries.EQUINOX);

  private final String label;
  private final String main;
  private final String counterpart;

  /** A type of each jar, apart by spaces: an enum's fields are immutable. */
  private final String libraries;

  MeasuredSystem(String label, String main, String counterpart, String... libraries) {
    this.label = label;
    this.main = main;
    this.counterpart = counterpart;
    this.libraries = String.join(" ", libraries).strip();
  }

  static String names() {
    return Arrays.stream(values()).map(MeasuredSystem::toString).collect(Collectors.joining(","));
  }

  static MeasuredSystem named(String name) {
    for (MeasuredSystem system : values()) {
      if (system.label.equals(name.strip())) {
        return system;
      }
    }
    throw new IllegalArgumentException(
        "No system is called '" + name + "'. There are " + names() + ".");
  }

  String main() {
    return "dev.latent.benchmarks.child." + main;
  }

  /** The system that does the same without the container; empty for the bare JVM. */
  Optional<MeasuredSystem> counterpart() {
    return counterpart.isEmpty() ? Optional.empty() : Optional.of(named(counterpart));
  }

  /** Whether it has the plugins' services; the bare JVM only says its lines. */
  boolean works() {
    return this != BARE;
  }

  /** What stands on the class path, never both frameworks. */
  List<Path> classPath(PreparedPlugins plugins) throws IOException {
    List<Path> path = new ArrayList<>();
    path.add(location(main()));
    path.add(plugins.api());
    if (!libraries.isEmpty()) {
      for (String type : libraries.split(" ", -1)) {
        path.add(location(type));
      }
    }
    if (this == SERVICE_LOADER) {
      path.addAll(plugins.jars());
    }
    return path;
  }

  private static Path location(String type) throws IOException {
    try {
      Class<?> found = Class.forName(type, false, MeasuredSystem.class.getClassLoader());
      return Path.of(found.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IOException("The driver's class path lacks the jar of " + type, e);
    }
  }

  @Override
  public String toString() {
    return label;
  }

  /** What systems consist of. */
  private static final class Libraries {
    static final String FELIX = "org.apache.felix.framework.FrameworkFactory";
    static final String EQUINOX = "org.eclipse.osgi.launch.EquinoxFactory";
    static final String LATENT =
        "dev.latent.container.PluginContainer dev.latent.api.PluginServices dagger.Lazy"
            + " jakarta.inject.Provider javax.inject.Provider";
    static final String OSGI = "dev.latent.container.runtime.osgi.OsgiRuntimeFactory";
  }
}
