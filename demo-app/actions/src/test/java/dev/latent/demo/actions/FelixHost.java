package dev.latent.demo.actions;

import dev.latent.demo.api.DocumentAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;

/** Bare Felix with every bundle of the plugin directory, each one resolved and started. */
final class FelixHost {

  private final Path storage;
  private final Felix felix;
  private final List<Bundle> bundles = new ArrayList<>();
  private final Map<String, String> problems = new TreeMap<>();

  FelixHost() throws IOException, BundleException {
    storage = Files.createTempDirectory("actions-felix");
    felix =
        new Felix(
            Map.of(
                Constants.FRAMEWORK_STORAGE,
                storage.toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                "dev.latent.demo.api",
                "felix.log.level",
                "1"));
    felix.start();
    BundleContext context = felix.getBundleContext();
    for (Path jar : PluginDirectory.jars()) {
      if (PluginDirectory.header(jar, Constants.BUNDLE_SYMBOLICNAME) != null) {
        bundles.add(context.installBundle("reference:" + jar.toUri()));
      }
    }
    felix.adapt(FrameworkWiring.class).resolveBundles(bundles);
    // What weaves others must run before their classes load.
    bundles.stream()
        .filter(bundle -> bundle.getSymbolicName().contains("spifly"))
        .forEach(this::start);
    bundles.forEach(this::start);
  }

  private void start(Bundle bundle) {
    try {
      bundle.start();
    } catch (BundleException e) {
      problems.put(bundle.getSymbolicName(), String.valueOf(e.getMessage()));
    }
  }

  List<Bundle> bundles() {
    return bundles;
  }

  /** What did not start, and why. */
  Map<String, String> problems() {
    return problems;
  }

  Map<String, ServiceReference<DocumentAction>> references() {
    Map<String, ServiceReference<DocumentAction>> references = new TreeMap<>();
    try {
      for (ServiceReference<DocumentAction> reference :
          felix.getBundleContext().getServiceReferences(DocumentAction.class, null)) {
        references.put((String) reference.getProperty("action.id"), reference);
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    return references;
  }

  DocumentAction action(String id) {
    ServiceReference<DocumentAction> reference = references().get(id);
    if (reference == null) {
      throw new IllegalArgumentException("No bundle offers " + id + "; " + problems);
    }
    DocumentAction action = felix.getBundleContext().getService(reference);
    if (action == null) {
      throw new IllegalStateException("The service of " + id + " could not be made");
    }
    return action;
  }

  void close() throws Exception {
    felix.stop();
    felix.waitForStop(10_000);
    try (Stream<Path> files = Files.walk(storage)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
