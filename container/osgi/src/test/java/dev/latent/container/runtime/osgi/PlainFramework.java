package dev.latent.container.runtime.osgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/** The reference run itself: a framework without the container, all jars installed and resolved. */
final class PlainFramework implements AutoCloseable {

  private final Framework framework;

  private PlainFramework(Framework framework) {
    this.framework = framework;
  }

  /** Installs all jars of a directory in the order of their names and resolves them at once. */
  static PlainFramework resolved(Path jars, Path storage, FrameworkKind kind) throws Exception {
    Map<String, String> settings = new HashMap<>(kind.properties());
    settings.put(Constants.FRAMEWORK_STORAGE, storage.toString());
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class).iterator().next().newFramework(settings);
    framework.init();
    BundleContext context = framework.getBundleContext();
    for (Path jar : sorted(jars)) {
      context.installBundle("reference:" + jar.toUri());
    }
    framework.adapt(FrameworkWiring.class).resolveBundles(null);
    return new PlainFramework(framework);
  }

  private static List<Path> sorted(Path jars) throws IOException {
    try (Stream<Path> files = Files.list(jars)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  Map<String, Set<String>> wires() {
    return Wires.of(framework.getBundleContext());
  }

  @Override
  public void close() throws BundleException {
    framework.stop();
    try {
      framework.waitForStop(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
