package dev.latent.published;

import dev.latent.api.PluginId;
import dev.latent.api.PluginState;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.Problem;
import dev.latent.container.PluginContainer;
import dev.latent.container.PluginContainerBuilder;
import dev.latent.published.probe.Framework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/**
 * Latent over the same directory: what its index says of each bundle, and then, for each bundle, a
 * container of its own in which that one alone is activated.
 */
final class DeferredRun {

  private DeferredRun() {}

  /**
   * Runs it.
   *
   * @param arguments the directory of bundles, a directory to write in, the file for the result
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    Path scratch = Path.of(arguments[1]);
    Map<PluginId, String> unresolvable = new TreeMap<>();
    Map<PluginId, PluginSnapshot> plugins = new TreeMap<>();
    try (PluginContainer container = builder(directory, scratch).inspectOnly(true).build()) {
      for (PluginSnapshot plugin : container.admin().plugins()) {
        plugins.put(plugin.id(), plugin);
      }
      for (Problem problem : container.admin().check()) {
        if (problem.severity() == Problem.Severity.ERROR && problem.plugin().isPresent()) {
          unresolvable.merge(
              problem.plugin().get(), problem.message(), (one, two) -> one + " " + two);
        }
      }
    }
    Map<String, Seen> all = new TreeMap<>();
    for (PluginSnapshot plugin : plugins.values()) {
      forgetInstalled(scratch);
      Seen seen = alone(directory, scratch, plugin, unresolvable);
      all.put(seen.name(), seen);
    }
    Seen.write(Path.of(arguments[2]), all.values());
    // Some bundles leave threads behind that would keep the JVM.
    Runtime.getRuntime().halt(0);
  }

  private static Seen alone(
      Path directory, Path scratch, PluginSnapshot plugin, Map<PluginId, String> unresolvable) {
    String name = name(plugin);
    boolean resolves = !unresolvable.containsKey(plugin.id());
    try (PluginContainer container = builder(directory, scratch).build()) {
      String state = Seen.ACTIVE;
      String message = unresolvable.getOrDefault(plugin.id(), "");
      try {
        container.admin().activate(plugin.id());
      } catch (RuntimeException e) {
        state = resolves ? Wires.cause(e) : Seen.UNRESOLVED;
        message += " " + e.getMessage();
      }
      container.admin().activate(container.admin().plugin(ProbeBundle.NAME).orElseThrow().id());
      SortedSet<String> installed = new TreeSet<>();
      SortedSet<String> wires = new TreeSet<>();
      SortedSet<String> active = new TreeSet<>();
      for (Bundle bundle : Framework.context().getBundles()) {
        if (bundle.getLocation().contains(".jar")
            && !ProbeBundle.NAME.equals(bundle.getSymbolicName())) {
          installed.add(Wires.name(bundle));
          wires.addAll(Wires.of(bundle));
          if (bundle.getState() == Bundle.STARTING) {
            active.add(Wires.name(bundle)); // its services are promised in its own name
          }
          if (Wires.name(bundle).equals(name)
              && bundle.getState() == Bundle.RESOLVED
              && state.equals(Seen.ACTIVE)) {
            state = Seen.ATTACHED;
          }
        }
      }
      installed.remove(name);
      for (PluginSnapshot other : container.admin().plugins()) {
        if (other.state() != PluginState.REGISTERED
            && !other.id().name().equals(ProbeBundle.NAME)) {
          active.add(name(other));
        }
      }
      active.add(name);
      return new Seen(
          name, plugin.location(), resolves, active, installed, wires, state, message.strip());
    }
  }

  private static String name(PluginSnapshot plugin) {
    return plugin.id().name() + " " + plugin.id().version();
  }

  /** Deletes the storage of the framework: bundles with data of their own stay installed. */
  private static void forgetInstalled(Path scratch) throws IOException {
    Path osgi = scratch.resolve("state").resolve("state").resolve("osgi");
    if (!Files.isDirectory(osgi)) {
      return;
    }
    try (Stream<Path> files = Files.walk(osgi)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(osgi) && !file.toString().endsWith(".facts")) {
          Files.delete(file);
        }
      }
    }
  }

  private static PluginContainerBuilder builder(Path directory, Path scratch) {
    PluginContainerBuilder builder =
        PluginContainer.builder()
            .plugins(directory)
            .stateDirectory(scratch.resolve("state"))
            .hostPackages(ProbeBundle.HOST_PACKAGE)
            .framework("felix")
            .watch(false)
            .notices(System.out::println);
    Wires.settings(scratch.resolve("load").toString()).forEach(builder::frameworkProperty);
    return builder;
  }
}
