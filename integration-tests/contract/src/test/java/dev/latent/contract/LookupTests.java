package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acme.api.Counter;
import acme.api.Greeter;
import acme.api.Renderer;
import acme.api.Trace;
import dev.latent.api.Deferred;
import dev.latent.api.PluginServices;
import dev.latent.api.ServiceChange;
import dev.latent.api.ServiceHandle;
import dev.latent.api.ServiceNotFoundException;
import dev.latent.api.ServiceRegistration;
import dev.latent.api.Subscription;
import dev.latent.container.PluginContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Finding services, and what the first use of one activates. */
class LookupTests {

  @RegisterExtension final Host host = new Host();

  @Test
  void activatesThePluginOfTheServiceThatWasFoundAndNoOther() {
    host.install("twin.first", "twin.second", "twin.pdf");
    PluginContainer container = host.start();

    Greeter greeter = container.services().find(Greeter.class).orElseThrow();

    assertThat(greeter.greet("Eve")).isEqualTo("twin.first 1.0.0: Eve");
    assertThat(Host.active(container)).containsExactly("twin.first");
    assertThat(Trace.events("start ")).containsExactly("start twin.first");
    assertThat(Trace.events("twin.second")).isEmpty();
    assertThat(Trace.events("twin.pdf")).isEmpty();
    assertThat(container.services().require(Greeter.class)).isSameAs(greeter);
    assertThat(Trace.events("start ")).containsExactly("start twin.first");
  }

  @Test
  void activatesWithThePluginWhatItRequires() {
    host.install("twin.library", "twin.user", "twin.first");
    PluginContainer container = host.start();

    Renderer renderer = container.services().require(Renderer.class);

    assertThat(renderer.render("x")).isEqualTo("1.0.0:x");
    assertThat(Trace.events("init twin.library")).contains("init twin.library.Facts");
    assertThat(Trace.events("twin.first")).isEmpty();
    assertThat(Host.active(container)).contains("twin.user").doesNotContain("twin.first");
  }

  @Test
  void looksUpByTheNameOfATypeAsByItsClass() {
    host.install("twin.first", "twin.second", "twin.last");
    PluginServices services = host.start().services();
    String name = Greeter.class.getName();
    Deferred<Object> deferred = services.deferred(name, "(language=it)");
    assertThat(Trace.events()).isEmpty();

    assertThat(services.require(name, null)).isSameAs(services.require(Greeter.class));
    assertThat(services.find(name, "(language=it)"))
        .containsSame(services.require(Greeter.class, "(language=it)"));
    assertThat(deferred.get()).isSameAs(services.require(Greeter.class, "(language=it)"));
    assertThat(services.find("acme.api.Nobody", null)).isEmpty();
    assertThatThrownBy(() -> services.require(name, "(language=xx)"))
        .isInstanceOf(ServiceNotFoundException.class)
        .hasMessageStartingWith(
            "No plugin offers acme.api.Greeter with (language=xx), looked up by");
  }

  @Test
  void tellsOfChangesByTheNameOfAType() {
    PluginServices services = host.start().services();
    List<ServiceChange<Object>> changes = new ArrayList<>();
    Subscription subscription = services.onChange(Greeter.class.getName(), changes::add);

    services.register(Greeter.class, name -> "host " + name, Map.of()).close();
    subscription.close();
    services.register(Greeter.class, name -> "again", Map.of()).close();

    assertThat(changes)
        .extracting(ServiceChange::kind)
        .containsExactly(ServiceChange.Kind.ADDED, ServiceChange.Kind.REMOVED);
  }

  @Test
  void looksUpAmongTheServicesOfOnePlugin() {
    host.install("twin.first", "twin.second", "twin.last");
    PluginServices services = host.start().services();
    Greeter best = services.require(Greeter.class);
    PluginServices last = services.of("twin.last");

    assertThat(last.require(Greeter.class).greet("Eve")).isEqualTo("twin.last 1.0.0: Eve");
    assertThat(last.find(Greeter.class, "(language=en)")).isEmpty();
    assertThat(last.handles((String) null, null))
        .extracting(handle -> handle.plugin().name())
        .containsExactly("twin.last");
    assertThat(services.of("twin.first:1.0.0").require(Greeter.class)).isSameAs(best);
    assertThat(services.of("twin.first:2.0.0").find(Greeter.class)).isEmpty();
    assertThat(services.require(Greeter.class)).isSameAs(best);
    assertThat(Trace.events("start ")).containsExactly("start twin.first", "start twin.last");
  }

  @Test
  void saysOfOnePluginWhatItOffersInstead() {
    host.install("twin.first", "twin.second");
    PluginServices services = host.start().services();

    assertThatThrownBy(() -> services.of("twin.first").require(Renderer.class))
        .isInstanceOf(ServiceNotFoundException.class)
        .hasMessage(
            "Plugin twin.first 1.0.0 does not offer acme.api.Renderer, looked up by the host. It"
                + " offers acme.api.Greeter.");
    assertThatThrownBy(() -> services.of("twin.first").require(Greeter.class, "(language=it)"))
        .hasMessage(
            "Plugin twin.first 1.0.0 does not offer acme.api.Greeter with (language=it), looked up"
                + " by the host.\n"
                + "- twin.first 1.0.0 offers it with language=en, which the filter excludes");
    assertThatThrownBy(() -> services.of("twin.frist").require(Greeter.class))
        .hasMessage(
            "There is no plugin twin.frist to offer acme.api.Greeter, looked up by the host."
                + " Nearest: twin.first. Check the name, or put its jar into a plugin directory.");
    assertThatThrownBy(
            () -> services.of("twin.first").register(Greeter.class, name -> name, Map.of()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("limited to the services of plugin twin.first");
    assertThat(Trace.events()).isEmpty();
  }

  @Test
  void givesEveryServiceWhatFiltersMayAskOfAny() {
    host.install("twin.first", "twin.pdf");
    PluginServices services = host.start().services();
    for (ServiceHandle<Object> handle : services.handles((String) null, null)) {
      Map<String, Object> standard =
          Map.of(
              "objectClass", List.of(handle.typeName()),
              "service.ranking", handle.ranking(),
              "latent.plugin", handle.plugin().name(),
              "latent.plugin.version", "1.0.0");
      assertThat(handle.attributes()).containsAllEntriesOf(standard);
      handle.get();
      assertThat(handle.attributes()).containsAllEntriesOf(standard);
      assertThat(
              services.handles(handle.typeName(), "(latent.plugin=" + handle.plugin().name() + ")"))
          .containsExactly(handle);
    }
    assertThat(services.handles((String) null, "(latent.plugin=twin.*)")).hasSize(2);
    assertThat(services.handles(Greeter.class, "(latent.plugin.version=2*)")).isEmpty();
  }

  @Test
  void neverActivatesAPluginToSeeWhetherItMatches() {
    host.install("twin.first", "twin.second", "twin.last");
    PluginServices services = host.start().services();

    assertThat(services.require(Greeter.class, "(language=it)").greet("Eve"))
        .isEqualTo("twin.last 1.0.0: Eve");
    assertThat(services.find(Greeter.class, "(language=xx)")).isEmpty();
    assertThat(services.handles(Greeter.class, "(service.ranking>=5)")).hasSize(2);
    assertThat(Trace.events("start ")).containsExactly("start twin.last");
  }

  @Test
  void ordersByRankingAndThenByReferenceOrder() {
    host.install("twin.tie", "twin.last", "twin.second", "twin.first");
    PluginServices services = host.start().services();

    assertThat(services.handles(Greeter.class))
        .extracting(handle -> handle.plugin().name())
        .containsExactly("twin.first", "twin.second", "twin.tie", "twin.last");
    assertThat(services.handles(Greeter.class))
        .extracting(ServiceHandle::ranking)
        .containsExactly(10, 5, 5, 0);
    assertThat(Trace.events()).isEmpty();
  }

  @Test
  void keepsItsOrderWhateverWasUsedFirst() {
    host.install("twin.tie", "twin.second", "twin.first");
    PluginServices services = host.start().services();

    assertThat(services.require(Greeter.class, "(language=fr)").greet("x")).startsWith("twin.tie ");

    assertThat(services.require(Greeter.class, "(service.ranking=5)").greet("x"))
        .startsWith("twin.second ");
    assertThat(services.handles(Greeter.class))
        .extracting(handle -> handle.plugin().name())
        .containsExactly("twin.first", "twin.second", "twin.tie");
  }

  @Test
  void readsAttributesOfHandlesWithoutActivation() {
    host.install("twin.first");
    PluginServices services = host.start().services();

    ServiceHandle<Greeter> handle = services.handles(Greeter.class).get(0);

    assertThat(handle.attributes().get("language")).isEqualTo("en");
    assertThat(handle.attributes().get("LANGUAGE")).isEqualTo("en");
    assertThat(handle.typeName()).isEqualTo("acme.api.Greeter");
    assertThat(handle.peek()).isEmpty();
    assertThat(Trace.events()).isEmpty();
    assertThat(handle.get().greet("Eve")).isEqualTo("twin.first 1.0.0: Eve");
    assertThat(handle.peek()).contains(handle.get());
  }

  @Test
  void findsByTheNameOfAType() {
    host.install("twin.first", "twin.pdf");
    PluginServices services = host.start().services();

    List<ServiceHandle<Object>> greeters = services.handles("acme.api.Greeter", null);
    List<ServiceHandle<Object>> all = services.handles((String) null, "(|(language=en)(format=*))");

    assertThat(greeters).hasSize(1);
    assertThat(all).extracting(ServiceHandle::typeName).contains("acme.api.Renderer");
    assertThat(Trace.events()).isEmpty();
    assertThat(greeters.get(0).get()).isInstanceOf(Greeter.class);
  }

  @Test
  void defersALookupUntilItsValueIsAskedFor() {
    host.install("twin.first");
    PluginServices services = host.start().services();

    Deferred<Greeter> greeter = services.deferred(Greeter.class, "(language=en)");
    Deferred<String> greeting = greeter.map(found -> found.greet("Eve"));

    assertThat(greeter.peek()).isEmpty();
    assertThat(Trace.events()).isEmpty();
    assertThat(greeting.get()).isEqualTo("twin.first 1.0.0: Eve");
    assertThat(greeter.peek()).isPresent();
  }

  @Test
  void triesADeferredLookupAgainAfterItFailed() {
    PluginContainer container = host.start();
    Deferred<Greeter> greeter = container.services().deferred(Greeter.class);

    assertThatThrownBy(greeter::get)
        .isInstanceOf(ServiceNotFoundException.class)
        .hasMessageContaining("No plugin offers acme.api.Greeter");
    host.install("twin.first");
    container.admin().refresh();

    assertThat(greeter.get().greet("Eve")).isEqualTo("twin.first 1.0.0: Eve");
  }

  @Test
  void givesAProxyWhoseFirstCallActivates() {
    host.install("twin.first");
    PluginServices services = host.start().services();

    Greeter proxy = services.proxy(Greeter.class);

    assertThat(Trace.events()).isEmpty();
    assertThat(proxy.greet("Eve")).isEqualTo("twin.first 1.0.0: Eve");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> services.proxy(String.class))
        .withMessageContaining("java.lang.String")
        .withMessageContaining("interface");
  }

  @Test
  void namesTheNearestCandidatesWhereNothingMatches() {
    host.install("twin.first", "twin.second");
    PluginServices services = host.start().services();

    assertThatThrownBy(() -> services.require(Greeter.class, "(language=fi)"))
        .isInstanceOf(ServiceNotFoundException.class)
        .hasMessage(
            """
            No plugin offers acme.api.Greeter with (language=fi), looked up by the host. Nearest:
            - twin.first 1.0.0 offers it with language=en, which the filter excludes
            - twin.second 1.0.0 offers it with language=de, which the filter excludes
            Change the filter or the policy, or add a plugin that matches.""");
    assertThatThrownBy(() -> services.require(Counter.class))
        .hasMessageStartingWith("No plugin offers acme.api.Counter, looked up by the host.")
        .hasMessageEndingWith(
            "Add a plugin that offers it to a plugin directory, or check the type.");
    assertThat(Trace.events()).isEmpty();
  }

  @Test
  void saysWhereAFilterIsWrong() {
    PluginServices services = host.start().services();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> services.find(Greeter.class, "(language=en"))
        .withMessageStartingWith("Filter '(language=en' is wrong at character 13: ");
  }

  @Test
  void tellsListenersWhatComesAndGoes() {
    host.install("twin.first");
    PluginContainer container = host.start();
    List<String> heard = new ArrayList<>();

    Subscription subscription =
        container
            .services()
            .onChange(
                Greeter.class,
                change -> heard.add(change.kind() + " " + change.handle().plugin().name()));
    host.install("twin.second");
    container.admin().refresh();
    host.remove("twin.second");
    container.admin().refresh();
    subscription.close();
    host.install("twin.tie");
    container.admin().refresh();

    assertThat(heard).containsExactly("ADDED twin.second", "REMOVED twin.second");
    assertThat(Trace.events()).isEmpty();
  }

  @Test
  void offersServicesOfTheHostAmongThoseOfPlugins() {
    host.install("twin.first", "twin.second");
    PluginServices services = host.start().services();
    List<ServiceChange.Kind> heard = new ArrayList<>();
    services.onChange(Greeter.class, change -> heard.add(change.kind()));
    Greeter own = name -> "host: " + name;

    ServiceRegistration registration =
        services.register(Greeter.class, own, Map.of("language", "la", "service.ranking", 20));

    assertThat(services.require(Greeter.class)).isSameAs(own);
    assertThat(services.require(Greeter.class, "(language=la)")).isSameAs(own);
    assertThat(Trace.events()).isEmpty();
    registration.attributes(Map.of("language", "la", "service.ranking", 7));
    assertThat(services.handles(Greeter.class))
        .extracting(ServiceHandle::ranking)
        .containsExactly(10, 7, 5);
    registration.close();
    registration.close();
    assertThat(services.find(Greeter.class, "(language=la)")).isEmpty();
    assertThat(heard)
        .containsExactly(
            ServiceChange.Kind.ADDED, ServiceChange.Kind.MODIFIED, ServiceChange.Kind.REMOVED);
  }
}
