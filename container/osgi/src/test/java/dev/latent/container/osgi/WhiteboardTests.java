package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginState;
import dev.latent.container.runtime.osgi.TestBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.ServiceTracker;

/** Services that have to be seen as registered by the plugin's own bundle. */
@Timeout(120)
final class WhiteboardTests {

  private static final String CALLABLE = "java.util.concurrent.Callable";

  @TempDir private Path root;
  private @Nullable TestHost made;

  private TestHost host() {
    return Objects.requireNonNull(made);
  }

  @BeforeEach
  void begin() throws IOException {
    made = new TestHost(root);
  }

  @AfterEach
  void close() {
    System.clearProperty("latent.whiteboard.p.*");
    host().close();
  }

  /** A plugin with a command, as shells know it. */
  private static TestBundle command(String name) {
    return TestHost.activator(
            name,
            "",
            "context.registerService(Callable.class, () -> \""
                + name
                + "\", with(\"osgi.command.scope\", \""
                + name
                + "\"));")
        .header(
            "Provide-Capability",
            "osgi.service;objectClass=java.util.concurrent.Callable;osgi.command.scope=\""
                + name
                + "\"");
  }

  private static ServiceTracker<Object, ServiceReference<Object>> tracker(
      BundleContext context, String filter, Collection<String> events) throws Exception {
    ServiceTracker<Object, ServiceReference<Object>> tracker =
        new ServiceTracker<>(context, context.createFilter(filter), null) {
          @Override
          public ServiceReference<Object> addingService(ServiceReference<Object> reference) {
            events.add("added " + reference.getBundle().getSymbolicName());
            return reference;
          }

          @Override
          public void removedService(
              ServiceReference<Object> reference, ServiceReference<Object> tracked) {
            events.add("removed " + reference.getBundle().getSymbolicName());
          }
        };
    tracker.open();
    return tracker;
  }

  @Test
  void aTrackerOfAWhiteboardSeesThePluginsOwnBundleOnceAndActivatesNothing() throws Exception {
    command("p.one").writeTo(host().directory());
    command("p.two").writeTo(host().directory());
    host().watcher("c.shell", "");
    BundleContext shell = host().context("c.shell");
    assertThat(host().bundle(shell, "p.one")).isNull();
    List<String> events = new ArrayList<>();

    var tracker = tracker(shell, "(osgi.command.scope=*)", events);

    assertThat(events).containsExactlyInAnyOrder("added p.one", "added p.two");
    Bundle one = Objects.requireNonNull(host().bundle(shell, "p.one"));
    assertThat(one.getState()).isEqualTo(Bundle.STARTING);
    assertThat(host().active()).doesNotContain("p.one", "p.two");

    ServiceReference<Object> reference =
        tracker.getTracked().keySet().stream()
            .filter(each -> each.getBundle().equals(one))
            .findFirst()
            .orElseThrow();
    assertThat(reference.getProperty("service.bundleid")).isEqualTo(one.getBundleId());
    assertThat(((java.util.concurrent.Callable<?>) shell.getService(reference)).call())
        .isEqualTo("p.one");

    assertThat(one.getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(host().active()).contains("p.one").doesNotContain("p.two");
    assertThat(events).hasSize(2);
    assertThat(shell.getServiceReferences(CALLABLE, "(osgi.command.scope=p.one)"))
        .containsExactly(reference);
    tracker.close();
  }

  @Test
  void anUpdatedOrStoppedPluginIsPromisedAnewInTheNameOfItsBundle() throws Exception {
    command("p.one").writeTo(host().directory());
    host().watcher("c.shell", "");
    BundleContext shell = host().context("c.shell");
    List<String> events = new ArrayList<>();
    var tracker = tracker(shell, "(osgi.command.scope=*)", events);
    shell.getService(tracker.getServiceReference());

    host().container().admin().stop(host().id("p.one"));

    assertThat(events).containsExactly("added p.one", "removed p.one", "added p.one");
    assertThat(host().state("p.one")).isEqualTo(PluginState.REGISTERED);
    assertThat(shell.getService(tracker.getServiceReference())).isNotNull();
    assertThat(host().state("p.one")).isEqualTo(PluginState.ACTIVE);
    assertThat(events).hasSize(3);
    tracker.close();
  }

  @Test
  void aWaitingBundleThatSomebodyElseRefreshesIsPromisedAnew() throws Exception {
    command("p.one").writeTo(host().directory());
    command("p.two").writeTo(host().directory());
    host().watcher("c.shell", "");
    BundleContext shell = host().context("c.shell");
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    var tracker = tracker(shell, "(osgi.command.scope=p.one)", events);
    assertThat(events.poll()).isEqualTo("added p.one");
    Bundle one = Objects.requireNonNull(host().bundle(shell, "p.one"));

    shell.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(one));

    assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo("removed p.one");
    assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo("added p.one");
    if (TestHost.FRAMEWORK.equals("felix")) { // Equinox starts again what waited
      assertThat(host().active()).doesNotContain("p.one");
    }
    Object service = shell.getService(tracker.waitForService(20_000));
    assertThat(((java.util.concurrent.Callable<?>) service).call()).isEqualTo("p.one");
    assertThat(host().becomesActive("p.one")).isTrue();
    assertThat(host().active()).doesNotContain("p.two");
    assertThat(shell.getServiceReferences(CALLABLE, "(osgi.command.scope=*)")).hasSize(2);
    assertThat(events).isEmpty();
    tracker.close();
  }

  @Test
  void aWaitingBundleThatSomebodyElseStopsIsPromisedToWhoAsksNext() throws Exception {
    command("p.one").writeTo(host().directory());
    host().watcher("c.shell", "");
    BundleContext shell = host().context("c.shell");
    List<String> events = new ArrayList<>();
    var tracker = tracker(shell, "(osgi.command.scope=*)", events);

    Objects.requireNonNull(host().bundle(shell, "p.one")).stop();
    assertThat(events).containsExactly("added p.one", "removed p.one");
    tracker(shell, "(osgi.command.scope=p.one)", events).close();

    assertThat(events)
        .startsWith("added p.one", "removed p.one", "added p.one", "added p.one")
        .endsWith("removed p.one");
    assertThat(shell.getService(tracker.getServiceReference())).isNotNull();
    tracker.close();
  }

  private static TestBundle plain(String name) {
    return TestHost.activator(
            name,
            "",
            "context.registerService(Callable.class, () -> \""
                + name
                + "\", with(\"of\", \""
                + name
                + "\"));")
        .header("Provide-Capability", "osgi.service;objectClass=" + CALLABLE + ";of=" + name);
  }

  /** The names of what is promised, the best first. */
  private static List<Object> promised(BundleContext context) throws Exception {
    ServiceReference<?>[] found = context.getServiceReferences(CALLABLE, null);
    return Arrays.stream(found)
        .sorted(Comparator.<ServiceReference<?>>naturalOrder().reversed())
        .map(
            each ->
                each.getProperty("of") == null
                    ? each.getProperty("osgi.command.scope")
                    : each.getProperty("of"))
        .toList();
  }

  @Test
  void servicesOfOneTypeKeepTheirOrderInWhoseNameTheyMayBe() throws Exception {
    plain("p.a").writeTo(host().directory());
    command("p.b").writeTo(host().directory());
    plain("p.c").writeTo(host().directory());
    command("p.d").writeTo(host().directory());
    host().watcher("c.shell", "");
    BundleContext shell = host().context("c.shell");

    assertThat(promised(shell)).containsExactly("p.a", "p.b", "p.c", "p.d");

    assertThat(shell.getServiceReference(CALLABLE).getProperty("of")).isEqualTo("p.a");
    assertThat(host().active()).containsExactly("c.shell");
    assertThat(Objects.requireNonNull(host().bundle(shell, "p.b")).getState())
        .isEqualTo(Bundle.STARTING);
    assertThat(host().bundle(shell, "p.a")).isNull();
  }

  @Test
  void servicesThatArriveKeepTheirOrderToo() throws Exception {
    command("p.b").writeTo(host().directory());
    host().watcher("c.shell", "");
    BundleContext shell = host().context("c.shell");
    assertThat(host().bundle(shell, "p.b")).isNull();

    plain("p.c").writeTo(host().directory());
    host().container().admin().refresh();
    command("p.d").writeTo(host().directory());
    host().container().admin().refresh();

    assertThat(promised(shell)).containsExactly("p.b", "p.c", "p.d");
    assertThat(host().active()).containsExactly("c.shell");
  }

  @Test
  void aPlainLookupOfABundleThatNamesTheTypeSeesThePluginsBundle() throws Exception {
    System.setProperty("latent.whiteboard.p.*", "true");
    TestHost.activator(
            "p.one",
            "",
            "context.registerService(Callable.class, () -> \"one\", with(\"says\", \"one\"));")
        .header("Provide-Capability", "osgi.service;objectClass=" + CALLABLE + ";says=one")
        .writeTo(host().directory());
    TestHost.activator(
            "c.plain",
            "",
            """
            ServiceReference<?> found = context.getServiceReference(Callable.class);
            String name = found == null ? "nobody" : found.getBundle().getSymbolicName();
            context.registerService(Supplier.class, () -> name, with("of", "plain"));
            """)
        .header(
            "Provide-Capability", "osgi.service;objectClass=java.util.function.Supplier;of=plain")
        .writeTo(host().directory());

    assertThat(
            host()
                .container()
                .services()
                .require(java.util.function.Supplier.class, "(of=plain)")
                .get())
        .isEqualTo("p.one");
    assertThat(host().active()).doesNotContain("p.one");
  }

  @Test
  void aSettingTakesAPluginOut() throws Exception {
    System.setProperty("latent.whiteboard.p.*", "false");
    command("p.one").writeTo(host().directory());
    host().watcher("c.shell", "");
    BundleContext shell = host().context("c.shell");
    List<String> events = new ArrayList<>();

    var tracker = tracker(shell, "(osgi.command.scope=*)", events);

    assertThat(events).containsExactly("added dev.latent.placeholders");
    tracker.close();
  }

  @Test
  void aPluginThatCantBeResolvedIsNotPromised() throws Exception {
    command("p.one")
        .header("Import-Package", "org.osgi.framework,not.there")
        .writeTo(host().directory());
    command("p.two").writeTo(host().directory());
    host().watcher("c.shell", "");
    List<String> events = new ArrayList<>();

    var tracker = tracker(host().context("c.shell"), "(osgi.command.scope=*)", events);

    assertThat(events).containsExactly("added p.two");
    tracker.close();
  }

  @Test
  void aComponentThatWaitsIsSeenOnceAndActivatedByItsFirstUse() throws Exception {
    RealBundles.componentRuntime(host().directory());
    component("p.ds", "p.ds").writeTo(host().directory());
    component("p.first", "p.first").writeTo(host().directory());
    host().watcher("c.shell", "");
    BundleContext shell = host().context("c.shell");
    // Wakes the component runtime, which from then on registers what waits.
    host()
        .container()
        .services()
        .require(java.util.concurrent.Callable.class, "(osgi.command.scope=p.first)");
    List<String> events = new ArrayList<>();

    var tracker = tracker(shell, "(osgi.command.scope=p.*)", events);

    assertThat(events).containsExactlyInAnyOrder("added p.ds", "added p.first");
    assertThat(host().active()).doesNotContain("p.ds");
    ServiceReference<?>[] found = shell.getServiceReferences(CALLABLE, "(osgi.command.scope=p.ds)");
    assertThat(found).hasSize(1);
    assertThat(((java.util.concurrent.Callable<?>) shell.getService(found[0])).call())
        .isEqualTo("p.ds");
    assertThat(host().active()).contains("p.ds");
    assertThat(shell.getServiceReferences(CALLABLE, "(osgi.command.scope=p.ds)"))
        .containsExactly(found);
    assertThat(events).hasSize(2);
    tracker.close();
  }

  private static TestBundle component(String name, String scope) {
    return TestBundle.named(name)
        .header("Service-Component", "OSGI-INF/c.xml")
        .entry(
            "OSGI-INF/c.xml",
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%s">
              <implementation class="%s.Component"/>
              <property name="osgi.command.scope" value="%s"/>
              <service><provide interface="java.util.concurrent.Callable"/></service>
            </scr:component>
            """
                .formatted(name, name, scope))
        .source(
            """
            package %s;
            import java.util.concurrent.Callable;
            public class Component implements Callable<Object> {
              public Object call() { return "%s"; }
            }
            """
                .formatted(name, name));
  }
}
