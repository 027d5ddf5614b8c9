package dev.latent.container.runtime.osgi;

import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.ActivationRequest;
import dev.latent.container.runtime.PluginRuntime;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.runtime.RuntimeEnvironment;
import dev.latent.container.runtime.WaitGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A bundle runtime over jars that a test wrote, with a state directory that outlives it. */
final class RuntimeHarness implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(10);
  static final String FRAMEWORK = System.getProperty("latent.test.framework", "felix");

  final TestPlugins plugins = new TestPlugins();
  final List<String> problems = new CopyOnWriteArrayList<>();
  private final Path state;
  private final Map<RegisteredPlugin, RunningPlugin> running = new HashMap<>();
  private PluginRuntime runtime;

  RuntimeHarness(Path state) {
    this.state = state;
    this.runtime = make();
  }

  private PluginRuntime make() {
    return new OsgiRuntimeFactory()
        .create(
            new RuntimeEnvironment(
                () -> plugins,
                state,
                RuntimeHarness.class.getClassLoader(),
                ModuleLayer.boot(),
                List.of(),
                FRAMEWORK,
                Map.of(),
                Settings.NONE,
                List::of,
                plugin -> new Closure(plugin, List.of(plugin), List.of()),
                new WaitGraph(),
                problem -> problems.add(problem.rule() + ": " + problem.message())));
  }

  PluginRuntime runtime() {
    return runtime;
  }

  RunningPlugin activate(RegisteredPlugin plugin) {
    RunningPlugin known = running.get(plugin);
    if (known == null) {
      try {
        known = runtime.activate(request(plugin));
      } catch (RuntimeException e) {
        running.remove(plugin);
        throw e;
      }
      running.put(plugin, known);
    }
    return known;
  }

  private ActivationRequest request(RegisteredPlugin plugin) {
    return new TestRequest(
        plugins.closure(plugin), this::activate, early -> running.put(plugin, early));
  }

  /** What the {@code Callable} says that a plugin registers. */
  @Nullable Object call(RegisteredPlugin plugin) throws Exception {
    Object service = activate(plugin).service(plugin.descriptor().offers().get(0));
    return ((Callable<?>) Objects.requireNonNull(service)).call();
  }

  List<String> stop(RegisteredPlugin plugin, Duration limit) {
    return Objects.requireNonNull(running.remove(plugin)).stop(limit);
  }

  /** Ends it and begins another run over the same state. */
  void restart() {
    runtime.close(LIMIT);
    running.clear();
    runtime = make();
  }

  @Override
  public void close() {
    runtime.close(LIMIT);
  }

  /** Where the framework stores. */
  Path storage() {
    return StorageLock.directory(state, FrameworkKind.valueOf(FRAMEWORK.toUpperCase(Locale.ROOT)));
  }

  /** The files in the framework's storage. */
  List<Path> stored() throws IOException {
    try (Stream<Path> files = Files.walk(storage())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** A bundle whose activator registers a {@code Callable} after some statements. */
  static TestBundle bundle(String name, String start, String says, String stop) {
    return TestBundle.named(name)
        .header("Import-Package", "org.osgi.framework")
        .header("Bundle-Activator", name + ".Start")
        .header("Provide-Capability", "osgi.service;objectClass=java.util.concurrent.Callable")
        .source(
            """
            package %s;
            public class Start implements org.osgi.framework.BundleActivator {
              public void start(org.osgi.framework.BundleContext context) throws Exception {
                %s
                context.registerService(java.util.concurrent.Callable.class, () -> %s, null);
              }
              public void stop(org.osgi.framework.BundleContext context) throws Exception {
                %s
              }
            }
            """
                .formatted(name, start, says, stop));
  }

  /** Statements that count the starts of a bundle in its data area, as {@code runs}. */
  static final String COUNT =
      """
      java.nio.file.Path file = context.getDataFile("runs").toPath();
      int runs = 1 + (java.nio.file.Files.exists(file)
          ? Integer.parseInt(java.nio.file.Files.readString(file)) : 0);
      java.nio.file.Files.writeString(file, String.valueOf(runs));
      """;
}
