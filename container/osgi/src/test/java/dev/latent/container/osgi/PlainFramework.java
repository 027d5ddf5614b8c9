package dev.latent.container.osgi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The framework without the container: all bundles installed in reference order and started. */
final class PlainFramework implements AutoCloseable {

  private final Framework framework;

  PlainFramework(Path directory, Path storage) throws Exception {
    framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    storage.toString(),
                    "felix.bootdelegation.implicit",
                    "false",
                    "felix.resolver.parallelism",
                    "1",
                    "osgi.compatibility.bootdelegation",
                    "false"));
    framework.start();
    BundleContext system = framework.getBundleContext();
    List<Bundle> bundles = new ArrayList<>();
    try (Stream<Path> jars = Files.list(directory)) {
      for (Path jar : jars.filter(path -> path.toString().endsWith(".jar")).sorted().toList()) {
        bundles.add(system.installBundle(jar.toUri().toString()));
      }
    }
    for (Bundle bundle : bundles) {
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      }
    }
  }

  /** What a probe says. */
  Object ask(String filter) throws Exception {
    BundleContext system = framework.getBundleContext();
    ServiceReference<?>[] found = system.getAllServiceReferences(Callable.class.getName(), filter);
    return ((Callable<?>) system.getService(found[0])).call();
  }

  /** A property of a service of a type. */
  @Nullable Object property(String type, String name) {
    try {
      ServiceReference<?>[] found =
          framework.getBundleContext().getAllServiceReferences(type, null);
      return found == null ? null : found[0].getProperty(name);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("No filter can't be wrong", e);
    }
  }

  @Override
  public void close() throws BundleException {
    framework.stop();
    try {
      framework.waitForStop(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
