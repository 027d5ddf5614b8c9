package dev.latent.container.service.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.ActivationException;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceRegistration;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.osgi.TestBundle;
import dev.latent.container.runtime.osgi.TestPlugins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

@Timeout(60)
@SuppressWarnings({"rawtypes", "unchecked"}) // a class literal has no type arguments
final class OsgiServiceBridgeTests {

  private static final String ALL = "(objectClass=*)";

  @TempDir private Path directory;
  private final TestPlugins plugins = new TestPlugins();
  private @Nullable OsgiWorld world;

  private OsgiWorld world() {
    OsgiWorld made = world;
    if (made == null) {
      made = new OsgiWorld(plugins, directory.resolve("state"));
      world = made;
    }
    return made;
  }

  @AfterEach
  void close() {
    if (world != null) {
      world.close();
    }
  }

  private static String activator(String name, String body) {
    return """
        package %s;
        import java.util.*;
        import java.util.concurrent.Callable;
        import java.util.function.*;
        import org.osgi.framework.*;
        public class Start implements BundleActivator {
          public void start(BundleContext context) throws Exception {
            %s
          }
          public void stop(BundleContext context) throws Exception {}
          static Dictionary<String, Object> with(Object... pairs) {
            Hashtable<String, Object> properties = new Hashtable<>();
            for (int i = 0; i < pairs.length; i += 2) {
              properties.put((String) pairs[i], pairs[i + 1]);
            }
            return properties;
          }
        }
        """
        .formatted(name, body);
  }

  private TestBundle bundle(String name, String body) {
    return TestBundle.named(name)
        .header("Import-Package", "org.osgi.framework")
        .header("Bundle-Activator", name + ".Start")
        .source(activator(name, body));
  }

  private RegisteredPlugin add(TestBundle bundle) throws Exception {
    return plugins.add(bundle.writeTo(directory));
  }

  /** A plugin that promises a {@code Callable} and registers it when started. */
  private RegisteredPlugin speaker(String name, String words) throws Exception {
    return add(
        bundle(
                name,
                "context.registerService(Callable.class, () -> \""
                    + words
                    + "\", with(\"says\", \""
                    + words
                    + "\"));")
            .header(
                "Provide-Capability",
                "osgi.service;objectClass=java.util.concurrent.Callable;says=\"" + words + "\""));
  }

  /** A plugin without code, through whose context a test looks services up. */
  private RegisteredPlugin consumer(String name) throws Exception {
    return add(TestBundle.named(name));
  }

  private static String filter(String says) {
    return "(says=" + says + ")";
  }

  private static List<ServiceReference<Callable>> references(BundleContext context, String filter)
      throws Exception {
    List<ServiceReference<Callable>> references =
        new ArrayList<>(context.getServiceReferences(Callable.class, filter));
    Collections.sort(references, Collections.reverseOrder());
    return references;
  }

  @Test
  void aBundleFindsADeferredServiceAndItsFirstGetActivates() throws Exception {
    RegisteredPlugin hello = speaker("acme.hello", "hello");
    RegisteredPlugin other = speaker("acme.other", "other");
    BundleContext consumer = world().contextOf(consumer("acme.consumer"));

    ServiceReference<Callable> reference = references(consumer, filter("hello")).get(0);

    assertThat(world().state(hello)).isEqualTo(PluginState.REGISTERED);
    assertThat(world().framework().bundleOf(hello)).isNull();
    assertThat(consumer.getService(reference).call()).isEqualTo("hello");
    assertThat(world().state(hello)).isEqualTo(PluginState.ACTIVE);
    assertThat(world().state(other)).isEqualTo(PluginState.REGISTERED);
    assertThat(references(consumer, filter("hello"))).containsExactly(reference);
    assertThat(consumer.getService(reference))
        .isSameAs(world().host().require(Callable.class, filter("hello")));
  }

  @Test
  void theReferenceStaysTheOnlyOneForAllButThePlugin() throws Exception {
    RegisteredPlugin hello = speaker("acme.hello", "hello");
    BundleContext consumer = world().contextOf(consumer("acme.consumer"));
    ServiceReference<Callable> placeholder = references(consumer, filter("hello")).get(0);

    world().activate(hello);

    assertThat(references(consumer, filter("hello"))).containsExactly(placeholder);
    List<ServiceReference<Callable>> own = references(world().contextOf(hello), filter("hello"));
    assertThat(own).hasSize(1).doesNotContain(placeholder);
    assertThat(own.get(0).getBundle().getSymbolicName()).isEqualTo("acme.hello");
  }

  @Test
  void aTrackerActivatesAtOpenAndAddsOnce() throws Exception {
    RegisteredPlugin hello = speaker("acme.hello", "hello");
    BundleContext consumer = world().contextOf(consumer("acme.consumer"));
    List<String> added = Collections.synchronizedList(new ArrayList<>());
    ServiceTracker<Callable, Callable> tracker =
        new ServiceTracker<>(consumer, Callable.class, null) {
          @Override
          public Callable addingService(ServiceReference<Callable> reference) {
            added.add(String.valueOf(reference.getProperty("says")));
            return super.addingService(reference);
          }
        };

    tracker.open();

    assertThat(added).containsExactly("hello");
    assertThat(world().state(hello)).isEqualTo(PluginState.ACTIVE);
    assertThat(tracker.getService().call()).isEqualTo("hello");
    tracker.close();
  }

  @Test
  void aTrackerOfReferencesActivatesNothing() throws Exception {
    RegisteredPlugin hello = speaker("acme.hello", "hello");
    BundleContext consumer = world().contextOf(consumer("acme.consumer"));
    ServiceTracker<Callable, ServiceReference<Callable>> tracker =
        new ServiceTracker<>(consumer, Callable.class, null) {
          @Override
          public ServiceReference<Callable> addingService(ServiceReference<Callable> reference) {
            return reference;
          }
        };
    tracker.open();

    assertThat(tracker.size()).isEqualTo(1);
    assertThat(world().state(hello)).isEqualTo(PluginState.REGISTERED);
    world().activate(hello);
    assertThat(tracker.size()).isEqualTo(1);
    tracker.close();
  }

  @Test
  void aListenerHearsNothingOfAnActivation() throws Exception {
    RegisteredPlugin hello = speaker("acme.hello", "hello");
    BundleContext consumer = world().contextOf(consumer("acme.consumer"));
    List<Integer> events = Collections.synchronizedList(new ArrayList<>());
    consumer.addServiceListener(
        event -> events.add(event.getType()), "(objectClass=java.util.concurrent.Callable)");

    world().activate(hello);

    assertThat(events).isEmpty();
  }

  @Test
  void aListenerSeesAStopAsTheServiceGoingAndBeingOfferedAgain() throws Exception {
    RegisteredPlugin hello = speaker("acme.hello", "hello");
    BundleContext consumer = world().contextOf(consumer("acme.consumer"));
    world().activate(hello);
    List<Integer> events = Collections.synchronizedList(new ArrayList<>());
    consumer.addServiceListener(
        event -> events.add(event.getType()), "(objectClass=java.util.concurrent.Callable)");

    world().stop(hello);

    assertThat(events).containsExactly(ServiceEvent.UNREGISTERING, ServiceEvent.REGISTERED);
    assertThat(consumer.getService(references(consumer, filter("hello")).get(0)).call())
        .isEqualTo("hello");
  }

  @Test
  void rankingAndThenReferenceOrderDecide() throws Exception {
    for (String name : List.of("b", "c", "a")) {
      add(
          bundle("acme." + name, "")
              .header(
                  "Provide-Capability",
                  "osgi.service;objectClass=java.util.concurrent.Callable;says="
                      + name
                      + (name.equals("a") ? ";service.ranking:Long=5" : "")));
    }
    BundleContext consumer = world().contextOf(consumer("acme.consumer"));

    assertThat(references(consumer, ALL).stream().map(found -> found.getProperty("says")))
        .containsExactly("a", "b", "c");
    assertThat(consumer.getServiceReference(Callable.class).getProperty("service.ranking"))
        .isEqualTo(5);
  }

  @Test
  void aServiceFactorySeesTheRealConsumer() throws Exception {
    add(
        bundle(
                "acme.each",
                """
                context.registerService(Callable.class, new ServiceFactory<Callable>() {
                  public Callable getService(Bundle bundle, ServiceRegistration<Callable> r) {
                    return () -> bundle.getSymbolicName();
                  }
                  public void ungetService(
                      Bundle bundle, ServiceRegistration<Callable> r, Callable service) {
                    System.setProperty("acme.each.unget", bundle.getSymbolicName());
                  }
                }, with("says", "each"));
                """)
            .header(
                "Provide-Capability",
                "osgi.service;objectClass=java.util.concurrent.Callable;says=each"));
    BundleContext one = world().contextOf(consumer("acme.one"));
    BundleContext two = world().contextOf(consumer("acme.two"));
    ServiceReference<Callable> forOne = references(one, filter("each")).get(0);
    ServiceReference<Callable> forTwo = references(two, filter("each")).get(0);
    System.clearProperty("acme.each.unget");

    assertThat(one.getService(forOne).call()).isEqualTo("acme.one");
    assertThat(two.getService(forTwo).call()).isEqualTo("acme.two");
    two.ungetService(forTwo);
    assertThat(System.getProperty("acme.each.unget")).isEqualTo("acme.two");
  }

  @Test
  void prototypesAreMadeForEachRequest() throws Exception {
    add(
        bundle(
                "acme.fresh",
                """
                context.registerService(Callable.class, new PrototypeServiceFactory<Callable>() {
                  int made;
                  public Callable getService(Bundle bundle, ServiceRegistration<Callable> r) {
                    int number = ++made;
                    return () -> bundle.getSymbolicName() + number;
                  }
                  public void ungetService(
                      Bundle bundle, ServiceRegistration<Callable> r, Callable service) {
                    try {
                      System.setProperty("acme.fresh.unget", (String) service.call());
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  }
                }, with("says", "fresh"));
                """)
            .header(
                "Provide-Capability",
                "osgi.service;objectClass=java.util.concurrent.Callable;says=fresh;"
                    + "service.scope=prototype"));
    BundleContext consumer = world().contextOf(consumer("acme.consumer"));
    ServiceReference<Callable> reference = references(consumer, filter("fresh")).get(0);
    assertThat(reference.getProperty("service.scope")).isEqualTo("prototype");
    ServiceObjects<Callable> objects = consumer.getServiceObjects(reference);

    Callable<?> first = objects.getService();
    Callable<?> second = objects.getService();

    assertThat(first.call()).isEqualTo("acme.consumer1");
    assertThat(second.call()).isEqualTo("acme.consumer2");
    objects.ungetService(second);
    assertThat(System.getProperty("acme.fresh.unget")).isEqualTo("acme.consumer2");
  }

  @Test
  void aFailedActivationWithdrawsTheServiceAndGivesNone() throws Exception {
    RegisteredPlugin broken =
        add(
            bundle("acme.broken", "throw new IllegalStateException(\"no licence\");")
                .header(
                    "Provide-Capability",
                    "osgi.service;objectClass=java.util.concurrent.Callable;says=broken"));
    BundleContext consumer = world().contextOf(consumer("acme.consumer"));
    ServiceReference<Callable> reference = references(consumer, filter("broken")).get(0);

    assertThat(consumer.getService(reference)).isNull();

    assertThat(world().state(broken)).isEqualTo(PluginState.FAILED);
    assertThat(references(consumer, filter("broken"))).isEmpty();
    assertThatThrownBy(() -> world().host().require(Callable.class, filter("broken")))
        .isInstanceOf(ActivationException.class)
        .hasMessageContaining("no licence");
  }

  @Test
  void whatNobodyAnnouncedIsFoundByTheHost() throws Exception {
    RegisteredPlugin quiet =
        add(
            bundle(
                "acme.quiet",
                "context.registerService(Supplier.class, () -> \"quiet\", with(\"k\", 1));"));
    assertThat(world().host().find(Supplier.class)).isEmpty();

    world().activate(quiet);

    assertThat(world().host().require(Supplier.class, "(k=1)").get()).isEqualTo("quiet");
    BundleContext consumer = world().contextOf(consumer("acme.consumer"));
    assertThat(consumer.getServiceReferences(Supplier.class, "(k=1)")).hasSize(1);
    world().stop(quiet);
    assertThat(world().host().find(Supplier.class)).isEmpty();
  }

  @Test
  void aBundleFindsAServiceOfTheHost() throws Exception {
    ServiceRegistration registration =
        world().host().register(Callable.class, () -> "host", Map.of("says", "host"));
    BundleContext consumer = world().contextOf(consumer("acme.consumer"));

    ServiceReference<Callable> reference = references(consumer, filter("host")).get(0);
    assertThat(consumer.getService(reference).call()).isEqualTo("host");
    registration.attributes(Map.of("says", "changed"));
    assertThat(reference.getProperty("says")).isEqualTo("changed");
    registration.close();
    assertThat(references(consumer, ALL)).isEmpty();
  }

  @Test
  void propertiesFollowTheRealRegistration() throws Exception {
    add(
        bundle(
                "acme.moody",
                """
                ServiceRegistration<?>[] own = new ServiceRegistration<?>[1];
                own[0] = context.registerService(Callable.class, () -> {
                  own[0].setProperties(with("says", "moody", "mood", "sad"));
                  return "moody";
                }, with("says", "moody", "mood", "glad"));
                """)
            .header(
                "Provide-Capability",
                "osgi.service;objectClass=java.util.concurrent.Callable;says=moody"));
    BundleContext consumer = world().contextOf(consumer("acme.consumer"));
    ServiceReference<Callable> reference = references(consumer, filter("moody")).get(0);
    assertThat(reference.getProperty("mood")).isNull();

    Callable<?> service = consumer.getService(reference);

    assertThat(reference.getProperty("mood")).isEqualTo("glad");
    service.call();
    assertThat(reference.getProperty("mood")).isEqualTo("sad");
  }

  private RegisteredPlugin asking(String name, String wants, boolean early) throws Exception {
    String register =
        "context.registerService(Callable.class, () -> heard[0], with(\"says\", \""
            + name
            + "\"));";
    return add(
        bundle(
                "acme." + name,
                """
                Object[] heard = new Object[1];
                %s
                java.util.concurrent.CyclicBarrier barrier =
                    (java.util.concurrent.CyclicBarrier) System.getProperties().get("acme.barrier");
                if (barrier != null) {
                  barrier.await(20, java.util.concurrent.TimeUnit.SECONDS);
                }
                Collection<ServiceReference<Callable>> found =
                    context.getServiceReferences(Callable.class, "(says=%s)");
                Object service = found.isEmpty()
                    ? null : context.getService(found.iterator().next());
                heard[0] = service == null ? "nothing" : "something";
                %s
                """
                    .formatted(early ? register : "", wants, early ? "" : register))
            .header(
                "Provide-Capability",
                "osgi.service;objectClass=java.util.concurrent.Callable;says=" + name));
  }

  @Test
  void aCircleInOneThreadIsAnsweredWithTheEarlyRegistration() throws Exception {
    asking("ping", "pong", true);
    asking("pong", "ping", true);

    assertThat(world().host().require(Callable.class, filter("ping")).call())
        .isEqualTo("something");
    assertThat(world().host().require(Callable.class, filter("pong")).call())
        .isEqualTo("something");
  }

  @Test
  void aCircleWithNothingRegisteredYetGivesNothing() throws Exception {
    asking("ping", "pong", false);
    asking("pong", "ping", false);

    assertThat(world().host().require(Callable.class, filter("ping")).call())
        .isEqualTo("something");
    assertThat(world().host().require(Callable.class, filter("pong")).call()).isEqualTo("nothing");
  }

  @Test
  void activationsCrosswiseFromTwoThreadsAreAnswered() throws Exception {
    crosswise(true, 2);
  }

  @Test
  void activationsCrosswiseWithNothingRegisteredYetAreAnswered() throws Exception {
    crosswise(false, 1);
  }

  private void crosswise(boolean early, int atLeast) throws Exception {
    RegisteredPlugin left = asking("left", "right", early);
    RegisteredPlugin right = asking("right", "left", early);
    BundleContext one = world().contextOf(consumer("acme.one"));
    BundleContext two = world().contextOf(consumer("acme.two"));
    System.getProperties().put("acme.barrier", new java.util.concurrent.CyclicBarrier(2));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Object> first = threads.submit(() -> callThrough(one, "left"));
      Future<Object> second = threads.submit(() -> callThrough(two, "right"));
      List<Object> heard =
          Arrays.asList(first.get(20, TimeUnit.SECONDS), second.get(20, TimeUnit.SECONDS));

      assertThat(heard.stream().filter("something"::equals).count())
          .isGreaterThanOrEqualTo(atLeast);
      assertThat(world().state(left)).isEqualTo(PluginState.ACTIVE);
      assertThat(world().state(right)).isEqualTo(PluginState.ACTIVE);
    } finally {
      System.getProperties().remove("acme.barrier");
      threads.shutdownNow();
    }
  }

  private static @Nullable Object callThrough(BundleContext context, String says) throws Exception {
    return context.getService(references(context, filter(says)).get(0)).call();
  }

  @Test
  void manyThreadsActivateOnce() throws Exception {
    add(
        bundle(
                "acme.once",
                """
                int starts = Integer.getInteger("acme.once", 0) + 1;
                System.setProperty("acme.once", "" + starts);
                context.registerService(Callable.class, () -> starts, with("says", "once"));
                """)
            .header(
                "Provide-Capability",
                "osgi.service;objectClass=java.util.concurrent.Callable;says=once"));
    System.clearProperty("acme.once");
    List<BundleContext> consumers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      consumers.add(world().contextOf(consumer("acme.consumer" + i)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    CountDownLatch go = new CountDownLatch(1);
    try {
      List<Future<Object>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        BundleContext context = consumers.get(i % 4);
        all.add(
            threads.submit(
                () -> {
                  go.await();
                  return callThrough(context, "once");
                }));
      }
      go.countDown();
      for (Future<Object> one : all) {
        assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aBundleThatIsStartedByTheUseOfAClassIsKnownAsActive() throws Exception {
    Path lazyJar =
        bundle("acme.lazy", "")
            .header("Export-Package", "acme.lazy")
            .header("Bundle-ActivationPolicy", "lazy")
            .source("package acme.lazy; public class Api { public static void touch() {} }")
            .writeTo(directory);
    RegisteredPlugin lazy = plugins.add(lazyJar);
    RegisteredPlugin user =
        add(
            bundle("acme.user", "acme.lazy.Api.touch();")
                .header("Import-Package", "org.osgi.framework,acme.lazy")
                .compiledAgainst(lazyJar));

    world().activate(user);

    assertThat(world().state(lazy)).isEqualTo(PluginState.ACTIVE);
  }

  @Test
  void aPromiseThatIsNotKeptIsTakenBack() throws Exception {
    RegisteredPlugin idle =
        add(
            bundle("acme.idle", "")
                .header(
                    "Provide-Capability",
                    "osgi.service;objectClass=java.util.concurrent.Callable;says=idle"));
    BundleContext consumer = world().contextOf(consumer("acme.consumer"));
    ServiceReference<Callable> reference = references(consumer, filter("idle")).get(0);

    assertThat(consumer.getService(reference)).isNull();

    assertThat(references(consumer, filter("idle"))).isEmpty();
    assertThat(world().state(idle)).isEqualTo(PluginState.ACTIVE);
    world()
        .contextOf(idle)
        .registerService(
            Callable.class, () -> "late", FrameworkUtil.asDictionary(Map.of("says", "idle")));
    assertThat(consumer.getService(references(consumer, filter("idle")).get(0)).call())
        .isEqualTo("late");
  }
}
