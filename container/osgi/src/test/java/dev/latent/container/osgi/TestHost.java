package dev.latent.container.osgi;

import dev.latent.api.PluginId;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceRegistration;
import dev.latent.container.PluginContainer;
import dev.latent.container.runtime.osgi.TestBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** A container over jars that a test writes, and the eyes of bundles in it. */
final class TestHost implements AutoCloseable {

  static final String FRAMEWORK = System.getProperty("latent.test.framework", "felix");

  private final Path directory;
  private @Nullable PluginContainer container;

  TestHost(Path root) throws IOException {
    this.directory = Files.createDirectories(root.resolve("plugins"));
  }

  Path directory() {
    return directory;
  }

  /** Builds the container, over what was written so far. */
  PluginContainer start(String... hostPackages) {
    PluginContainer made =
        PluginContainer.builder()
            .plugins(directory)
            .framework(FRAMEWORK)
            .hostPackages(hostPackages)
            .build();
    container = made;
    return made;
  }

  PluginContainer container() {
    PluginContainer made = container;
    return made == null ? start() : made;
  }

  PluginState state(String plugin) {
    return container().admin().plugin(plugin).orElseThrow().state();
  }

  PluginId id(String plugin) {
    return container().admin().plugin(plugin).orElseThrow().id();
  }

  List<String> active() {
    return container().admin().plugins().stream()
        .filter(plugin -> plugin.state() == PluginState.ACTIVE)
        .map(plugin -> plugin.id().name())
        .toList();
  }

  /** Waits until a plugin is active that the framework may be starting on a thread of its own. */
  boolean becomesActive(String plugin) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!active().contains(plugin) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return active().contains(plugin);
  }

  /** A bundle with an activator whose {@code start} does what is given. */
  static TestBundle activator(String name, String imports, String body) {
    return TestBundle.named(name)
        .header("Import-Package", "org.osgi.framework" + (imports.isEmpty() ? "" : "," + imports))
        .header("Bundle-Activator", name + ".Start")
        .source(
            """
            package %s;
            import java.util.*;
            import java.util.concurrent.Callable;
            import java.util.function.*;
            import org.osgi.framework.*;
            public class Start implements BundleActivator {
              public void start(BundleContext context) throws Exception {
                %s
              }
              public void stop(BundleContext context) throws Exception {}
              static Dictionary<String, Object> with(Object... pairs) {
                Hashtable<String, Object> properties = new Hashtable<>();
                for (int i = 0; i < pairs.length; i += 2) {
                  properties.put((String) pairs[i], pairs[i + 1]);
                }
                return properties;
              }
            }
            """
                .formatted(name, body));
  }

  /** Writes a bundle through whose context a test looks services up, as its code would. */
  void watcher(String name, String imports, UnaryOperator<TestBundle> more) throws IOException {
    watcher(name, imports, more, "");
  }

  /** As above, and runs something else in the activator. */
  void watcher(String name, String imports, UnaryOperator<TestBundle> more, String body)
      throws IOException {
    TestBundle bundle =
        activator(
                name,
                imports,
                "context.registerService(Supplier.class, () -> context, with(\"context\", \""
                    + name
                    + "\"));"
                    + body)
            .header(
                "Provide-Capability",
                "osgi.service;objectClass=java.util.function.Supplier;context=\"" + name + "\"");
    more.apply(bundle).writeTo(directory);
  }

  void watcher(String name, String imports) throws IOException {
    watcher(name, imports, UnaryOperator.identity());
  }

  /** The context of a watcher's bundle, which is active from then on. */
  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  BundleContext context(String watcher) {
    Supplier context = container().services().require(Supplier.class, "(context=" + watcher + ")");
    return (BundleContext) context.get();
  }

  /** The bundle of a plugin; null while it is not installed. */
  @Nullable Bundle bundle(BundleContext any, String name) {
    for (Bundle bundle : any.getBundle(0).getBundleContext().getBundles()) {
      if (name.equals(bundle.getSymbolicName())) {
        return bundle;
      }
    }
    return null;
  }

  /** Registers a service of the host. */
  <S> ServiceRegistration register(Class<S> type, S service, Map<String, ?> attributes) {
    return container().services().register(type, service, attributes);
  }

  @Override
  public void close() {
    PluginContainer open = container;
    if (open != null) {
      open.close();
    }
  }
}
