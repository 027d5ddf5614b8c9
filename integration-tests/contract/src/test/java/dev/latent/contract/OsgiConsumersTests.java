package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import acme.api.Counter;
import acme.api.Greeter;
import acme.api.Renderer;
import acme.api.Trace;
import dev.latent.api.PluginKind;
import dev.latent.api.ServiceInstance;
import dev.latent.container.PluginContainer;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bundles that know nothing of the container, as consumers and as providers. */
@Tag("bundles")
class OsgiConsumersTests {

  private static final String[] SCR = {
    "org.apache.felix.scr",
    "org.osgi.service.component",
    "org.osgi.util.function",
    "org.osgi.util.promise"
  };

  @RegisterExtension final Host host = new Host();

  @Test
  void aPlainLookupInABundleActivatesTheProvider() {
    host.install("twin.needy", "twin.first", "twin.second");
    PluginContainer container = host.start();

    assertThat(container.services().require(Renderer.class).render("x"))
        .isEqualTo("twin.needy 1.0.0: x");

    assertThat(Trace.events("start ")).containsExactly("start twin.needy", "start twin.first");
    assertThat(Trace.events("twin.second")).isEmpty();
    assertThat(container.admin().why("twin.first").get(1)).contains("twin.needy 1.0.0");
  }

  @Test
  void aTrackerSeesEachServiceOnceAndTheRightOne() {
    host.install("basic/use.tracker", "twin.first", "twin.second", "basic/greet.activator");
    PluginContainer container = host.start();

    Counter tracked = container.services().require(Counter.class, "(of=greeters)");

    assertThat(tracked.next()).isEqualTo(3);
    assertThat(Trace.events("added "))
        .containsExactlyInAnyOrder("added en", "added en", "added de");
    container.admin().stop(Host.id(container, "twin.second"));
    assertThat(tracked.next()).isEqualTo(3);
    container.admin().stop(Host.id(container, "use.tracker"));
    assertThat(Trace.events("removed ")).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void aTrackerSeesWhatIsDroppedInAndRemoved() {
    host.install("basic/use.tracker");
    PluginContainer container = host.start();
    Counter tracked = container.services().require(Counter.class, "(of=greeters)");
    assertThat(tracked.next()).isZero();

    host.install("twin.second");
    container.admin().refresh();
    assertThat(tracked.next()).isEqualTo(1);
    assertThat(Trace.events("added ")).containsExactly("added de");

    host.remove("twin.second");
    container.admin().refresh();
    assertThat(tracked.next()).isZero();
    assertThat(Trace.events("removed ")).containsExactly("removed de");
  }

  @Test
  void aTrackerSeesServicesOfTheHost() {
    host.install("basic/use.tracker");
    PluginContainer container = host.start();
    Greeter own = name -> name;
    var registration = container.services().register(Greeter.class, own, Map.of("language", "la"));
    Counter tracked = container.services().require(Counter.class, "(of=greeters)");

    assertThat(tracked.next()).isEqualTo(1);
    registration.close();

    assertThat(tracked.next()).isZero();
    assertThat(Trace.events("removed ")).containsExactly("removed la");
  }

  @Test
  void aComponentIsOfferedAndItsReferenceActivatesTheBestProvider() {
    host.install(SCR).install("basic/use.ds", "twin.first", "twin.second");
    PluginContainer container = host.start();
    assertThat(container.services().handles(Renderer.class, "(format=greeting)")).hasSize(1);
    assertThat(Trace.events()).isEmpty();

    assertThat(container.services().require(Renderer.class, "(format=greeting)").render("Eve"))
        .isEqualTo("twin.first 1.0.0: Eve");

    assertThat(Trace.events("start ")).contains("start twin.first");
    assertThat(Trace.events("twin.second")).isEmpty();
  }

  @Test
  void aComponentHasTheAttributesThatItsDescriptionGives() {
    host.install(SCR).install("basic/render.ds");
    PluginContainer container = host.start();

    var handle = container.services().handles(Renderer.class, "(format=html)").get(0);

    assertThat(handle.ranking()).isEqualTo(4);
    assertThat(handle.attributes().get("charset")).isEqualTo("UTF-8");
    assertThat(Trace.events()).isEmpty();
    assertThat(handle.get().render("x")).contains("html");
  }

  @Test
  void wiresBundlesByTheirVersionRanges() {
    host.install(
        "basic/library.text-1.0",
        "basic/library.text-2.0",
        "basic/use.text-1",
        "basic/use.text-2",
        "basic/use.text-any",
        "basic/use.bundle",
        "basic/use.optional",
        "basic/use.nested",
        "basic/cap.provider",
        "basic/cap.user");
    PluginContainer container = host.start();

    assertThat(render(container, "text1")).isEqualTo("1.0:x");
    assertThat(render(container, "text2")).isEqualTo("2.0:x");
    assertThat(render(container, "textany")).isEqualTo("2.0:x");
    assertThat(render(container, "required")).isEqualTo("1.0:x");
    assertThat(render(container, "optional")).isEqualTo("1.0:x");
    assertThat(render(container, "nested")).contains("x");
    assertThat(render(container, "engine")).contains("x");
  }

  @Test
  void givesEachBundleItsOwnServiceOfAFactory() {
    host.install("basic/count.factory", "basic/count.prototype");
    PluginContainer container = host.start();

    Counter shared = container.services().require(Counter.class, "(scope=factory)");
    assertThat(shared.next()).isEqualTo(1);
    assertThat(container.services().require(Counter.class, "(scope=factory)").next()).isEqualTo(2);
    var prototypes = container.services().handles(Counter.class, "(scope=prototype)").get(0);
    try (ServiceInstance<Counter> one = prototypes.newInstance();
        ServiceInstance<Counter> two = prototypes.newInstance()) {
      assertThat(one.get().next()).isEqualTo(1);
      assertThat(two.get().next()).isEqualTo(1);
    }
  }

  @Test
  void aLayerPluginsServiceIsSeenByABundle() {
    host.install("basic/use.tracker", "basic/acme.api", "basic/greet.layer");
    PluginContainer container = host.start();
    assertThat(Host.snapshot(container, "acme.greet.layer").kind()).isEqualTo(PluginKind.LAYER);

    assertThat(container.services().require(Counter.class, "(of=greeters)").next()).isEqualTo(1);
  }

  @Test
  void aBundlesServiceIsSeenByALayerPlugin() {
    host.install("circular/cross.layer.a", "twin.cross");
    PluginContainer container = host.start();

    assertThat(container.services().require(acme.api.CrossA.class, "(pair=layer)").other())
        .isEqualTo("B");
    assertThat(Trace.events("start ")).contains("start twin.cross");
    assertThat(Host.snapshot(container, "twin.cross").kind()).isEqualTo(PluginKind.BUNDLE);
  }

  private static String render(PluginContainer container, String format) {
    return container.services().require(Renderer.class, "(format=" + format + ")").render("x");
  }
}
