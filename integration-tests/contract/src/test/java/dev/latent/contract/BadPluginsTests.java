package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import acme.api.Gate;
import acme.api.Greeter;
import acme.api.Trace;
import dev.latent.api.ActivationException;
import dev.latent.api.PluginException;
import dev.latent.api.PluginState;
import dev.latent.container.PluginContainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One bad plugin hurts itself only, says what is wrong with it, and stays visible. */
class BadPluginsTests {

  @RegisterExtension final Host host = new Host();

  /** What can be seen without activation: the container says so as soon as it is built. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bad.manifest-line   | META-INF/MANIFEST.MF is no manifest: invalid header field (line 4)
          bad.manifest-clause | Import-Package
          bad.version         | one.two
          bad.no-name         | Bundle-SymbolicName
          bad.policy          | sometimes
          """)
  void reportsWhatCanNotBeRead(String fixture, String words) {
    host.install("twin.first", "bad/" + fixture);
    PluginContainer container = host.start();

    assertThat(Host.problems(container)).contains(fixture).contains(words);
    assertThat(container.services().require(Greeter.class, "(language=en)").greet("x"))
        .startsWith("twin.first ");
  }

  @ParameterizedTest
  @Tag("files")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bad.corrupt         | The jar is damaged or cut off:
          bad.truncated       | The jar is damaged or cut off:
          bad.not-a-jar       | The file is no jar: it does not start as a zip does. Replace it
          bad.empty           | The file is empty. Replace it with the jar, or move it out of the
          """)
  void reportsFilesThatAreNoWholeJars(String fixture, String words) {
    reportsWhatCanNotBeRead(fixture, words);
  }

  @Test
  void reportsTwoFilesOfOnePluginAndUsesTheFirst() {
    host.install("twin.first", "bad/bad.duplicate-1", "bad/bad.duplicate-2");
    PluginContainer container = host.start();

    assertThat(Host.problems(container))
        .contains("bad.duplicate-2.jar")
        .contains("bad.duplicate 1.0.0")
        .contains("bad.duplicate-1.jar");
    assertThat(container.services().require(Greeter.class, "(language=en)")).isNotNull();
  }

  @ParameterizedTest
  @Tag("bundles")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bad.filter       | filter
          bad.ds-broken    | OSGI-INF
          bad.ds-namespace | namespace
          bad.ds-doctype   | DOCTYPE
          bad.ds-entity    | DOCTYPE
          bad.ds-missing   | OSGI-INF
          """)
  void reportsDescriptorsThatCanNotBeUnderstood(String fixture, String words) {
    host.install("twin.first", "bad/" + fixture);
    PluginContainer container = host.start();

    assertThat(Host.problems(container)).contains(fixture).contains(words);
    assertThat(container.services().require(Greeter.class, "(language=en)")).isNotNull();
    assertThat(Trace.events("bad")).isEmpty();
  }

  /** What only an activation shows: the error says it, and the problems do from then on. */
  @ParameterizedTest
  @Tag("bundles")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          import-missing     | not found, required by bad.import-missing
          import-low         | acme.api [9,10)
          capability-missing | not found, required by bad.capability-missing
          bundle-missing     | not found, required by bad.bundle-missing
          activator-missing  | bad.activatormissing
          activator-type     | BundleActivator
          activator-throws   | Its activator bad.activatorthrows.Start threw
          activator-error    | Its activator bad.activatorerror.Start threw
          activator-init     | static initialiser
          activator-linkage  | bad/activatorlinkage/Needed
          newer-class        | It was compiled for Java 55, and this is Java
          crc                | bad.crc
          service-type       | acme.api.Greeter
          """)
  void saysWhyABundleCanNotBeUsed(String fault, String words) {
    fails(fault, words);
  }

  @ParameterizedTest
  @Tag("modules")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          newer-layer            | Java 55
          module-missing         | not found, required by bad.modulemissing
          provider-missing       | bad.providermissing
          provider-private       | public
          layer-activator-throws | bad.layeractivatorthrows.Start
          split-user             | Package bad.split is in
          cycle-a                | Modules that require each other in a circle can't be used
          """)
  void saysWhyALayerPluginCanNotBeUsed(String fault, String words) {
    host.install("twin.library");
    if (fault.equals("split-user")) {
      host.install("bad/bad.split-a", "bad/bad.split-b");
    }
    if (fault.equals("cycle-a")) {
      host.install("bad/bad.cycle-b");
    }
    fails(fault, words);
  }

  /** What shows when the service is made: the plugin is active by then. */
  @ParameterizedTest
  @Tag("modules")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          provider-type    | acme.api.Greeter
          provider-throws  | bad.providerthrows.Hello
          provider-init    | static initialiser
          provider-linkage | bad.providerlinkage.Needed
          """)
  void saysWhyAServiceOfALayerPluginCanNotBeMade(String fault, String words) {
    PluginContainer container = failsToGive(fault, words);

    assertThat(Host.problems(container))
        .contains("ERROR service.failed bad." + fault + ".jar: ")
        .contains(words);
  }

  @Test
  @Tag("bundles")
  void saysThatABundleDoesNotKeepItsPromise() {
    failsToGive(
        "service-absent",
        "is active but did not register the service acme.api.Greeter that its descriptor promises");
  }

  @Test
  @Tag("bundles")
  void saysThatAServiceFactoryGaveNothing() {
    failsToGive("service-factory", "registered [acme.api.Greeter] and gave no object for it");
  }

  @Test
  @Tag("modules")
  void aLayerPluginWhoseActivatorIsLateHoldsUpNobodyElse() throws Exception {
    host.install("bad/bad.layer-blocks", "basic/greet.layer");
    PluginContainer container = host.start(host.builder().activationLimit(Duration.ofMillis(200)));
    Gate gate = Gate.close("bad.layer-blocks");
    AtomicReference<String> late = new AtomicReference<>();
    Thread holder =
        new Thread(
            () ->
                late.set(
                    container.services().require(Greeter.class, "(fault=layer-blocks)").greet("x")),
            "the one that waits");
    holder.start();
    gate.awaitEntered();

    assertThatThrownBy(() -> container.services().require(Greeter.class, "(fault=layer-blocks)"))
        .isInstanceOf(ActivationException.class)
        .hasMessageContaining(
            "Gave up after waiting 200 ms: bad.layerblocks 0.0.0 is being activated by")
        .hasMessageContaining("thread 'the one that waits' since ");
    assertThat(container.services().require(Greeter.class, "(!(fault=*))").greet("x")).isNotEmpty();

    gate.open();
    holder.join();
    assertThat(late.get()).isEqualTo("Hello (bad.layer-blocks), x");
    assertThat(Host.state(container, "bad.layerblocks")).isEqualTo(PluginState.ACTIVE);
  }

  /** A start that never ends holds up only those who want that plugin, and those not for ever. */
  @Test
  void saysWhoHoldsAnActivationThatTakesTooLong() throws Exception {
    host.install("twin.first", "twin.second");
    PluginContainer container = host.start(host.builder().activationLimit(Duration.ofMillis(200)));
    Gate gate = Gate.close("twin.first");
    Thread holder =
        new Thread(
            () -> container.services().require(Greeter.class, "(language=en)"),
            "the one that waits");
    holder.start();
    gate.awaitEntered();

    assertThatThrownBy(() -> container.services().handles(Greeter.class).get(0).get())
        .isInstanceOf(ActivationException.class)
        .hasMessageContaining(
            "Gave up after waiting 200 ms: twin.first 1.0.0 is being activated by")
        .hasMessageContaining("thread 'the one that waits' since ")
        .hasMessageContaining(" ms, in step start, because of lookup of acme.api.Greeter")
        .hasMessageContaining("acme.api.Gate")
        .hasMessageContaining("raise latent.activation.limit");
    assertThat(container.services().require(Greeter.class).greet("x")).startsWith("twin.second ");
    assertThat(Host.state(container, "twin.first")).isEqualTo(PluginState.ACTIVATING);

    gate.open();
    holder.join();
    assertThat(Host.state(container, "twin.first")).isEqualTo(PluginState.ACTIVE);
  }

  @Test
  @Tag("bundles")
  void saysWhoHoldsABundleWhoseActivatorDoesNotReturn() throws Exception {
    host.install("bad/bad.activator-blocks", "twin.last");
    PluginContainer container = host.start(host.builder().activationLimit(Duration.ofMillis(200)));
    Gate gate = Gate.close("bad.activator-blocks");
    Thread holder =
        new Thread(
            () -> container.admin().activate(Host.id(container, "bad.activator-blocks")), "holder");
    holder.start();
    gate.awaitEntered();

    assertThatThrownBy(() -> container.admin().activate(Host.id(container, "bad.activator-blocks")))
        .isInstanceOf(ActivationException.class)
        .hasMessageContaining("bad.activator-blocks 1.0.0 is being activated by thread 'holder'")
        .hasMessageContaining("because of the admin API");
    assertThat(container.services().require(Greeter.class, "(language=it)")).isNotNull();
    gate.open();
    holder.join();
  }

  @ParameterizedTest
  @Tag("bundles")
  @ValueSource(strings = {"bad.leaves-thread", "bad.layer-leaves"})
  void reportsThreadsThatAPluginLeftBehind(String plugin) throws Exception {
    Gate gate = Gate.close(plugin);
    host.install("bad/" + plugin, "twin.last");
    PluginContainer container = host.start();
    container
        .services()
        .require(Greeter.class, "(fault=" + plugin.substring("bad.".length()) + ")");
    String name = container.services().handles(Greeter.class).get(0).plugin().name();
    gate.awaitEntered();

    container.admin().stop(Host.id(container, name));

    assertThat(Host.problems(container))
        .contains("WARNING stop.leftover " + plugin + ".jar: " + name)
        .contains(plugin + " worker");
    gate.open();
  }

  @ParameterizedTest
  @Tag("bundles")
  @ValueSource(strings = {"bad.leaves-thread", "bad.layer-leaves"})
  void reportsThreadsAndFilesWhenItIsClosed(String plugin) throws Exception {
    reportsThreadsAndFiles(plugin);
  }

  @Test
  @Tag("modules")
  void reportsThreadsAndFilesThatALayerPluginLeftBehind() throws Exception {
    reportsThreadsAndFiles("bad.layer-leaves");
  }

  private void reportsThreadsAndFiles(String plugin) throws Exception {
    Gate gate = Gate.close(plugin);
    host.install("bad/" + plugin);
    PluginContainer container = host.start();
    container.services().require(Greeter.class);
    String name = container.services().handles(Greeter.class).get(0).plugin().name();
    gate.awaitEntered();

    container.close();

    assertThat(host.notices())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith(name + " ")
                    .contains("left thread " + plugin + " worker running"))
        .anySatisfy(line -> assertThat(line).contains("left file ").contains("log open"));
    gate.open();
  }

  @Test
  @Tag("bundles")
  void saysThatTheHostOfAFragmentIsMissing() {
    host.install("bad/bad.host-missing", "twin.last");
    PluginContainer container = host.start();

    assertThat(String.join("\n", container.admin().whyNot("bad.host-missing")))
        .contains("host bundle ")
        .contains("is missing, required by bad.host-missing 1.0.0");
    assertThat(container.admin().check())
        .anySatisfy(
            problem ->
                assertThat(problem.message())
                    .contains("not found, required by bad.host-missing 1.0.0"));
    assertThat(container.services().require(Greeter.class)).isNotNull();
  }

  @ParameterizedTest
  @Tag("bundles")
  @CsvSource({"bad.ds-class", "bad.ds-throws"})
  void staysUsableBesideAComponentThatCanNotBeMade(String fixture) {
    host.install(
        "bad/" + fixture,
        "twin.last",
        "org.apache.felix.scr",
        "org.osgi.service.component",
        "org.osgi.util.function",
        "org.osgi.util.promise");
    PluginContainer container = host.start();

    String filter = "(fault=" + fixture.substring("bad.".length()) + ")";
    assertThatThrownBy(() -> container.services().require(Greeter.class, filter))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining(fixture);
    assertThat(container.services().require(Greeter.class, "(language=it)")).isNotNull();
    assertThat(Host.problems(container)).contains(fixture);
  }

  private void fails(String fault, String words) {
    PluginContainer container = failsToGive(fault, words);
    assertThat(Host.problems(container)).contains("bad." + fault);
  }

  private PluginContainer failsToGive(String fault, String words) {
    host.install("twin.last", "bad/bad." + fault);
    PluginContainer container = host.start();
    String filter = "(fault=" + fault + ")";
    if (container.services().handles(Greeter.class, filter).isEmpty()) {
      filter = "(!(language=it))";
    }
    String wanted = filter;

    Throwable error = catchThrowable(() -> container.services().require(Greeter.class, wanted));

    assertThat(error).isInstanceOf(PluginException.class);
    assertThat(error).hasMessageContaining(words).hasMessageContaining("bad");
    assertThat(container.services().require(Greeter.class, "(language=it)").greet("x"))
        .startsWith("twin.last ");
    return container;
  }

  @Test
  void reportsAModuleDescriptorOfANewerJava() {
    host.install("twin.first", "bad/bad.newer-module-info");
    PluginContainer container = host.start();

    assertThat(Host.problems(container))
        .contains(
            "bad.newer-module-info.jar: module-info.class was compiled for Java 55; this is Java "
                + Runtime.version().feature()
                + ". As a module the jar can't be used here");
    assertThat(container.services().require(Greeter.class, "(language=en)")).isNotNull();
  }

  @Test
  @Tag("bundles")
  void saysInTheNextStartWhichPluginEndedTheJvm() throws Exception {
    host.install("bad/bad.activator-exits", "twin.first");

    ChildJvm.Result result =
        ChildJvm.of(ExitChild.class).run(host.directory().toString(), "(fault=activator-exits)");

    assertThat(result.exit()).as(result.output()).isEqualTo(42);
    PluginContainer container = host.start();
    assertThat(Host.problems(container)).contains(ended("bad.activator-exits 1.0.0"));
    assertThat(container.services().require(Greeter.class, "(language=en)")).isNotNull();
  }

  /** The same of plugins that are a module and nothing else, in a start and in a constructor. */
  @ParameterizedTest
  @Tag("modules")
  @CsvSource({"layer-exits, bad.layerexits", "provider-exits, bad.providerexits"})
  void saysInTheNextStartWhichLayerPluginEndedTheJvm(String fault, String name) throws Exception {
    host.install("bad/bad." + fault, "basic/greet.layer");

    ChildJvm.Result result =
        ChildJvm.of(ExitChild.class).run(host.directory().toString(), "(fault=" + fault + ")");

    assertThat(result.exit()).as(result.output()).isEqualTo(42);
    PluginContainer container = host.start();
    assertThat(Host.problems(container)).contains(ended(name + " 0.0.0"));
    assertThat(container.services().require(Greeter.class, "(!(fault=*))")).isNotNull();
  }

  private static String ended(String plugin) {
    return "The JVM ended last time while "
        + plugin
        + " was being activated. If it called System.exit or crashed, set its policy to manual or"
        + " disabled.";
  }

  /** Looks up what ends this JVM while it is activated. */
  static final class ExitChild {

    private ExitChild() {}

    public static void main(String[] args) {
      PluginContainer.builder()
          .plugins(Path.of(args[0]))
          .hostPackages(Host.API)
          .build()
          .services()
          .require(Greeter.class, args[1]);
    }
  }
}
