package dev.latent.container.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.ActivationException;
import dev.latent.api.ActivationPolicy;
import dev.latent.api.CircularActivationException;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceHandle;
import dev.latent.api.ServiceInstance;
import dev.latent.api.ServiceNotFoundException;
import dev.latent.api.ServiceRegistration;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.testing.FakePlugin;
import dev.latent.container.testing.FakePlugins;
import dev.latent.container.testing.FakeWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ServiceCatalogTests {

  private final FakeWorld world = new FakeWorld();

  private FakePlugin greeter(String name, Map<String, Object> attributes) {
    return Greeter.offeredBy(world, name, attributes);
  }

  @Test
  void nothingIsActivatedBeforeTheFirstLookupAndThenOnePlugin() {
    greeter("acme.one:1", Map.of());
    greeter("acme.two:1", Map.of());
    List<ServiceHandle<Greeter>> handles = world.services().handles(Greeter.class);
    assertThat(handles).hasSize(2);
    assertThat(world.runtime.log).isEmpty();
    assertThat(world.services().require(Greeter.class).greet()).isEqualTo("hello from acme.one:1");
    assertThat(world.runtime.log).containsExactly("start acme.one 1.0.0");
  }

  @Test
  void theHighestRankingComesFirstThenReferenceOrder() {
    greeter("acme.one:1", Map.of());
    greeter("acme.two:1", Map.of("service.ranking", 5));
    greeter("acme.three:1", Map.of("service.ranking", 5));
    assertThat(world.services().handles(Greeter.class))
        .extracting(handle -> handle.plugin().name())
        .containsExactly("acme.two", "acme.three", "acme.one");
  }

  @Test
  void aFilterThatDoesNotMatchActivatesNothing() {
    greeter("acme.one:1", Map.of("language", "en"));
    greeter("acme.two:1", Map.of("language", "de"));
    assertThat(world.services().find(Greeter.class, "(language=fr)")).isEmpty();
    assertThat(world.runtime.log).isEmpty();
    assertThat(world.services().require(Greeter.class, "(language=de)").greet())
        .isEqualTo("hello from acme.two:1");
    assertThat(world.runtime.log).containsExactly("start acme.two 1.0.0");
  }

  @Test
  void onlyTheContentOfWhatAFilterAllowsIsLookedAt() {
    greeter("acme.one:1", Map.of("language", "en"));
    FakePlugin german = greeter("acme.two:1", Map.of("language", "de"));

    world.services().require(Greeter.class, "(language=de)");
    assertThat(world.verified).containsExactly(german);

    world.services().require(Greeter.class);
    assertThat(world.verified).hasSize(2);
  }

  @Test
  void filtersSeeTheObjectClass() {
    greeter("acme.one:1", Map.of());
    assertThat(
            world.services().find(Greeter.class, "(objectClass=" + Greeter.class.getName() + ")"))
        .isPresent();
  }

  @Test
  void aLookupGoesOnToTheNextCandidateWhereOneFails() {
    FakePlugin bad = greeter("acme.bad:1", Map.of("service.ranking", 9));
    world.runtime.on(
        bad,
        (request, running) -> {
          throw new IllegalStateException("broken");
        });
    greeter("acme.good:1", Map.of());
    assertThat(world.services().require(Greeter.class).greet()).isEqualTo("hello from acme.good:1");
    assertThat(world.activations().status(bad).state()).isEqualTo(PluginState.FAILED);
  }

  /** As a framework throws for a bundle that was uninstalled since it was activated. */
  @Test
  void aLookupGoesOnWhereACandidateIsGoneBeforeItGivesItsService() {
    FakePlugin gone = world.plugins.add("acme.gone:1");
    gone.offers(Greeter.class, Map.of("service.ranking", 9));
    world.runtime.on(
        gone,
        (request, running) ->
            running.provider(
                () -> {
                  throw new IllegalStateException("bundle 7 is uninstalled");
                }));
    greeter("acme.good:1", Map.of());

    assertThat(world.services().require(Greeter.class).greet()).isEqualTo("hello from acme.good:1");
    assertThatThrownBy(() -> world.services().require(Greeter.class, "(service.ranking=9)"))
        .isInstanceOf(ActivationException.class)
        .hasMessageContaining(
            "Plugin acme.gone 1.0.0 could not give its service "
                + Greeter.class.getName()
                + ", as it was stopped or taken away meanwhile:"
                + " java.lang.IllegalStateException: bundle 7 is uninstalled.");
  }

  @Test
  void whereAllCandidatesFailTheErrorHasAllCauses() {
    for (String name : List.of("acme.one", "acme.two")) {
      FakePlugin bad = world.plugins.add(name + ":1").offers(Greeter.class);
      world.runtime.on(
          bad,
          (request, running) -> {
            throw new IllegalStateException("broken " + name);
          });
    }
    assertThatThrownBy(() -> world.services().find(Greeter.class))
        .isInstanceOf(ActivationException.class)
        .hasMessageStartingWith(
            "None of the 2 plugins that offer "
                + Greeter.class.getName()
                + " could be used, asked for by the host:\n- Plugin acme.one 1.0.0")
        .hasRootCauseMessage("broken acme.one")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasRootCauseMessage("broken acme.two"));
  }

  @Test
  void theErrorOfASingleCandidateIsThrownAsItIsAndNamesTheCaller() {
    FakePlugin bad = world.plugins.add("acme.bad:1").offers(Greeter.class);
    world.runtime.on(
        bad,
        (request, running) -> {
          throw new IllegalStateException("broken");
        });
    assertThatThrownBy(() -> world.services().find(Greeter.class))
        .hasMessageContaining(
            "Requested by lookup of " + Greeter.class.getName() + " by the host at ");
  }

  @Test
  void aPromiseThatIsNotKeptIsAnError() {
    world.plugins.add("acme.liar:1").offers(Greeter.class);
    assertThatThrownBy(() -> world.services().find(Greeter.class))
        .isInstanceOf(ActivationException.class)
        .hasMessage(
            "Plugin acme.liar 1.0.0 is active but did not register the service "
                + Greeter.class.getName()
                + " that its descriptor promises (provides in module-info). Correct the descriptor"
                + " or the plugin.");
  }

  @Test
  void anObjectOfAnotherClassSpaceIsSkippedWithBothLoadersNamed() {
    FakePlugin alien = world.plugins.add("acme.alien:1").offers(Greeter.class);
    world.runtime.on(alien, new Object());
    assertThatThrownBy(() -> world.services().find(Greeter.class))
        .hasMessageContaining(
            "the service of plugin acme.alien 1.0.0 is a java.lang.Object and not a ")
        .hasMessageContaining("as the caller sees it: the caller's comes from loader ")
        .hasMessageContaining("and the object (from the JDK) has no type of that name.");
    greeter("acme.good:1", Map.of());
    world.catalog().forget();
    assertThat(world.services().find(Greeter.class)).isPresent();
  }

  @Test
  void theSameObjectIsGivenUntilThePluginStopsAndAnotherAfterwards() {
    FakePlugin plugin = world.plugins.add("acme.one:1").offers(Greeter.class);
    world.runtime.on(
        plugin, (request, running) -> running.provide((Greeter) request.plugin()::toString));
    ServiceHandle<Greeter> handle = world.services().handles(Greeter.class).get(0);
    assertThat(handle.peek()).isEmpty();
    Greeter first = handle.get();
    assertThat(handle.get()).isSameAs(first);
    assertThat(world.services().require(Greeter.class)).isSameAs(first);
    assertThat(handle.peek()).containsSame(first);
    world.stop(plugin);
    assertThat(handle.peek()).isEmpty();
    Greeter second = handle.get();
    assertThat(second).isNotSameAs(first);
    assertThat(world.services().require(Greeter.class)).isSameAs(second);
  }

  @Test
  void aHandleSurvivesAnUpdateAndSaysSoWhenThePluginIsGone() {
    FakePlugin old = greeter("acme.one:1", Map.of());
    ServiceHandle<Greeter> handle = world.services().handles(Greeter.class).get(0);
    assertThat(handle.get().greet()).isEqualTo("hello from acme.one:1");

    FakePlugins updated = world.plugins.copy();
    updated.remove(old);
    FakePlugin next = updated.add("acme.one:2").offers(Greeter.class);
    Greeter newService = () -> "hello from version 2";
    world.runtime.on(next, newService);
    world.catalog().withdraw(old);
    world
        .activations()
        .unregister(old, new dev.latent.container.activation.ActivationCause("an update"));
    world.catalog().replace(updated, List.of(next));
    assertThat(handle.get()).isSameAs(newService);
    assertThat(handle.plugin().version()).hasToString("2.0.0");

    FakePlugins empty = new FakePlugins();
    world.catalog().withdraw(next);
    world
        .activations()
        .unregister(next, new dev.latent.container.activation.ActivationCause("a removal"));
    world.catalog().replace(empty, List.of());
    assertThatThrownBy(handle::get)
        .isInstanceOf(ServiceNotFoundException.class)
        .hasMessage(
            "The service "
                + Greeter.class.getName()
                + " is gone: plugin acme.one 2.0.0 has left the container, or its new version does"
                + " not offer it any more. Look the service up again to get another one.");
  }

  @Test
  void aDeferredServiceIsLookedUpOnFirstUse() {
    greeter("acme.one:1", Map.of("language", "en"));
    var deferred = world.services().deferred(Greeter.class, "(language=en)");
    AtomicInteger mapped = new AtomicInteger();
    var length =
        deferred.map(
            greeter -> {
              mapped.incrementAndGet();
              return greeter.greet().length();
            });
    assertThat(deferred.peek()).isEmpty();
    assertThat(world.runtime.log).isEmpty();
    assertThat(length.get()).isEqualTo("hello from acme.one:1".length());
    assertThat(length.get()).isEqualTo("hello from acme.one:1".length());
    assertThat(mapped).hasValue(1);
    assertThat(deferred.peek()).isPresent();
  }

  @Test
  void aDeferredValueIsComputedAgainAfterAFailure() {
    greeter("acme.one:1", Map.of());
    AtomicInteger tries = new AtomicInteger();
    var value =
        world
            .services()
            .deferred(Greeter.class)
            .map(
                greeter -> {
                  if (tries.incrementAndGet() == 1) {
                    throw new IllegalStateException("not yet");
                  }
                  return greeter.greet();
                });
    assertThatThrownBy(value::get).hasMessage("not yet");
    assertThat(value.get()).isEqualTo("hello from acme.one:1");
  }

  @Test
  void aProxyLooksUpOnItsFirstCallAndPassesEverythingOn() {
    FakePlugin plugin = greeter("acme.one:1", Map.of());
    Greeter proxy = world.services().proxy(Greeter.class);
    assertThat(world.runtime.log).isEmpty();
    assertThat(proxy.greet()).isEqualTo("hello from acme.one:1");
    Greeter real = world.services().require(Greeter.class);
    assertThat(proxy).isNotSameAs(real);
    assertThat(proxy.equals(real)).isTrue();
    assertThat(proxy.hashCode()).isEqualTo(real.hashCode());
    assertThat(proxy).hasToString(real.toString());
    world.stop(plugin);
    assertThat(proxy.greet()).isEqualTo("hello from acme.one:1");
    assertThatThrownBy(() -> world.services().proxy(String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.String is not an interface");
  }

  @Test
  void theHostsServicesComeFirstAmongEqualsAndCanBeWithdrawn() {
    greeter("acme.one:1", Map.of());
    Greeter own = () -> "the host";
    ServiceRegistration registration =
        world.services().register(Greeter.class, own, Map.of("language", "en"));
    assertThat(world.services().require(Greeter.class)).isSameAs(own);
    registration.attributes(Map.of("service.ranking", -1));
    assertThat(world.services().require(Greeter.class)).isNotSameAs(own);
    assertThat(world.services().require(Greeter.class, "(service.ranking=-1)")).isSameAs(own);
    registration.close();
    assertThat(world.services().handles(Greeter.class)).hasSize(1);
    assertThatThrownBy(() -> registration.attributes(Map.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatAPluginRegistersItselfGoesWhenItStops() {
    FakePlugin plugin = world.plugins.add("acme.own:1");
    Greeter own = () -> "own";
    world.runtime.on(
        plugin, (request, running) -> request.services().register(Greeter.class, own, Map.of()));
    assertThat(world.services().find(Greeter.class)).isEmpty();
    world.activate(plugin);
    assertThat(world.services().find(Greeter.class)).containsSame(own);
    world.stop(plugin);
    assertThat(world.services().find(Greeter.class)).isEmpty();
  }

  @Test
  void aPluginThatLooksItselfUpWhileItStartsGetsWhatItToldEarlyAndNothingIsKeptOfThat() {
    FakePlugin plugin = world.plugins.add("acme.self:1").offers(Greeter.class);
    Greeter early = () -> "early";
    Greeter late = () -> "late";
    AtomicReference<Optional<Greeter>> seen = new AtomicReference<>();
    world.runtime.on(
        plugin,
        (request, running) -> {
          running.provide(early);
          request.early(running);
          seen.set(request.services().find(Greeter.class));
          running.provide(late);
        });
    assertThat(world.services().find(Greeter.class)).containsSame(late);
    assertThat(seen.get()).containsSame(early);
    assertThat(world.services().find(Greeter.class)).containsSame(late);
  }

  @Test
  void aCircularLookupWithoutAnEarlyRegistrationIsAnError() {
    FakePlugin plugin = world.plugins.add("acme.self:1").offers(Greeter.class);
    world.runtime.on(plugin, (request, running) -> request.services().require(Greeter.class));
    assertThatThrownBy(() -> world.services().find(Greeter.class))
        .hasRootCauseInstanceOf(CircularActivationException.class)
        .rootCause()
        .hasMessageContaining("by acme.self 1.0.0 at ");
  }

  @Test
  void manualPluginsOfferNothingUntilToldTo() {
    FakePlugin plugin =
        world
            .plugins
            .add("acme.m:1")
            .states(ActivationPolicy.MANUAL, "costly")
            .offers(Greeter.class);
    Greeter service = () -> "m";
    world.runtime.on(plugin, service);
    assertThatThrownBy(() -> world.services().require(Greeter.class))
        .isInstanceOf(ServiceNotFoundException.class)
        .hasMessageContaining(
            "- acme.m 1.0.0 offers it but is manual (header Latent-Activation: manual, costly)");
    world.activate(plugin);
    assertThat(world.services().find(Greeter.class)).containsSame(service);
  }

  @Test
  void whatIsNotFoundNamesWhatTheFilterExcludedAndWhy() {
    greeter("acme.one:1", Map.of("language", "en"));
    greeter("acme.two:1", Map.of());
    assertThatThrownBy(() -> world.services().require(Greeter.class, "(language=fr)"))
        .isInstanceOf(ServiceNotFoundException.class)
        .hasMessage(
            "No plugin offers "
                + Greeter.class.getName()
                + " with (language=fr), looked up by the host. Nearest:\n"
                + "- acme.one 1.0.0 offers it with language=en, which the filter excludes\n"
                + "- acme.two 1.0.0 offers it with no language, which the filter excludes\n"
                + "Change the filter or the policy, or add a plugin that matches.");
  }

  @Test
  void whatIsNotFoundNamesSimilarTypes() {
    world
        .plugins
        .add("acme.one:1")
        .offers("com.other.Greeter", Map.of(), ServiceOffer.Source.MODULE_PROVIDES);
    world
        .plugins
        .add("acme.two:1")
        .offers(Greeter.class.getName() + "s", Map.of(), ServiceOffer.Source.MODULE_PROVIDES);
    assertThatThrownBy(() -> world.services().require(Greeter.class))
        .hasMessageContaining("- " + Greeter.class.getName() + "s, offered by acme.two 1.0.0")
        .hasMessageEndingWith(
            "Add a plugin that offers it to a plugin directory, or check the type.");
    world
        .plugins
        .add("acme.three:1")
        .offers(
            "com.other.ServiceCatalogTests$Greeter", Map.of(), ServiceOffer.Source.SERVICES_FILE);
    assertThatThrownBy(() -> world.services().require(Greeter.class))
        .hasMessageContaining("- com.other.ServiceCatalogTests$Greeter, offered by acme.three");
  }

  @Test
  void aFilterThatCanNotBeReadIsRefusedWithThePlace() {
    assertThatThrownBy(() -> world.services().find(Greeter.class, "(language"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(language");
  }

  @Test
  void listenersHearOfWhatComesChangesAndGoes() {
    FakePlugin plugin = greeter("acme.one:1", Map.of());
    List<String> heard = new ArrayList<>();
    var subscription =
        world
            .services()
            .onChange(
                Greeter.class,
                change -> heard.add(change.kind() + " " + change.handle().plugin().name()));
    Greeter own = () -> "the host";
    ServiceRegistration registration = world.services().register(Greeter.class, own, Map.of());
    registration.attributes(Map.of("a", 1));
    registration.close();
    world.activate(plugin);
    world.stop(plugin);
    assertThat(heard)
        .containsExactly(
            "ADDED host", "MODIFIED host", "REMOVED host", "REMOVED acme.one", "ADDED acme.one");
    subscription.close();
    world.services().register(Greeter.class, own, Map.of());
    assertThat(heard).hasSize(5);
  }

  @Test
  void anInstanceIsGivenBackWhenItIsClosed() {
    greeter("acme.one:1", Map.of());
    try (ServiceInstance<Greeter> instance =
        world.services().handles(Greeter.class).get(0).newInstance()) {
      assertThat(instance.get().greet()).isEqualTo("hello from acme.one:1");
    }
    assertThat(world.runtime.log).endsWith("give back acme.one 1.0.0");
  }
}
