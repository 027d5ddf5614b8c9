package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import acme.api.Gate;
import acme.api.Trace;
import dev.latent.api.PluginId;
import dev.latent.api.PluginState;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.container.MemoryContainers;
import dev.latent.container.PluginContainer;
import dev.latent.container.PluginContainerBuilder;
import dev.latent.contract.memory.MemoryPlugins;
import dev.latent.contract.memory.MemoryRuntime;
import dev.latent.fixtures.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The host of one test: a plugin directory whose name gives everybody trouble who is careless with
 * names, the containers that were built over it, and a look at what they leave behind.
 */
final class Host implements BeforeEachCallback, AfterEachCallback {

  /**
   * What runs plugins in this run: {@code felix}, {@code equinox}, module layers alone for {@code
   * none}, or a runtime and plugins in memory for {@code memory}.
   */
  static final String FRAMEWORK =
      Objects.requireNonNull(System.getProperty("contract.framework"), "contract.framework");

  /** What every test's host exports. */
  static final String API = "acme.api;version=1.2";

  private static final String NAME = "plüg ins #1 100% 日本";
  private static final String SETTINGS = "latent.properties";
  private static final long LIMIT_SECONDS = 20;

  private final List<PluginContainer> containers = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final Set<String> properties = new LinkedHashSet<>();
  private Set<Thread> before = Set.of();
  private Path root = Path.of("");
  private MemoryPlugins memory = new MemoryPlugins();

  /** Whether plugins that are both run as bundles here. */
  static boolean bundles() {
    return !FRAMEWORK.equals("none") && !inMemory();
  }

  /** Whether plugins lie in memory, so that there is no directory to look at. */
  static boolean inMemory() {
    return FRAMEWORK.equals("memory");
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    root = Files.createTempDirectory("contract");
    Files.createDirectory(directory());
    before = new HashSet<>(Thread.getAllStackTraces().keySet());
    memory = new MemoryPlugins();
    Trace.clear();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Gate.openAll();
    List<PluginContainer> open = List.copyOf(containers);
    containers.clear();
    List<String> alive;
    try {
      open.forEach(PluginContainer::close);
      alive = threadsLeft();
    } finally {
      properties.forEach(System::clearProperty);
      properties.clear();
      delete(root);
      Trace.clear();
      synchronized (notices) {
        notices.clear();
      }
    }
    assertThat(alive).as("threads that closed containers left behind").isEmpty();
  }

  /** Threads that were not there before the test and do not end by themselves. */
  List<String> threadsLeft() throws InterruptedException {
    List<String> alive = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && !ofTheJdk(thread)) {
        thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        if (thread.isAlive()) {
          alive.add(thread.getName() + " at " + List.of(thread.getStackTrace()));
        }
      }
    }
    return alive;
  }

  private static boolean ofTheJdk(Thread thread) {
    String name = thread.getName();
    return name.startsWith("process reaper")
        || name.startsWith("ForkJoinPool.commonPool")
        || name.startsWith("Common-Cleaner")
        || name.startsWith("Attach Listener")
        || name.startsWith("JFR ")
        || name.startsWith("junit-");
  }

  /** Where this test may write beside the plugins. */
  Path root() {
    return root;
  }

  /** The plugin directory. */
  Path directory() {
    return root.resolve(NAME);
  }

  /** Sets a system property until the end of the test. */
  Host property(String name, String value) {
    System.setProperty(name, value);
    properties.add(name);
    return this;
  }

  Host withoutProperty(String name) {
    System.clearProperty(name);
    return this;
  }

  /** Gives the name of the plugins' directory to a test that needs it in a place of its own. */
  static String troublesomeName() {
    return NAME;
  }

  /** Copies plugins into the plugin directory; see {@link #copy}. */
  Host install(String... plugins) {
    for (String plugin : plugins) {
      if (inMemory()) {
        memory(memory, plugin);
      } else {
        copy(plugin, directory());
      }
    }
    return this;
  }

  private void memory(MemoryPlugins plugins, String plugin) {
    Path file = copy(plugin, root.resolve("coming"));
    plugins.put(String.valueOf(file.getFileName()), bytes(file));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Copies a plugin: a twin ({@code twin.first}), a fixture ({@code basic/greet.ds}) or a published
   * bundle ({@code org.apache.felix.scr}).
   */
  static Path copy(String plugin, Path directory) {
    if (plugin.contains("/")) {
      return Fixtures.copy(plugin, directory);
    }
    return copy(plugin, directory.resolve(plugin + ".jar"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path copy(String plugin, Path file, StandardCopyOption option) {
    String place = plugin.startsWith("twin.") ? "contract.twins" : "contract.bundles";
    Path source = Path.of(System.getProperty(place, "")).resolve(plugin + ".jar");
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      return Files.copy(source, file, option);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a twin's jar in the place of another one, as somebody does who moves a whole file. */
  Host replace(String installed, String by) {
    return overwrite(installed, bytes(copy(by, root.resolve("coming"))));
  }

  /** Puts any bytes in the place of an installed plugin, whole at once. */
  Host overwrite(String installed, byte[] bytes) {
    if (inMemory()) {
      memory.put(installed + ".jar", bytes);
      return this;
    }
    try {
      Path whole = Files.write(root.resolve("whole"), bytes);
      Files.move(
          whole,
          directory().resolve(installed + ".jar"),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Host remove(String plugin) {
    if (inMemory()) {
      memory.remove(plugin + ".jar");
      return this;
    }
    try {
      Files.delete(directory().resolve(plugin + ".jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Lets plugins in memory say that they changed, as a directory is seen to. */
  void watched() {
    memory.watched();
  }

  /** Writes the settings file beside the plugins. */
  Host settings(String text) {
    try {
      Files.writeString(directory().resolve(SETTINGS), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A builder with the plugin directory and the API. */
  PluginContainerBuilder builder() {
    if (!inMemory()) {
      return common(PluginContainer.builder().plugins(directory()));
    }
    PluginContainerBuilder builder = over(memory, "state");
    Path settings = directory().resolve(SETTINGS);
    return Files.exists(settings) ? builder.configuration(settings) : builder;
  }

  /** A builder with plugins in a place of their own. */
  PluginContainerBuilder elsewhere(String place, String... plugins) {
    if (inMemory()) {
      MemoryPlugins others = new MemoryPlugins();
      List.of(plugins).forEach(plugin -> memory(others, plugin));
      return over(others, place);
    }
    Path directory = root.resolve(place);
    List.of(plugins).forEach(plugin -> copy(plugin, directory));
    return common(PluginContainer.builder().plugins(directory));
  }

  private PluginContainerBuilder over(MemoryPlugins plugins, String state) {
    return MemoryContainers.on(
        common(PluginContainer.builder().finder(plugins).stateDirectory(root.resolve(state))),
        new MemoryRuntime.Factory());
  }

  private PluginContainerBuilder common(PluginContainerBuilder builder) {
    return builder.hostPackages(API).notices(this::notice);
  }

  /** Builds a container over the plugin directory; it is closed after the test. */
  PluginContainer start() {
    return start(builder());
  }

  PluginContainer start(PluginContainerBuilder builder) {
    PluginContainer container = builder.build();
    containers.add(container);
    return container;
  }

  private void notice(String line) {
    synchronized (notices) {
      notices.add(line);
      notices.notifyAll();
    }
  }

  /** The lines for people that containers of this test said. */
  List<String> notices() {
    synchronized (notices) {
      return List.copyOf(notices);
    }
  }

  /** Waits until a container of this test said a line. */
  void awaitNotice(String line) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    synchronized (notices) {
      while (!notices.contains(line)) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        assertThat(left)
            .as("%s; milliseconds left to hear it, heard so far: %s", line, notices)
            .isPositive();
        notices.wait(left);
      }
    }
  }

  static PluginState state(PluginContainer container, String plugin) {
    return snapshot(container, plugin).state();
  }

  static PluginSnapshot snapshot(PluginContainer container, String plugin) {
    return container.admin().plugin(plugin).orElseThrow();
  }

  static PluginId id(PluginContainer container, String plugin) {
    return snapshot(container, plugin).id();
  }

  /** The names of the plugins that are active, in reference order. */
  static List<String> active(PluginContainer container) {
    return container.admin().plugins().stream()
        .filter(plugin -> plugin.state() == PluginState.ACTIVE)
        .map(plugin -> plugin.id().name())
        .toList();
  }

  /** What problems say, one after the other. */
  static String problems(PluginContainer container) {
    StringBuilder text = new StringBuilder();
    container
        .admin()
        .problems()
        .forEach(
            problem ->
                text.append(problem.severity())
                    .append(' ')
                    .append(problem.rule())
                    .append(' ')
                    .append(problem.location())
                    .append(": ")
                    .append(problem.message())
                    .append('\n'));
    return text.toString();
  }

  private static void delete(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (Files.getFileAttributeView(directory, PosixFileAttributeView.class) != null) {
              Files.setPosixFilePermissions(
                  directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, java.io.IOException error)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
