package dev.latent.container.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.ServiceChange;
import dev.latent.api.ServiceHandle;
import dev.latent.api.ServiceInstance;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.testing.FakePlugin;
import dev.latent.container.testing.FakeWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What bridges see of the catalog and tell it, and the gate that decides on components. */
class BridgedServicesTests {

  private final FakeWorld world = new FakeWorld();

  private FakePlugin greeter(String name, Map<String, Object> attributes) {
    return Greeter.offeredBy(world, name, attributes);
  }

  @Test
  void whereTheDescriptorCanNotTellThePluginIsActivatedAndAskedAgain() {
    FakePlugin bundle =
        world
            .plugins
            .add("acme.bundle:1")
            .bundle()
            .offers(Greeter.class.getName(), Map.of(), ServiceOffer.Source.SERVICE_CAPABILITY);
    Greeter service = () -> "hello";
    Observed real = new Observed(bundle, bundle.offer(0), Map.of("language", "de"), service);
    world.runtime.on(
        bundle,
        (request, running) -> {
          running.provide(service);
          world.catalog().port().added(real);
        });
    assertThat(world.services().find(Greeter.class, "(language=fr)")).isEmpty();
    assertThat(world.runtime.log).containsExactly("start acme.bundle 1.0.0");
    assertThat(world.services().find(Greeter.class, "(language=de)")).containsSame(service);
    assertThat(world.services().handles(Greeter.class).get(0).attributes())
        .isEqualTo(
            Map.of(
                "language", "de",
                "objectClass", List.of(Greeter.class.getName()),
                "service.ranking", 0,
                "latent.plugin", "acme.bundle",
                "latent.plugin.version", "1.0.0"));
  }

  @Test
  void aBridgeSeesOffersAndTheHostsServicesAndNotWhatItReportedItself() {
    FakePlugin plugin = greeter("acme.one:1", Map.of());
    ServicePort port = world.catalog().port();
    Greeter own = () -> "the host";
    world.services().register(Greeter.class, own, Map.of());
    Observed foreign = new Observed(null, null, Map.of(), own);
    port.added(foreign);
    assertThat(port.services()).extracting(BridgedService::plugin).containsExactly(null, plugin);
    assertThat(port.services(Greeter.class.getName())).isEqualTo(port.services());
    assertThat(world.services().handles(Greeter.class)).hasSize(3);
    BridgedService offered = port.services().get(1);
    assertThat(offered.offer()).isEqualTo(plugin.offer(0));
    assertThat(offered.get("lookup by bundle x")).isInstanceOf(Greeter.class);
    assertThat(world.activations().status(plugin).why())
        .containsExactly("lookup by bundle x activated acme.one 1.0.0");
    port.removed(foreign);
    assertThat(world.services().handles(Greeter.class)).hasSize(2);
  }

  @Test
  void aBridgeHearsThatAFailedPluginIsOutUntilItWorks() {
    FakePlugin plugin = world.plugins.add("acme.flaky:1").offers(Greeter.class);
    AtomicInteger tries = new AtomicInteger();
    world.runtime.on(
        plugin,
        (request, running) -> {
          if (tries.incrementAndGet() < 3) {
            throw new IllegalStateException("flaky");
          }
          running.provide((Greeter) () -> "at last");
        });
    ServicePort port = world.catalog().port();
    List<ServiceChange.Kind> heard = new ArrayList<>();
    port.listen((kind, service) -> heard.add(kind));
    assertThatThrownBy(() -> world.services().find(Greeter.class)).isNotNull();
    assertThat(heard).containsExactly(ServiceChange.Kind.REMOVED);
    assertThat(port.services()).isEmpty();
    assertThatThrownBy(() -> world.services().find(Greeter.class)).isNotNull();
    assertThat(heard).containsExactly(ServiceChange.Kind.REMOVED);
    assertThat(world.services().find(Greeter.class)).isPresent();
    assertThat(heard).containsExactly(ServiceChange.Kind.REMOVED, ServiceChange.Kind.ADDED);
    assertThat(port.services()).hasSize(1);
  }

  /** Lets hold what a test puts into it. */
  private static final class TestGate implements OfferGate {

    private final List<Offer> holding = new ArrayList<>();
    private final List<Offer> prepared = new ArrayList<>();

    @Override
    public List<Offer> holding(Offer stated) {
      return List.copyOf(holding);
    }

    @Override
    public boolean prepare(List<Offer> stated, @Nullable LdapFilter filter) {
      prepared.addAll(stated);
      return true;
    }

    @Override
    public void reconsider(RegisteredPlugin plugin) {
      // This gate has an opinion of its own.
    }
  }

  private record Configured(Offer plain, int part) implements Offer {

    @Override
    public RegisteredPlugin plugin() {
      return plain.plugin();
    }

    @Override
    public int index() {
      return plain.index();
    }

    @Override
    public int ranking() {
      return part;
    }

    @Override
    public Map<String, Object> attributes() {
      return Map.of("part", part);
    }

    @Override
    public Object key() {
      return this;
    }

    @Override
    public ServiceOffer stated() {
      return plain.stated();
    }
  }

  @Test
  void anOfferOfAComponentIsThereWhenTheGateSaysSo() {
    FakePlugin plugin = greeter("acme.one:1", Map.of()).byComponent("one");
    ServicePort port = world.catalog().port();
    TestGate gate = new TestGate();
    port.gate(gate);
    assertThatThrownBy(() -> world.services().require(Greeter.class))
        .hasMessageContaining(
            "- acme.one 1.0.0 offers it when the configuration and the references of its component"
                + " are there (OSGI-INF/one.xml)");
    assertThat(gate.prepared).containsOnly(plugin.offer(0));
    gate.holding.add(plugin.offer(0));
    port.gateChanged(plugin.offer(0), true);
    assertThat(world.services().find(Greeter.class)).isPresent();
  }

  @Test
  void aComponentOffersOneServiceForEachConfiguration() {
    FakePlugin plugin = greeter("acme.one:1", Map.of()).byComponent("one");
    ServicePort port = world.catalog().port();
    TestGate gate = new TestGate();
    port.gate(gate);
    gate.holding.add(new Configured(plugin.offer(0), 1));
    gate.holding.add(new Configured(plugin.offer(0), 2));
    List<String> heard = new ArrayList<>();
    port.listen((kind, service) -> heard.add(kind + " " + service.attributes()));

    List<ServiceHandle<Greeter>> handles = world.services().handles(Greeter.class);
    assertThat(handles).extracting(handle -> handle.attributes().get("part")).containsExactly(2, 1);
    Offer gone = gate.holding.remove(1);
    port.gateChanged(gone, false);
    assertThat(heard).containsExactly("REMOVED {part=2}");
    assertThat(world.services().handles(Greeter.class))
        .extracting(handle -> handle.attributes().get("part"))
        .containsExactly(1);
    // What was held goes on with what is left of the component.
    assertThat(handles.get(0).get().greet()).isEqualTo("hello from acme.one:1");
    gate.holding.clear();
    port.gateChanged(new Configured(plugin.offer(0), 1), false);
    assertThatThrownBy(() -> handles.get(0).get())
        .hasMessage(
            "The service dev.latent.container.service.Greeter is gone: plugin"
                + " acme.one 1.0.0 offers it when the configuration and the references of its"
                + " component are there (component XML OSGI-INF/one.xml). Look the service up"
                + " again to get another one.");
  }

  private record Observed(
      FakePlugin plugin,
      dev.latent.container.finder.Offer offer,
      Map<String, Object> attributes,
      Object get)
      implements ObservedService {

    @Override
    public List<String> types() {
      return List.of(Greeter.class.getName());
    }

    @Override
    public long order() {
      return 1;
    }

    @Override
    public ServiceInstance<Object> instance() {
      return new SharedInstance(get);
    }
  }

  @Test
  void allServicesOfAPluginThatLeavesAreToldAsGoneThoughTheFirstMakesTheGateDecideAnew() {
    FakePlugin plugin = greeter("acme.one:1", Map.of()).offers(Runnable.class).byComponent("one");
    ServicePort port = world.catalog().port();
    TestGate gate = new TestGate();
    port.gate(gate);
    gate.holding.add(plugin.offer(1));
    List<String> heard = new ArrayList<>();
    port.listen(
        (kind, service) -> {
          heard.add(kind + " " + service.types());
          gate.holding.clear();
        });

    world.catalog().withdraw(plugin);

    assertThat(heard)
        .containsExactly(
            "REMOVED [" + Greeter.class.getName() + "]", "REMOVED [java.lang.Runnable]");
  }

  @Test
  void aRankingThatNoDescriptorStatesIsAskedForWhereAnActivatorMayGiveOne() {
    FakePlugin bundle =
        world
            .plugins
            .add("acme.bundle:1")
            .bundle()
            .offers(Greeter.class.getName(), Map.of(), ServiceOffer.Source.SERVICE_CAPABILITY);
    Greeter service = () -> "hello";
    Observed real = new Observed(bundle, bundle.offer(0), Map.of("service.ranking", 7), service);
    world.runtime.on(
        bundle,
        (request, running) -> {
          running.provide(service);
          world.catalog().port().added(real);
        });

    assertThat(world.services().find(Greeter.class, "(service.ranking>=7)")).containsSame(service);
  }
}
