package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import acme.api.Counter;
import acme.api.Greeter;
import acme.api.Renderer;
import acme.api.Trace;
import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceHandle;
import dev.latent.container.PluginContainer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plugins that are modules, whatever else runs beside them. */
@Tag("modules")
class LayerPluginsTests {

  @RegisterExtension final Host host = new Host();

  @Test
  void aPlainJarIsAnAutomaticModuleThatOffersWhatItsServicesFilesSay() {
    host.install("basic/greet.plain");
    PluginContainer container = host.start();

    assertThat(container.services().require(Greeter.class).greet("x")).contains("greet.plain");
    assertThat(Host.snapshot(container, "greet.plain").id().version().toString())
        .isEqualTo("1.4.0");
    assertThat(Host.problems(container)).isEmpty();
  }

  @Test
  void aJarOfBothKindsOffersItsServicesOnce() {
    host.install("basic/greet.dual");
    PluginContainer container = host.start();

    assertThat(container.services().handles(Greeter.class)).hasSize(1);
    assertThat(container.services().handles((String) null, null)).hasSize(1);
    assertThat(Host.snapshot(container, "greet.dual").kind())
        .isEqualTo(Host.bundles() ? PluginKind.BUNDLE : PluginKind.LAYER);
    assertThat(container.services().require(Greeter.class).greet("x")).contains("greet.dual");
  }

  @Test
  void aModuleGetsTheVersionThatItWasCompiledAgainstBesideANewerOne() {
    host.install("basic/layer.library-4", "basic/layer.user");
    PluginContainer newer = host.start();
    assertThat(newer.services().require(Renderer.class).render("x")).isEqualTo("4.0 library: x");
    newer.close();

    host.install("basic/layer.library");
    PluginContainer both = host.start();

    assertThat(both.services().require(Renderer.class).render("x")).isEqualTo("library: x");
  }

  @Test
  void anActivatorGivesWhatACapabilityPromises() {
    host.install("basic/layer.promised");
    PluginContainer container = host.start();
    List<ServiceHandle<Greeter>> handles = container.services().handles(Greeter.class);
    assertThat(handles)
        .extracting(handle -> handle.attributes().get("language"))
        .containsExactly("fr", "it");
    assertThat(Trace.events()).isEmpty();

    Greeter italian = container.services().require(Greeter.class, "(language=it)");

    assertThat(italian.greet("x")).isEqualTo("Ciao, x");
    assertThat(handles.get(0).get().greet("x")).isEqualTo("Bonjour, x");
    assertThat(handles.get(1).get()).isSameAs(italian);
    assertThat(handles.get(1).attributes()).containsEntry("tone", "warm");
    assertThat(container.services().handles(Greeter.class)).isEqualTo(handles);
    assertThat(Host.snapshot(container, "acme.promised").services()).hasSize(2);
    assertThat(Host.problems(container)).isEmpty();
  }

  @Test
  void whatAnActivatorTakesBackIsPromisedAgainOnceItsPluginStopped() {
    host.install("basic/layer.promised");
    PluginContainer container = host.start();
    List<String> changes = new ArrayList<>();
    container
        .services()
        .onChange(
            Greeter.class,
            change ->
                changes.add(change.kind() + " " + change.handle().attributes().get("language")));
    Greeter french = container.services().require(Greeter.class, "(language=fr)");
    changes.clear();

    french.greet("");

    assertThat(changes).containsExactly("REMOVED fr");
    assertThat(container.services().find(Greeter.class, "(language=fr)")).isEmpty();
    assertThat(container.services().find(Greeter.class, "(language=it)")).isPresent();
    assertThat(Host.problems(container)).isEmpty();

    container.admin().stop(Host.id(container, "acme.promised"));
    Greeter again = container.services().require(Greeter.class, "(language=fr)");

    assertThat(again.greet("x")).isEqualTo("Bonjour, x");
    assertThat(again).isNotSameAs(french);
    assertThat(container.services().handles(Greeter.class)).hasSize(2);
  }

  @Test
  void serviceLoaderFindsServicesOfOtherPluginsAndActivatesNone() {
    host.install("basic/layer.loads", "basic/greet.layer", "basic/layer.lifecycle");
    PluginContainer container = host.start();

    assertThat(container.services().require(Counter.class).next()).isEqualTo(2);
    assertThat(Host.active(container)).containsExactly("acme.layer.loads");
    assertThat(Trace.events("lifecycle")).isEmpty();
    assertThat(container.admin().check()).isEmpty();
  }

  @Test
  void serviceLoaderFindsNothingOfADisabledPlugin() {
    host.install("basic/layer.loads", "basic/greet.layer", "basic/layer.lifecycle");
    PluginContainer container =
        host.start(host.builder().policy("acme.lifecycle", ActivationPolicy.DISABLED));

    assertThat(container.services().require(Counter.class).next()).isEqualTo(1);
  }

  @Test
  void serviceLoaderInALayerFindsThemAsWell() {
    host.install("basic/layer.uses", "basic/greet.layer");

    assertThat(host.start().services().require(Counter.class).next()).isEqualTo(1);
  }

  @Test
  void serviceLoaderIsLeftToTheJdkWhereTheHostSaysSo() {
    host.install("basic/layer.loads", "basic/greet.layer")
        .property("latent.serviceloader", "false");
    PluginContainer container = host.start();

    assertThat(container.services().require(Counter.class).next()).isZero();
    assertThat(container.admin().check())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .isEqualTo(
                        "acme.layer.loads 0.0.0 uses service acme.api.Greeter, and"
                            + " ServiceLoader.load(acme.api.Greeter.class) in it finds nothing of"
                            + " acme.greet.layer 0.0.0, because latent.serviceloader is false. Set"
                            + " it to true, or let the plugin call"
                            + " ServiceLoader.load(getClass().getModule().getLayer(),"
                            + " acme.api.Greeter.class)."));
  }

  @Test
  void dataSurvivesRestarts() {
    host.install("basic/layer.data");
    for (int run = 1; run <= 3; run++) {
      PluginContainer container = host.start();
      assertThat(container.services().require(Counter.class).next()).isEqualTo(run);
      container.close();
    }
  }

  @Test
  void aPluginThatWasStoppedBeginsAnewWithTheNextLookup() {
    host.install("basic/layer.data");
    PluginContainer container = host.start();
    container.services().require(Counter.class);

    container.admin().stop(Host.id(container, "acme.layer.data"));

    assertThat(Host.state(container, "acme.layer.data")).isEqualTo(PluginState.REGISTERED);
    assertThat(container.services().require(Counter.class).next()).isEqualTo(2);
  }
}
