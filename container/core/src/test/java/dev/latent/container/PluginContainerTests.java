package dev.latent.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.Deferred;
import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginServices;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceHandle;
import dev.latent.api.ServiceNotFoundException;
import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.Problem;
import dev.latent.api.spi.PluginListener;
import dev.latent.container.runtime.PluginRuntime;
import dev.latent.container.runtime.RuntimeEnvironment;
import dev.latent.container.runtime.RuntimeFactory;
import dev.latent.container.testing.FakeRuntime;
import dev.latent.container.testing.PluginJar;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginContainerTests {

  @TempDir private Path plugins;

  private final Queue<Runnable> background = new ArrayDeque<>();
  private final List<String> notices = new ArrayList<>();

  private PluginContainerBuilder builder() {
    return PluginContainer.builder()
        .plugins(plugins)
        .framework("none")
        .background(background::add)
        .notices(notices::add);
  }

  private void runBackground() {
    Runnable next = background.poll();
    while (next != null) {
      next.run();
      next = background.poll();
    }
  }

  private static PluginState state(PluginContainer container, String plugin) {
    return container.admin().plugin(plugin).orElseThrow().state();
  }

  @Test
  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  void aListenerHearsThatAPluginLeavesThatNobodyLookedUp() throws Exception {
    PluginJar.supplying("acme.one", "hello").into(plugins);
    PluginJar.supplying("acme.two", "hello").into(plugins);
    List<String> heard = new ArrayList<>();

    try (PluginContainer container = builder().build()) {
      container
          .services()
          .onChange(
              Supplier.class,
              change -> heard.add(change.kind() + " " + change.handle().plugin().name()));
      try (Stream<Path> jars = Files.list(plugins)) {
        Files.delete(jars.filter(jar -> jar.toString().contains("one")).findFirst().orElseThrow());
      }
      container.admin().refresh();
    }

    assertThat(heard).containsExactly("REMOVED acme.one");
  }

  @Test
  void theFirstLookupActivatesOnePluginOfADirectory() throws Exception {
    PluginJar.supplying("acme.one", "hello from one").into(plugins);
    PluginJar.supplying("acme.two", "hello from two").into(plugins);
    try (PluginContainer container = builder().build()) {
      assertThat(container.admin().plugins())
          .extracting(PluginSnapshot::state)
          .containsExactly(PluginState.REGISTERED, PluginState.REGISTERED);
      assertThat(container.services().require(Supplier.class).get()).isEqualTo("hello from one");
      assertThat(state(container, "acme.one")).isEqualTo(PluginState.ACTIVE);
      assertThat(state(container, "acme.two")).isEqualTo(PluginState.REGISTERED);
      assertThat(container.admin().why("acme.one"))
          .singleElement()
          .asString()
          .startsWith("lookup of java.util.function.Supplier by the host at ")
          .contains("PluginContainerTests")
          .endsWith(" activated acme.one 0.0.0");
      assertThat(container.admin().whyNot("acme.two"))
          .containsExactly("a lookup of java.util.function.Supplier would activate it");
    }
  }

  @Test
  void severalContainersLiveInOneJvmWithClassesOfTheirOwn() throws Exception {
    PluginJar.supplying("acme.one", "hello").into(plugins);
    PluginContainer one = builder().build();
    try (PluginContainer two = builder().build()) {
      Supplier<?> first = one.services().require(Supplier.class);
      Supplier<?> second = two.services().require(Supplier.class);
      assertThat(first.getClass()).isNotSameAs(second.getClass());
      one.close();
      assertThat(two.services().require(Supplier.class)).isSameAs(second);
    }
  }

  @Test
  void aClosedContainerSaysSo() throws Exception {
    PluginJar.supplying("acme.one", "hello").into(plugins);
    PluginContainer container = builder().build();
    ServiceHandle<?> handle = container.services().handles(Supplier.class).get(0);
    container.close();
    container.close();
    assertThatThrownBy(handle::get)
        .hasMessageContaining("The container is closed; make a new one.");
  }

  @Test
  void whateverAClosedContainerIsAskedItSaysThatItIsClosed() throws Exception {
    PluginJar.supplying("acme.one", "hello").into(plugins);
    PluginContainer used = builder().build();
    ServiceHandle<?> handle = used.services().handles(Supplier.class).get(0);
    Deferred<?> deferred = used.services().deferred(Supplier.class);
    Supplier<String> own = () -> "own";
    used.services().register(Supplier.class, own, Map.of());
    ServiceHandle<?> ownHandle = used.services().handles(Supplier.class).get(0);
    ownHandle.get();
    PluginContainer unused = builder().build();
    PluginContainer looked = builder().build();
    assertThat(looked.services().find(Supplier.class, "(a=b)")).isEmpty();

    for (PluginContainer container : List.of(used, unused, looked)) {
      PluginServices services = container.services();
      PluginAdmin admin = container.admin();
      container.close();
      assertThat(asked(PluginServices.class, services)).isGreaterThanOrEqualTo(18);
      assertThat(asked(PluginAdmin.class, admin)).isGreaterThan(10);
      refused("ready", container::ready);
      refused("invalidate", container::invalidate);
      asked(PluginServices.class, container.services());
      asked(PluginAdmin.class, container.admin());
    }
    refused("handle", handle::get);
    refused("newInstance", handle::newInstance);
    refused("handle of the host", ownHandle::get);
    refused("deferred", deferred::get);
  }

  /** Calls all methods of an interface, each of which has to refuse. */
  private static int asked(Class<?> type, Object target) {
    int asked = 0;
    for (Method method : type.getMethods()) {
      Object[] arguments = new Object[method.getParameterCount()];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = argument(method.getParameterTypes()[i]);
      }
      refused(
          method.toString(),
          () -> {
            try {
              method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          });
      asked++;
    }
    return asked;
  }

  private static Object argument(Class<?> type) {
    if (type == Class.class) {
      return Supplier.class;
    }
    if (type == String.class) {
      return "(a=b)";
    }
    if (type == Map.class) {
      return Map.of();
    }
    if (type == PluginId.class) {
      return PluginId.parse("acme.one");
    }
    if (type == ActivationPolicy.class) {
      return ActivationPolicy.LAZY;
    }
    if (type == Consumer.class) {
      return (Consumer<Object>) change -> {};
    }
    if (type == PluginListener.class) {
      return (PluginListener) transition -> {};
    }
    return (Supplier<String>) () -> "hello"; // the service of register
  }

  private static void refused(String what, ThrowingCallable call) {
    assertThatThrownBy(call)
        .as(what)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The container is closed; make a new one.");
  }

  @Test
  void whoeverInspectsSeesWhatIsThereAndNotWhatWas() throws Exception {
    Path jar = PluginJar.supplying("acme.one", "hello").into(plugins);
    byte[] good = Files.readAllBytes(jar);
    builder().build().close();
    Files.write(jar, Arrays.copyOf(good, good.length / 2));

    try (PluginContainer container = builder().inspectOnly(true).build()) {
      assertThat(container.admin().plugins()).isEmpty();
      assertThat(container.admin().problems())
          .singleElement()
          .satisfies(problem -> assertThat(problem.location()).isEqualTo(name(jar)));
    }

    Files.write(jar, good);
    try (PluginContainer container = builder().inspectOnly(true).build()) {
      assertThat(container.admin().problems()).isEmpty();
      assertThat(container.admin().plugins()).hasSize(1);
    }
  }

  @Test
  void aLookupNamesTheJarThatWasDamagedInPlaceAndFindsItsServiceWhereItWasMended()
      throws Exception {
    Path jar = PluginJar.supplying("acme.one", "hello").into(plugins);
    byte[] good = Files.readAllBytes(jar);
    builder().build().close();
    Files.write(jar, Arrays.copyOf(good, good.length / 2));

    try (PluginContainer container = builder().build()) {
      ServiceHandle<?> handle = container.services().handles(Supplier.class).get(0);
      assertThatThrownBy(handle::get)
          .isInstanceOf(ServiceNotFoundException.class)
          .hasMessageStartingWith(
              "The service java.util.function.Supplier is gone: plugin acme.one 0.0.0 can't be used"
                  + " any more, as "
                  + name(jar)
                  + " changed: ");
      for (int time = 0; time < 2; time++) {
        assertThatThrownBy(() -> container.services().require(Supplier.class))
            .isInstanceOf(ServiceNotFoundException.class)
            .hasMessageStartingWith(
                "No plugin offers java.util.function.Supplier, looked up by the host. What these"
                    + " offer is not known, as they can't be used:\n- "
                    + name(jar)
                    + ": ");
      }
    }

    Files.write(jar, good);
    try (PluginContainer container = builder().build()) {
      assertThat(container.services().require(Supplier.class).get()).isEqualTo("hello");
      assertThat(container.admin().problems()).isEmpty();
    }
  }

  private static String name(Path jar) {
    return String.valueOf(jar.getFileName());
  }

  @Test
  void eagerPluginsStartWithTheContainerAndAFailingOneStopsNoOther() throws Exception {
    PluginJar.supplying("acme.bad", "x")
        .source(
            "acme/bad/Start.java",
            "package acme.bad; public class Start implements dev.latent.api.PluginActivator {"
                + " public void start(dev.latent.api.PluginContext c) {"
                + " throw new IllegalStateException(\"no\"); } }")
        .source(
            "module-info.java",
            "module acme.bad { requires dev.latent.api;"
                + " provides dev.latent.api.PluginActivator with acme.bad.Start;"
                + " provides java.util.function.Supplier with acme.bad.Hello; }")
        .into(plugins);
    PluginJar.supplying("acme.good", "hello").into(plugins);
    PluginJar.supplying("acme.lazy", "hello").into(plugins);
    try (PluginContainer container =
        builder().policy("acme.*, !acme.lazy", ActivationPolicy.EAGER).build()) {
      assertThat(state(container, "acme.bad")).isEqualTo(PluginState.FAILED);
      assertThat(state(container, "acme.good")).isEqualTo(PluginState.ACTIVE);
      assertThat(state(container, "acme.lazy")).isEqualTo(PluginState.REGISTERED);
      assertThat(container.admin().why("acme.good"))
          .containsExactly("the policy eager activated acme.good 0.0.0");
      assertThat(container.admin().problems())
          .filteredOn(problem -> problem.rule().equals("activation.failed"))
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
                assertThat(problem.location()).isEqualTo("acme.bad.jar");
              });
      assertThat(container.services().require(Supplier.class).get()).isEqualTo("hello");
    }
  }

  @Test
  void aServiceThatCanNotBeMadeStaysAProblemUntilItCanBeMade() throws Exception {
    PluginJar.supplying("acme.bad", "hello")
        .source(
            "acme/bad/Hello.java",
            "package acme.bad; public class Hello implements java.util.function.Supplier<String> {"
                + " public Hello() { if (System.getProperty(\"acme.bad.works\") == null)"
                + " throw new IllegalStateException(\"no luck\"); }"
                + " public String get() { return \"hello\"; } }")
        .into(plugins);
    try (PluginContainer container = builder().build()) {
      PluginAdmin admin = container.admin();
      assertThat(admin.problems()).isEmpty();
      for (int i = 0; i < 2; i++) { // a second failure is the same problem
        assertThatThrownBy(() -> container.services().require(Supplier.class))
            .hasMessageContaining("no luck");
      }
      assertThat(state(container, "acme.bad")).isEqualTo(PluginState.ACTIVE);
      assertThat(admin.problems())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.rule()).isEqualTo("service.failed");
                assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
                assertThat(problem.location()).isEqualTo("acme.bad.jar");
                assertThat(problem.plugin()).map(PluginId::name).contains("acme.bad");
                assertThat(problem.message()).contains("acme.bad.Hello").contains("no luck");
              });
      assertThat(admin.check()).isEqualTo(admin.problems());
      assertThat(admin.plugin("acme.bad").orElseThrow().problems()).isEqualTo(admin.problems());
      admin.stop(admin.plugin("acme.bad").orElseThrow().id());
      assertThat(admin.problems()).extracting(Problem::rule).containsExactly("service.failed");
      System.setProperty("acme.bad.works", "yes");
      assertThat(container.services().require(Supplier.class).get()).isEqualTo("hello");
      assertThat(admin.problems()).isEmpty();
    } finally {
      System.clearProperty("acme.bad.works");
    }
  }

  @Test
  void aHeaderMakesAPluginEager() throws Exception {
    PluginJar.supplying("acme.one", "hello")
        .header("Latent-Activation", "eager;reason=\"opens the port\"")
        .into(plugins);
    PluginJar.supplying("acme.two", "hello").into(plugins);
    for (int start = 0; start < 2; start++) { // without an index, then from it
      try (PluginContainer container = builder().build()) {
        assertThat(state(container, "acme.one")).isEqualTo(PluginState.ACTIVE);
        assertThat(state(container, "acme.two")).isEqualTo(PluginState.REGISTERED);
        assertThat(container.admin().plugin("acme.one").orElseThrow().policyReason())
            .isEqualTo("header Latent-Activation: eager, opens the port");
      }
    }
  }

  @Test
  void backgroundPluginsStartAfterReadyInIdleTime() throws Exception {
    PluginJar.supplying("acme.one", "hello").into(plugins);
    try (PluginContainer container =
        builder().policy("acme.one", ActivationPolicy.BACKGROUND).watch(false).build()) {
      assertThat(background).isEmpty();
      assertThat(container.admin().whyNot("acme.one").get(0))
          .startsWith("it will be activated in idle time after the host is ready: set by ");
      container.ready();
      assertThat(state(container, "acme.one")).isEqualTo(PluginState.REGISTERED);
      runBackground();
      assertThat(state(container, "acme.one")).isEqualTo(PluginState.ACTIVE);
    }
  }

  @Test
  void theFrameworkBootsInTheBackgroundWhereTheHostAsksForIt() throws Exception {
    FakeRuntime framework = new FakeRuntime(PluginKind.BUNDLE);
    try (PluginContainer container =
        PluginContainer.builder()
            .plugins(plugins)
            .background(background::add)
            .watch(false)
            .runtime(
                PluginKind.BUNDLE,
                new RuntimeFactory() {
                  @Override
                  public boolean available(ClassLoader host, String name) {
                    return true;
                  }

                  @Override
                  public PluginRuntime create(RuntimeEnvironment environment) {
                    return framework;
                  }
                })
            .bootFrameworkInBackground()
            .build()) {
      container.ready();
      assertThat(framework.log).isEmpty();
      runBackground();
      assertThat(framework.log).containsExactly("boot");
    }
  }

  @Test
  void aFrameworkThatIsNotThereIsSaidInANotice() throws Exception {
    try (PluginContainer container = builder().bootFrameworkInBackground().watch(false).build()) {
      container.ready();
      runBackground();
      assertThat(notices)
          .contains(
              "There is no framework to boot in the background: none is on the path of the host, or"
                  + " latent.framework is 'none'.");
    }
  }

  @Test
  void aBackgroundPluginThatArrivesWaitsForReadyAndForItsTurn() throws Exception {
    try (PluginContainer container =
        builder().policy("*", ActivationPolicy.BACKGROUND).watch(false).build()) {
      PluginJar.supplying("acme.one", "one").into(plugins);
      container.admin().refresh();
      runBackground();
      assertThat(state(container, "acme.one")).isEqualTo(PluginState.REGISTERED);

      container.ready();
      runBackground();
      assertThat(state(container, "acme.one")).isEqualTo(PluginState.ACTIVE);

      PluginJar.supplying("acme.two", "two").into(plugins);
      container.admin().refresh();
      assertThat(state(container, "acme.two")).isEqualTo(PluginState.REGISTERED);
      runBackground();
      assertThat(state(container, "acme.two")).isEqualTo(PluginState.ACTIVE);

      container.admin().stop(PluginId.parse("acme.two"));
      PluginJar.supplying("acme.three", "three").into(plugins);
      container.admin().refresh();
      runBackground();
      assertThat(state(container, "acme.three")).isEqualTo(PluginState.ACTIVE);
      assertThat(state(container, "acme.two"))
          .as("what an operator stopped stays stopped")
          .isEqualTo(PluginState.REGISTERED);
    }
  }

  @Test
  void whoOnlyInspectsActivatesNothingThatArrives() throws Exception {
    try (PluginContainer container =
        builder().policy("*", ActivationPolicy.EAGER).inspectOnly(true).build()) {
      PluginJar.supplying("acme.one", "one").into(plugins);
      container.admin().refresh();
      container.ready();
      runBackground();

      assertThat(state(container, "acme.one")).isEqualTo(PluginState.REGISTERED);
    }
  }

  /** There is no framework on the path of these tests. */
  @Test
  void buildRefusesAFrameworkThatASettingNamesAndThePathHasNot() throws Exception {
    Path settings = plugins.resolve("latent.properties");
    Files.writeString(settings, "latent.framework=equinox");

    assertThatThrownBy(() -> PluginContainer.builder().plugins(plugins).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("latent.framework=equinox (")
        .hasMessageEndingWith(
            " asks for a framework that is not on the path of the host. Put"
                + " dev.latent:latent-osgi and org.eclipse.platform:org.eclipse.osgi there, or"
                + " choose another framework, or none to run every jar as a layer plugin.");

    Files.writeString(settings, "latent.framework=sling");

    assertThatThrownBy(() -> PluginContainer.builder().plugins(plugins).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a framework. Use felix, equinox or none.");
  }

  @Test
  void buildSaysWhatIsWrongInSettingsThatAreUsedAfterReady() throws Exception {
    Path settings = plugins.resolve("latent.properties");
    for (String line :
        List.of("latent.framework.boot=now", "latent.watch=perhaps", "latent.cpu.times=perhaps")) {
      Files.writeString(settings, line);

      assertThatThrownBy(() -> PluginContainer.builder().plugins(plugins).build())
          .as(line)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(line + " (");
    }
  }

  @Test
  void whoeverOnlyInspectsLeavesTheTraceOfADeathToTheNextStart() throws Exception {
    PluginJar.supplying("acme.one", "one").into(plugins);
    Path state = Files.createDirectories(plugins.resolve(".latent/state"));
    Files.writeString(state.resolve("activating-999999999-5-x"), "acme.one 0.0.0");
    String line =
        "The JVM ended last time while acme.one 0.0.0 was being activated. If it called System.exit"
            + " or crashed, set its policy to manual or disabled.";

    try (PluginContainer looking = builder().inspectOnly(true).build()) {
      assertThat(looking.admin().problems()).extracting(Problem::message).contains(line);
    }
    try (PluginContainer host = builder().build()) {
      assertThat(host.admin().problems()).extracting(Problem::message).contains(line);
    }
    try (PluginContainer next = builder().build()) {
      assertThat(next.admin().problems()).isEmpty();
    }
  }

  @Test
  void whatIsNotIncludedOrIsExcludedIsDisabledAndSaysWhy() throws Exception {
    PluginJar.supplying("acme.one", "one").into(plugins);
    PluginJar.supplying("acme.two", "two").into(plugins);
    PluginJar.supplying("other.three", "three").into(plugins);
    try (PluginContainer container = builder().include("acme.*").exclude("acme.one").build()) {
      var handles = container.services().handles(Supplier.class);
      assertThat(handles).hasSize(1);
      assertThat(handles.get(0).plugin().name()).isEqualTo("acme.two");
      assertThat(state(container, "acme.one")).isEqualTo(PluginState.DISABLED);
      assertThat(container.admin().whyNot("other.three").get(0))
          .contains("not included by")
          .contains("acme.*");
      assertThat(container.admin().whyNot("acme.one").get(0)).contains("excluded by");
    }
  }

  @Test
  void thePolicyOfTheFileBesideThePluginsCounts() throws Exception {
    PluginJar.supplying("acme.one", "hello").into(plugins);
    Files.writeString(
        plugins.resolve("latent.properties"),
        "latent.policy.acme.one=disabled\nlatent.framwork=felix\n");
    try (PluginContainer container = builder().build()) {
      assertThat(state(container, "acme.one")).isEqualTo(PluginState.DISABLED);
      assertThat(container.services().find(Supplier.class)).isEmpty();
      assertThatThrownBy(() -> container.services().require(Supplier.class))
          .isInstanceOf(ServiceNotFoundException.class)
          .hasMessageContaining(
              "- acme.one 0.0.0 offers it but is disabled (set by"
                  + " latent.policy.acme.one=disabled (")
          .hasMessageContaining("latent.properties))");
      assertThat(container.admin().problems())
          .extracting(Problem::message)
          .anySatisfy(
              message ->
                  assertThat(message)
                      .startsWith("Unknown key latent.framwork (")
                      .endsWith("it is ignored. Did you mean latent.framework?"));
      container.admin().policy(PluginId.parse("acme.one"), ActivationPolicy.LAZY);
      assertThat(container.services().find(Supplier.class)).isPresent();
      container.admin().policy(PluginId.parse("acme.one"), ActivationPolicy.DISABLED);
      assertThat(state(container, "acme.one")).isEqualTo(PluginState.DISABLED);
      assertThat(container.services().find(Supplier.class)).isEmpty();
    }
  }

  @Test
  void anUnknownPluginIsAnsweredWithTheNearestNames() throws Exception {
    PluginJar.supplying("acme.one", "hello").into(plugins);
    try (PluginContainer container = builder().build()) {
      assertThat(container.admin().whyNot("acme.oen"))
          .containsExactly("There is no plugin acme.oen. Nearest: acme.one.");
      assertThat(container.admin().whyNot("one"))
          .containsExactly("There is no plugin one. Nearest: acme.one.");
      assertThatThrownBy(() -> container.admin().stop(PluginId.parse("acme.one:7")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("There is no plugin acme.one 7.0.0. Versions: 0.0.0.");
    }
  }

  @Test
  void whatComesGoesAndChangesIsTakenInByARefresh() throws Exception {
    PluginJar.supplying("acme.one", "first").into(plugins);
    try (PluginContainer container = builder().build()) {
      ServiceHandle<?> handle = container.services().handles(Supplier.class).get(0);
      assertThat(((Supplier<?>) handle.get()).get()).isEqualTo("first");

      PluginJar.supplying("acme.one", "second, and longer").into(plugins);
      PluginJar.supplying("acme.two", "two").into(plugins);
      assertThat(container.admin().refresh())
          .containsExactlyInAnyOrder(
              "updated acme.one 0.0.0 to other content of the same version",
              "added acme.two 0.0.0");
      assertThat(state(container, "acme.one")).isEqualTo(PluginState.REGISTERED);
      assertThat(((Supplier<?>) handle.get()).get()).isEqualTo("second, and longer");

      Files.delete(plugins.resolve("acme.one.jar"));
      assertThat(container.admin().refresh()).containsExactly("removed acme.one 0.0.0");
      assertThatThrownBy(handle::get).isInstanceOf(ServiceNotFoundException.class);
      assertThat(container.services().require(Supplier.class).get()).isEqualTo("two");
      assertThat(container.admin().refresh()).isEmpty();
    }
  }

  @Test
  void anUpdateThatCanNotBeResolvedIsHeldBackUntilItCan() throws Exception {
    PluginJar.supplying("acme.one", "first").into(plugins);
    try (PluginContainer container = builder().build()) {
      Supplier<?> service = container.services().require(Supplier.class);
      Path library = Files.createDirectory(plugins.resolve("aside"));
      new PluginJar("acme.lib")
          .source("module-info.java", "module acme.lib { exports acme.lib; }")
          .source("acme/lib/L.java", "package acme.lib; public class L {}")
          .into(library);
      PluginJar.supplying("acme.one", "second")
          .source(
              "module-info.java",
              "module acme.one { requires acme.lib;"
                  + " provides java.util.function.Supplier with acme.one.Hello; }")
          .on(library)
          .into(plugins);
      assertThat(container.admin().refresh())
          .singleElement()
          .asString()
          .startsWith(
              "The update of acme.one 0.0.0 to acme.one 0.0.0 is held back, and acme.one 0.0.0"
                  + " stays, because the new one can't be resolved: Module acme.lib not found");
      assertThat(container.services().require(Supplier.class)).isSameAs(service);
      assertThat(container.admin().problems())
          .extracting(Problem::rule)
          .containsExactly("update.held");

      Files.move(library.resolve("acme.lib.jar"), plugins.resolve("acme.lib.jar"));
      assertThat(container.admin().refresh())
          .contains("updated acme.one 0.0.0 to acme.one 0.0.0, which was held back before");
      assertThat(container.services().require(Supplier.class).get()).isEqualTo("second");
      assertThat(container.admin().problems()).isEmpty();
    }
  }

  @Test
  void aJarThatChangedUnderARegisteredNameIsNoticedBeforeItIsActivated() throws Exception {
    PluginJar.supplying("acme.one", "first").into(plugins);
    PluginJar.supplying("acme.two", "two").into(plugins);
    builder().build().close(); // makes the index
    new PluginJar("acme.one")
        .source("module-info.java", "module acme.one { exports acme.one; }")
        .source("acme/one/Other.java", "package acme.one; public class Other {}")
        .into(plugins);
    try (PluginContainer container = builder().build()) {
      var stale = container.services().handles(Supplier.class);
      assertThat(stale).hasSize(2); // as the index says, without a look at any jar
      assertThat(container.services().require(Supplier.class).get()).isEqualTo("two");
      assertThat(container.services().handles(Supplier.class)).hasSize(1);
      assertThat(notices).contains("updated acme.one 0.0.0 to other content of the same version");
      assertThatThrownBy(() -> stale.get(0).get()).isInstanceOf(ServiceNotFoundException.class);
    }
  }

  @Test
  void aHandleNoticesThatItsJarChangedBeforeItIsActivated() throws Exception {
    PluginJar.supplying("acme.one", "first").into(plugins);
    builder().build().close(); // makes the index
    PluginJar.supplying("acme.one", "second, and longer").into(plugins);
    try (PluginContainer container = builder().build()) {
      ServiceHandle<?> handle = container.services().handles(Supplier.class).get(0);
      assertThat(((Supplier<?>) handle.get()).get()).isEqualTo("second, and longer");
      assertThat(container.admin().plugin("acme.one").orElseThrow().transitions())
          .extracting(dev.latent.api.admin.PluginTransition::to)
          .containsExactly(PluginState.ACTIVATING, PluginState.ACTIVE);
      assertThat(notices).contains("updated acme.one 0.0.0 to other content of the same version");
    }
  }

  @Test
  void aBuilderRefusesWhatMakesNoSense() {
    assertThatThrownBy(() -> PluginContainer.builder().build())
        .hasMessage(
            "A container needs a place for plugins. Call plugins(Path...) or"
                + " finder(PluginFinder).");
    assertThatThrownBy(() -> PluginContainer.builder().framework("osgi"))
        .hasMessage("'osgi' is not a framework. Use felix, equinox or none.");
    assertThatThrownBy(() -> builder().framework("felix"))
        .hasMessage("framework was set before, to none.");
    assertThatThrownBy(() -> builder().stopLimit(java.time.Duration.ZERO))
        .hasMessage("A limit must be more than zero; got PT0S.");
    PluginContainerBuilder used = builder();
    used.build().close();
    assertThatThrownBy(used::build)
        .hasMessage(
            "This builder has built its container. Make another builder for another container.");
  }
}
