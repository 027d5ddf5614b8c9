package dev.latent.container.runtime.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.ActivationException;
import dev.latent.api.ResolutionException;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OsgiRuntimeTests {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String FRAMEWORK = System.getProperty("latent.test.framework", "felix");

  @TempDir private Path directory;
  private final TestPlugins plugins = new TestPlugins();
  private PluginRuntime runtime;
  private final Map<RegisteredPlugin, RunningPlugin> running = new HashMap<>();
  private final List<String> activated = new ArrayList<>();

  @BeforeEach
  void makeRuntime() {
    runtime = runtime();
  }

  @AfterEach
  void close() {
    runtime.close(LIMIT);
  }

  private PluginRuntime runtime() {
    return runtime(directory.resolve("state"));
  }

  private PluginRuntime runtime(Path state) {
    return new OsgiRuntimeFactory()
        .create(
            new RuntimeEnvironment(
                () -> plugins,
                state,
                getClass().getClassLoader(),
                ModuleLayer.boot(),
                List.of("dev.latent.container.runtime.osgi;version=1.0"),
                FRAMEWORK,
                Map.of(),
                Settings.NONE,
                List::of,
                plugin -> new Closure(plugin, List.of(plugin), List.of()),
                new WaitGraph(),
                problem -> {}));
  }

  private ActivationRequest request(RegisteredPlugin plugin) {
    return new TestRequest(
        plugins.closure(plugin), this::activate, early -> running.put(plugin, early));
  }

  private RunningPlugin activate(RegisteredPlugin plugin) {
    RunningPlugin known = running.get(plugin);
    if (known == null) {
      known = runtime.activate(request(plugin));
      running.put(plugin, known);
      activated.add(plugin.id().name());
    }
    return known;
  }

  /** A bundle that registers a {@code Callable} which says what it says. */
  private static TestBundle speaker(String name, String words) {
    return TestBundle.named(name)
        .header("Import-Package", "org.osgi.framework")
        .header("Bundle-Activator", name + ".Start")
        .header(
            "Provide-Capability",
            "osgi.service;objectClass=java.util.concurrent.Callable;says=\"" + words + "\"")
        .source(
            """
            package %s;
            public class Start implements org.osgi.framework.BundleActivator {
              public void start(org.osgi.framework.BundleContext context) {
                java.util.Hashtable<String, Object> properties = new java.util.Hashtable<>();
                properties.put("says", "%s");
                context.registerService(
                    java.util.concurrent.Callable.class, () -> "%s", properties);
              }
              public void stop(org.osgi.framework.BundleContext context) {}
            }
            """
                .formatted(name, words, words));
  }

  private @Nullable Object call(RegisteredPlugin plugin) throws Exception {
    Object service = activate(plugin).service(plugin.descriptor().offers().get(0));
    return service == null ? null : ((Callable<?>) service).call();
  }

  @Test
  void startsNoFrameworkUntilSomethingIsActivated() {
    assertThat(runtime.description())
        .isEqualTo(FRAMEWORK.equals("felix") ? "Apache Felix" : "Eclipse Equinox");
    assertThat(directory.resolve("state")).doesNotExist();
  }

  @Test
  void activatesABundleAndGivesItsService() throws Exception {
    RegisteredPlugin plugin = plugins.add(speaker("acme.hello", "hello").writeTo(directory));

    assertThat(call(plugin)).isEqualTo("hello");
    assertThat(runtime.description()).matches("(Apache Felix 7|Eclipse Equinox 3)\\..*");
  }

  @Test
  void installsTheClosureAndNothingElse() throws Exception {
    Path api =
        TestBundle.named("acme.api")
            .header("Export-Package", "acme.api")
            .source("package acme.api; public interface Words { String WORDS = \"from api\"; }")
            .source(
                "package acme.api; public class More { public static String more() { return"
                    + " \"more from api\"; } }")
            .writeTo(directory);
    plugins.add(api);
    plugins.add(speaker("acme.other", "other").writeTo(directory));
    RegisteredPlugin plugin =
        plugins.add(
            TestBundle.named("acme.user")
                .header("Import-Package", "org.osgi.framework,acme.api")
                .header("Bundle-Activator", "acme.user.Start")
                .header(
                    "Provide-Capability", "osgi.service;objectClass=java.util.concurrent.Callable")
                .source(
                    """
                    package acme.user;
                    public class Start implements org.osgi.framework.BundleActivator {
                      public void start(org.osgi.framework.BundleContext context) {
                        context.registerService(
                            java.util.concurrent.Callable.class,
                            () -> acme.api.More.more() + " " + context.getBundles().length, null);
                      }
                      public void stop(org.osgi.framework.BundleContext context) {}
                    }
                    """)
                .compiledAgainst(api)
                .writeTo(directory));

    assertThat(call(plugin)).isEqualTo("more from api 3");
    assertThat(activated).containsExactly("acme.user");
  }

  @Test
  void saysWhatIsMissingWhenABundleDoesNotResolve() throws Exception {
    RegisteredPlugin plugin =
        plugins.add(
            TestBundle.named("acme.lonely")
                .header("Import-Package", "acme.nowhere;version=\"[2,3)\"")
                .writeTo(directory));

    assertThatThrownBy(() -> activate(plugin))
        .isInstanceOf(ResolutionException.class)
        .hasMessageContaining("Plugin acme.lonely 1.0.0 can't be resolved")
        .hasMessageContaining("acme.nowhere")
        .hasMessageContaining("Put what is missing into a plugin directory");
  }

  @Test
  void unwrapsWhatAnActivatorThrows() throws Exception {
    RegisteredPlugin plugin =
        plugins.add(failing("acme.broken", "throw new IllegalStateException(\"no licence\");"));

    assertThatThrownBy(() -> activate(plugin))
        .isInstanceOf(ActivationException.class)
        .hasMessage(
            "Plugin acme.broken 1.0.0 could not be activated. Its activator acme.broken.Start threw"
                + " java.lang.IllegalStateException: no licence. Look at the cause below.")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void saysWhereAMissingClassCouldComeFrom() throws Exception {
    Path api =
        TestBundle.named("acme.api")
            .header("Export-Package", "acme.api")
            .source("package acme.api; public class More { public static void more() {} }")
            .writeTo(directory);
    plugins.add(api);
    RegisteredPlugin plugin =
        plugins.add(
            TestBundle.named("acme.forgetful")
                .header("Import-Package", "org.osgi.framework")
                .header("Bundle-Activator", "acme.forgetful.Start")
                .source(activator("acme.forgetful", "acme.api.More.more();"))
                .compiledAgainst(api)
                .writeTo(directory));

    assertThatThrownBy(() -> activate(plugin))
        .isInstanceOf(ActivationException.class)
        .hasMessageContaining("NoClassDefFoundError: acme/api/More")
        .hasMessageContaining(
            "Class acme.api.More is in a package of acme.api 1.0.0, which acme.forgetful 1.0.0"
                + " neither requires nor imports. Add that to its module-info or manifest.");
  }

  @Test
  void saysWhereAClassOfAnImportedPackageIsMissing() throws Exception {
    Path full =
        TestBundle.named("acme.full")
            .source("package acme.api; public class More { public static void more() {} }")
            .writeTo(directory);
    plugins.add(
        TestBundle.named("acme.api")
            .header("Export-Package", "acme.api")
            .source("package acme.api; public class Less {}")
            .writeTo(directory));
    RegisteredPlugin plugin =
        plugins.add(
            TestBundle.named("acme.outdated")
                .header("Import-Package", "org.osgi.framework,acme.api")
                .header("Bundle-Activator", "acme.outdated.Start")
                .source(activator("acme.outdated", "acme.api.More.more();"))
                .compiledAgainst(full)
                .writeTo(directory));

    assertThatThrownBy(() -> activate(plugin))
        .isInstanceOf(ActivationException.class)
        .hasMessageContaining(
            "Class acme.api.More should come from acme.api 1.0.0, which has the package but not the"
                + " class, or does not export it. Use the version of it that acme.outdated 1.0.0 was"
                + " built against.");
  }

  @Test
  void namesTheStaticInitialiserThatFailed() throws Exception {
    RegisteredPlugin plugin =
        plugins.add(
            TestBundle.named("acme.initial")
                .header("Import-Package", "org.osgi.framework")
                .header("Bundle-Activator", "acme.initial.Start")
                .source(activator("acme.initial", "Late.go();"))
                .source(
                    "package acme.initial; class Late { static final int N ="
                        + " Integer.parseInt(\"x\"); static void go() {} }")
                .writeTo(directory));

    assertThatThrownBy(() -> activate(plugin))
        .isInstanceOf(ActivationException.class)
        .hasMessageContaining("A static initialiser that its activator acme.initial.Start runs")
        .hasCauseInstanceOf(NumberFormatException.class);
  }

  private Path failing(String name, String body) throws Exception {
    return TestBundle.named(name)
        .header("Import-Package", "org.osgi.framework")
        .header("Bundle-Activator", name + ".Start")
        .source(activator(name, body))
        .writeTo(directory);
  }

  private static String activator(String name, String body) {
    return activator(name, body, "");
  }

  private static String activator(String name, String body, String stop) {
    return """
        package %s;
        public class Start implements org.osgi.framework.BundleActivator {
          public void start(org.osgi.framework.BundleContext context) throws Exception {
            %s
          }
          public void stop(org.osgi.framework.BundleContext context) throws Exception {
            %s
          }
        }
        """
        .formatted(name, body, stop);
  }

  @Test
  void activatesMembersWithStartCodeFirst() throws Exception {
    Path base =
        TestBundle.named("acme.base")
            .header("Export-Package", "acme.base")
            .header("Import-Package", "org.osgi.framework")
            .header("Bundle-Activator", "acme.base.Start")
            .source(activator("acme.base", "System.setProperty(\"acme.base\", \"up\");"))
            .writeTo(directory);
    plugins.add(base);
    RegisteredPlugin plugin =
        plugins.add(
            TestBundle.named("acme.upper")
                .header("Import-Package", "org.osgi.framework,acme.base")
                .header("Bundle-Activator", "acme.upper.Start")
                .source(activator("acme.upper", ""))
                .writeTo(directory));

    activate(plugin);

    assertThat(activated).containsExactly("acme.base", "acme.upper");
  }

  @Test
  void leavesALazyMemberUntilAClassOfItIsUsed() throws Exception {
    Path base =
        TestBundle.named("acme.lazy")
            .header("Export-Package", "acme.lazy")
            .header("Import-Package", "org.osgi.framework")
            .header("Bundle-ActivationPolicy", "lazy")
            .header("Bundle-Activator", "acme.lazy.Start")
            .source(activator("acme.lazy", "System.setProperty(\"acme.lazy\", \"up\");"))
            .source("package acme.lazy; public class Api { public static void touch() {} }")
            .writeTo(directory);
    plugins.add(base);
    RegisteredPlugin plugin =
        plugins.add(
            TestBundle.named("acme.toucher")
                .header("Import-Package", "org.osgi.framework,acme.lazy")
                .header("Bundle-Activator", "acme.toucher.Start")
                .header(
                    "Provide-Capability", "osgi.service;objectClass=java.util.concurrent.Callable")
                .source(
                    activator(
                        "acme.toucher",
                        """
                        context.registerService(
                            java.util.concurrent.Callable.class,
                            () -> {
                              acme.lazy.Api.touch();
                              return System.getProperty("acme.lazy");
                            }, null);
                        """))
                .compiledAgainst(base)
                .writeTo(directory));
    System.clearProperty("acme.lazy");

    RunningPlugin toucher = activate(plugin);

    assertThat(System.getProperty("acme.lazy")).isNull();
    Callable<?> service = (Callable<?>) toucher.service(plugin.descriptor().offers().get(0));
    assertThat(service).isNotNull();
    assertThat(Objects.requireNonNull(service).call()).isEqualTo("up");
  }

  @Test
  void stopsABundleAndReportsWhatItLeaves() throws Exception {
    RegisteredPlugin plugin =
        plugins.add(
            TestBundle.named("acme.untidy")
                .header("Import-Package", "org.osgi.framework")
                .header("Bundle-Activator", "acme.untidy.Start")
                .source(
                    activator(
                        "acme.untidy",
                        """
                        Thread t = new Loop();
                        t.setDaemon(true);
                        t.start();
                        """,
                        "throw new Exception(\"untidy\");"))
                .source(
                    """
                    package acme.untidy;
                    class Loop extends Thread {
                      Loop() { super("acme-loop"); }
                      public void run() {
                        try {
                          new java.util.concurrent.CountDownLatch(1)
                              .await(20, java.util.concurrent.TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                          // ends
                        }
                      }
                    }
                    """)
                .writeTo(directory));

    List<String> faults = activate(plugin).stop(LIMIT);

    assertThat(faults)
        .containsExactly(
            "Plugin acme.untidy 1.0.0 threw while it was stopped: java.lang.Exception: untidy",
            "Plugin acme.untidy 1.0.0 left thread acme-loop running: its class is acme.untidy.Loop."
                + " End it when the plugin stops.");
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("acme-loop")) {
        thread.interrupt();
      }
    }
  }

  @Test
  void activatesABundleAgainWhoseStopThrew() throws Exception {
    RegisteredPlugin plugin =
        plugins.add(
            TestBundle.named("acme.again")
                .header("Import-Package", "org.osgi.framework")
                .header("Bundle-Activator", "acme.again.Start")
                .header(
                    "Provide-Capability", "osgi.service;objectClass=java.util.concurrent.Callable")
                .source(
                    activator(
                        "acme.again",
                        """
                        java.io.File file = context.getDataFile("count");
                        int before = file.exists()
                            ? java.nio.file.Files.readAllBytes(file.toPath())[0] : 0;
                        java.io.FileOutputStream out = new java.io.FileOutputStream(file);
                        out.write(before + 1);
                        out.close();
                        context.registerService(
                            java.util.concurrent.Callable.class, () -> before + 1, null);
                        """,
                        "throw new IllegalStateException(\"untidy\");"))
                .writeTo(directory));
    for (int count = 1; count < 4; count++) {
      assertThat(call(plugin)).isEqualTo(count);
      assertThat(Objects.requireNonNull(running.remove(plugin)).stop(LIMIT))
          .containsExactly(
              "Plugin acme.again 1.0.0 threw while it was stopped:"
                  + " java.lang.IllegalStateException: untidy");
    }
  }

  @Test
  void keepsItsStorageWhereThePathIsOdd() throws Exception {
    Path odd = Files.createDirectories(directory.resolve("a b#c%41d\u00fc"));
    RegisteredPlugin plugin =
        plugins.add(
            TestBundle.named("acme.keeper")
                .header("Import-Package", "org.osgi.framework")
                .header("Bundle-Activator", "acme.keeper.Start")
                .header(
                    "Provide-Capability", "osgi.service;objectClass=java.util.concurrent.Callable")
                .source(
                    activator(
                        "acme.keeper",
                        """
                        java.io.File file = context.getDataFile("kept.txt");
                        boolean before = !file.createNewFile();
                        context.registerService(
                            java.util.concurrent.Callable.class, () -> before, null);
                        """))
                .writeTo(odd));
    for (boolean kept : new boolean[] {false, true}) {
      PluginRuntime there = runtime(odd.resolve("state"));
      try {
        RunningPlugin started = there.activate(request(plugin));
        Object service = started.service(plugin.descriptor().offers().get(0));
        assertThat(((Callable<?>) Objects.requireNonNull(service)).call()).isEqualTo(kept);
      } finally {
        there.close(LIMIT);
      }
      boolean plain = FRAMEWORK.equals("equinox");
      Path storage = odd.resolve("state/osgi");
      try (Stream<Path> files = Files.walk(plain ? PlainPath.of(storage) : storage)) {
        assertThat(files).anyMatch(file -> file.endsWith("kept.txt"));
      }
    }
    assertThat(odd.resolve("state/osgi/" + FRAMEWORK + ".facts")).exists();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(odd);
    }
    if (FRAMEWORK.equals("equinox")) {
      delete(PlainPath.of(odd.resolve("state/osgi")));
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void interruptsABundleThatDoesNotStop() throws Exception {
    RegisteredPlugin plugin =
        plugins.add(
            TestBundle.named("acme.slow")
                .header("Import-Package", "org.osgi.framework")
                .header("Bundle-Activator", "acme.slow.Start")
                .source(
                    activator(
                        "acme.slow", "", "new java.util.concurrent.CountDownLatch(1).await();"))
                .writeTo(directory));

    List<String> faults = activate(plugin).stop(Duration.ofMillis(50));

    assertThat(faults.get(0))
        .isEqualTo("Plugin acme.slow 1.0.0 did not stop within 50 ms and was interrupted.");
  }

  @Test
  void activatesAgainAfterAStop() throws Exception {
    RegisteredPlugin plugin = plugins.add(speaker("acme.again", "again").writeTo(directory));
    RunningPlugin first = activate(plugin);
    assertThat(first.stop(LIMIT)).isEmpty();
    assertThat(first.service(plugin.descriptor().offers().get(0))).isNull();
    running.clear();

    assertThat(call(plugin)).isEqualTo("again");
  }

  @Test
  void updatesABundleWhoseContentChanged() throws Exception {
    RegisteredPlugin old = plugins.add(speaker("acme.fresh", "old").writeTo(directory));
    assertThat(call(old)).isEqualTo("old");
    activate(old).stop(LIMIT);

    RegisteredPlugin fresh = plugins.replace(old, speaker("acme.fresh", "new").writeTo(directory));

    assertThat(call(fresh)).isEqualTo("new");
  }

  private TestBundle keeper(String name) {
    return TestBundle.named(name)
        .header("Import-Package", "org.osgi.framework")
        .header("Bundle-Activator", name + ".Start")
        .header("Provide-Capability", "osgi.service;objectClass=java.util.concurrent.Callable")
        .source(
            activator(
                name,
                """
                java.nio.file.Path file = context.getDataFile("runs").toPath();
                String before = java.nio.file.Files.exists(file)
                    ? java.nio.file.Files.readString(file) : "";
                String now = before + "%s";
                java.nio.file.Files.writeString(file, now);
                context.registerService(java.util.concurrent.Callable.class, () -> now, null);
                """
                    .formatted(name.substring(name.length() - 1))));
  }

  private void restart() {
    runtime.close(LIMIT);
    running.clear();
    runtime = runtime();
  }

  @Test
  void keepsDataAreasWhateverIsLookedUpFirst() throws Exception {
    RegisteredPlugin a = plugins.add(keeper("acme.keep.a").writeTo(directory));
    RegisteredPlugin b = plugins.add(keeper("acme.keep.b").writeTo(directory));
    RegisteredPlugin none = plugins.add(speaker("acme.none", "none").writeTo(directory));

    assertThat(call(none)).isEqualTo("none");
    assertThat(call(a)).isEqualTo("a");
    assertThat(call(b)).isEqualTo("b");
    restart();
    assertThat(call(b)).isEqualTo("bb");
    restart();
    assertThat(call(none)).isEqualTo("none");
    assertThat(call(a)).isEqualTo("aa");
    assertThat(call(b)).isEqualTo("bbb");
  }

  @Test
  void keepsTheDataOfAPluginThatIsAwayForARun() throws Exception {
    RegisteredPlugin a = plugins.add(keeper("acme.away.a").writeTo(directory));
    RegisteredPlugin other = plugins.add(speaker("acme.other", "other").writeTo(directory));
    assertThat(call(a)).isEqualTo("a");
    plugins.remove(a);
    restart();
    assertThat(call(other)).isEqualTo("other");
    RegisteredPlugin back = plugins.add(keeper("acme.away.a").writeTo(directory));
    assertThat(call(back)).isEqualTo("aa");
    plugins.remove(back);
    restart();
    assertThat(call(other)).isEqualTo("other");
    plugins.add(keeper("acme.away.a").writeTo(directory));
    restart();
    assertThat(call(plugins.named("acme.away.a").get(0))).isEqualTo("aaa");
  }

  @Test
  void seesChangesMadeWhileNoContainerRan() throws Exception {
    RegisteredPlugin a = plugins.add(keeper("acme.change.a").writeTo(directory));
    assertThat(call(a)).isEqualTo("a");
    runtime.close(LIMIT);
    running.clear();
    Path jar =
        keeper("acme.change.a")
            .header("Export-Package", "acme.change.a")
            .entry("note.txt", "changed")
            .writeTo(directory);
    RegisteredPlugin changed = plugins.replace(a, jar);
    Path user =
        TestBundle.named("acme.user").header("Import-Package", "acme.change.a").writeTo(directory);
    RegisteredPlugin importer = plugins.add(user);
    runtime = runtime();

    activate(importer);

    assertThat(call(changed)).isEqualTo("aa");
  }

  @Test
  void leavesNoStorageBehindWhenNothingWasKept() throws Exception {
    RegisteredPlugin plugin = plugins.add(speaker("acme.tidy", "tidy").writeTo(directory));
    call(plugin);

    runtime.close(LIMIT);

    assertThat(directory.resolve("state/osgi").resolve(FRAMEWORK)).doesNotExist();
  }

  @Test
  void beginsAnewWhereItsStorageCantBeRead() throws Exception {
    RegisteredPlugin a = plugins.add(keeper("acme.torn.a").writeTo(directory));
    call(a);
    runtime.close(LIMIT);
    running.clear();
    Path storage = directory.resolve("state/osgi").resolve(FRAMEWORK);
    try (var files = Files.walk(storage)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Files.writeString(file, "torn");
      }
    }
    runtime = runtime();

    assertThat(call(a)).asString().endsWith("a");
  }
}
