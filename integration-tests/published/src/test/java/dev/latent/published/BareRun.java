package dev.latent.published;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Felix alone: all bundles installed in the order of their file names, resolved at once, started in
 * that order.
 */
final class BareRun {

  private BareRun() {}

  /**
   * Runs it.
   *
   * @param arguments the directory of bundles, a directory to write in, the file for the result
   */
  public static void main(String[] arguments) throws Exception {
    Path scratch = Path.of(arguments[1]);
    Map<String, String> settings =
        new HashMap<>(Wires.settings(scratch.resolve("load").toString()));
    settings.put(Constants.FRAMEWORK_STORAGE, scratch.resolve("storage").toString());
    settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, ProbeBundle.HOST_PACKAGE);
    settings.put(Constants.FRAMEWORK_BOOTDELEGATION, "");
    Framework framework = new FrameworkFactory().newFramework(settings);
    framework.start();
    List<Bundle> bundles = new ArrayList<>();
    for (Path jar : jars(Path.of(arguments[0]))) {
      bundles.add(framework.getBundleContext().installBundle("reference:" + jar.toUri()));
    }
    framework.adapt(FrameworkWiring.class).resolveBundles(bundles);
    Map<Bundle, Seen> resolved = new HashMap<>();
    for (Bundle bundle : bundles) {
      boolean resolves = bundle.getState() != Bundle.INSTALLED;
      SortedSet<String> wires = Wires.of(bundle);
      SortedSet<String> closure = Wires.closure(bundle);
      String file = bundle.getLocation().substring(bundle.getLocation().lastIndexOf('/') + 1);
      resolved.put(
          bundle,
          new Seen(Wires.name(bundle), file, resolves, new TreeSet<>(), closure, wires, "", ""));
    }
    Map<String, Seen> all = new TreeMap<>();
    for (Bundle bundle : bundles) {
      Seen seen = resolved.get(bundle);
      String state = Seen.ACTIVE;
      String message = "";
      if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
        state = seen.resolves() ? Seen.ATTACHED : Seen.UNRESOLVED;
      } else {
        try {
          bundle.start();
        } catch (BundleException e) {
          state = seen.resolves() ? Wires.cause(e) : Seen.UNRESOLVED;
          message = String.valueOf(e.getMessage());
        }
      }
      all.put(
          seen.name(),
          new Seen(
              seen.name(),
              seen.file(),
              seen.resolves(),
              seen.active(),
              seen.closure(),
              seen.wires(),
              state,
              message));
    }
    Seen.write(Path.of(arguments[2]), all.values());
    // Some bundles leave threads behind that would keep the JVM.
    Runtime.getRuntime().halt(0);
  }

  private static List<Path> jars(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .toList();
    }
  }
}
