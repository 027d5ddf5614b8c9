package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.runtime.osgi.TestBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The differences between a promised service and a registered one that {@code docs} list. */
@Timeout(120)
final class VisibleDifferencesTests {

  private static final String CALLABLE = "java.util.concurrent.Callable";
  private static final String PLACEHOLDERS = "dev.latent.placeholders";

  @TempDir private Path root;
  private @Nullable TestHost made;

  /** The other one is known not to match, so nobody has to ask it for what it does not announce. */
  private static final String PLAIN = "(&(says=*)(!(osgi.command.scope=*)))";

  private @Nullable BundleContext context;

  private TestHost host() {
    return Objects.requireNonNull(made);
  }

  private BundleContext user() {
    BundleContext known = context;
    if (known == null) {
      known = host().context("c.user");
      context = known;
    }
    return known;
  }

  @BeforeEach
  void begin() throws IOException {
    made = new TestHost(root);
    host().watcher("c.user", "");
    speaker("p.plain", "says");
    speaker("p.board", "osgi.command.scope");
  }

  private void speaker(String name, String property) throws IOException {
    host()
        .watcher(
            name,
            "",
            bundle ->
                bundle.header(
                    "Provide-Capability",
                    "osgi.service;objectClass=java.util.concurrent.Callable;"
                        + property
                        + "="
                        + name
                        + ",osgi.service;objectClass=java.util.function.Supplier;context="
                        + name),
            "context.registerService(Callable.class, () -> 1, with(\""
                + property
                + "\", \""
                + name
                + "\"));");
  }

  @AfterEach
  void close() {
    System.clearProperty("latent.retry.pause");
    System.clearProperty("p.failing");
    host().close();
  }

  private static ServiceReference<?> one(BundleContext context, String filter) throws Exception {
    ServiceReference<?>[] found = context.getServiceReferences(CALLABLE, filter);
    assertThat(found).hasSize(1);
    return found[0];
  }

  /** Wakes the promise of the whiteboard service. */
  private ServiceReference<?> board() throws Exception {
    user().addServiceListener(event -> {}, "(osgi.command.scope=*)");
    return one(user(), "(osgi.command.scope=*)");
  }

  @Test
  void thePluginItselfSeesAnotherServiceId() throws Exception {
    ServiceReference<?> shown = one(user(), PLAIN);
    BundleContext plugin = host().context("p.plain");

    ServiceReference<?> own = one(plugin, PLAIN);

    assertThat(own.getProperty("service.id")).isNotEqualTo(shown.getProperty("service.id"));
    assertThat(own.getBundle()).isEqualTo(plugin.getBundle());
    assertThat(one(user(), PLAIN)).isEqualTo(shown);
  }

  @Test
  void theBundleOfAReferenceIsTheContainersExceptForWhiteboards() throws Exception {
    ServiceReference<?> plain = one(user(), PLAIN);
    ServiceReference<?> board = board();

    assertThat(plain.getBundle().getSymbolicName()).isEqualTo(PLACEHOLDERS);
    assertThat(plain.getProperty("service.bundleid")).isEqualTo(plain.getBundle().getBundleId());
    assertThat(board.getBundle().getSymbolicName()).isEqualTo("p.board");
    assertThat(board.getProperty("service.bundleid")).isEqualTo(board.getBundle().getBundleId());
  }

  @Test
  void theScopeIsThatOfAServiceFactory() throws Exception {
    ServiceReference<?> shown = one(user(), PLAIN);

    assertThat(shown.getProperty("service.scope")).isEqualTo("bundle");
    assertThat(one(host().context("p.plain"), PLAIN).getProperty("service.scope"))
        .isEqualTo("singleton");
    assertThat(shown.getProperty("service.scope")).isEqualTo("bundle");
  }

  @Test
  void listsOfABundlesServicesShowBothRegistrations() throws Exception {
    ServiceReference<?> shown = one(user(), PLAIN);
    user().getService(shown);
    Bundle plugin = Objects.requireNonNull(host().bundle(user(), "p.plain"));

    assertThat(callables(plugin.getRegisteredServices())).hasSize(1).doesNotContain(shown);
    assertThat(callables(user().getBundle().getServicesInUse())).hasSize(2).contains(shown);

    ServiceReference<?> board = board();
    user().getService(board);
    assertThat(callables(board.getBundle().getRegisteredServices())).hasSize(2).contains(board);
  }

  private static List<ServiceReference<?>> callables(ServiceReference<?> @Nullable [] references) {
    return Arrays.stream(references == null ? new ServiceReference<?>[0] : references)
        .filter(
            reference ->
                List.of((String[]) reference.getProperty("objectClass")).contains(CALLABLE))
        .toList();
  }

  @Test
  void bundlesAreInstalledWhenTheyAreNeeded() {
    BundleContext user = user();

    assertThat(host().bundle(user, "p.plain")).isNull();
    assertThat(host().bundle(user, PLACEHOLDERS)).isNotNull();
    long later = host().context("p.plain").getBundle().getBundleId();
    assertThat(later).isGreaterThan(user.getBundle().getBundleId());
  }

  @Test
  void theSystemBundleSeesBothRegistrations() throws Exception {
    BundleContext system = user().getBundle(0).getBundleContext();
    user().getService(one(user(), PLAIN));

    assertThat(system.getServiceReferences(CALLABLE, PLAIN)).hasSize(2);
    assertThat(user().getServiceReferences(CALLABLE, PLAIN)).hasSize(1);
  }

  @Test
  void aWaitingBundleHasAnActivationPolicy() throws Exception {
    Bundle board = board().getBundle();

    assertThat(board.getState()).isEqualTo(Bundle.STARTING);
    assertThat(board.getHeaders().get("Bundle-ActivationPolicy"))
        .isEqualTo("lazy;include:=\"none.such\"");
    assertThat(host().context("p.plain").getBundle().getHeaders().get("Bundle-ActivationPolicy"))
        .isNull();
  }

  @Test
  void aListenerHearsOfARepairedPluginAsOfAChange() throws Exception {
    System.setProperty("latent.retry.pause", "0ms");
    System.setProperty("p.failing", "true");
    TestHost.activator(
            "p.failing",
            "",
            "if (Boolean.getBoolean(\"p.failing\")) throw new Exception(\"no\");"
                + "context.registerService(Callable.class, () -> 1, with(\"fails\", \"x\"));")
        .header("Provide-Capability", "osgi.service;objectClass=" + CALLABLE + ";fails=x")
        .writeTo(host().directory());
    List<Integer> heard = new ArrayList<>();
    user().addServiceListener(event -> heard.add(event.getType()), "(fails=*)");
    assertThat(user().getService(one(user(), "(fails=*)"))).isNull();
    System.clearProperty("p.failing");

    assertThat(user().getService(one(user(), "(fails=*)"))).isNotNull();

    assertThat(heard)
        .containsExactly(
            org.osgi.framework.ServiceEvent.UNREGISTERING,
            org.osgi.framework.ServiceEvent.MODIFIED);
  }

  /** Says for which bundle it was asked to process the configuration of a component. */
  private void stampedComponent() throws Exception {
    RealBundles.componentRuntime(host().directory());
    RealBundles.configurationAdmin(host().directory());
    TestHost.activator(
            "p.stamp",
            "org.osgi.service.cm",
            "org.osgi.service.cm.ConfigurationPlugin plugin = (reference, properties) ->"
                + " properties.put(\"stamp\", reference.getBundle().getSymbolicName());"
                + "context.registerService(org.osgi.service.cm.ConfigurationPlugin.class, plugin,"
                + " with(\"service.cmRanking\", 500));")
        .header(
            "Provide-Capability",
            "osgi.service;objectClass=org.osgi.service.cm.ConfigurationPlugin")
        .writeTo(host().directory());
    TestBundle.named("c.conf")
        .header("Service-Component", "OSGI-INF/c.xml")
        .entry(
            "OSGI-INF/c.xml",
            """
            <x:component xmlns:x="http://www.osgi.org/xmlns/scr/v1.4.0" name="c.conf"
                configuration-policy="require">
              <implementation class="c.conf.Component"/>
              <service><provide interface="java.util.Comparator"/></service>
            </x:component>
            """)
        .source(
            """
            package c.conf;
            public class Component implements java.util.Comparator<Object> {
              public int compare(Object one, Object other) { return 0; }
            }
            """)
        .writeTo(host().directory());
    TestHost.activator(
            "z.probe",
            "org.osgi.service.cm,org.osgi.util.tracker",
            """
            Callable<Object> probe = () -> {
              org.osgi.service.cm.ConfigurationAdmin admin = context.getService(
                  context.getServiceReference(org.osgi.service.cm.ConfigurationAdmin.class));
              admin.getConfiguration("c.conf", "?").update(with("some", "thing"));
              org.osgi.util.tracker.ServiceTracker<Object, ServiceReference<Object>> tracker =
                  new org.osgi.util.tracker.ServiceTracker<>(context, "java.util.Comparator", null) {
                    public ServiceReference<Object> addingService(ServiceReference<Object> found) {
                      return found;
                    }
                  };
              tracker.open();
              ServiceReference<Object> found = tracker.waitForService(30_000);
              Object before = found.getProperty("stamp");
              context.getService(found);
              return before + ", then " + found.getProperty("stamp");
            };
            context.registerService(Callable.class, probe, with("probe", "x"));
            """)
        .header(
            "Provide-Capability", "osgi.service;objectClass=java.util.concurrent.Callable;probe=x")
        .writeTo(host().directory());
  }

  @Test
  void whoProcessesConfigurationsIsAskedForAnInactiveComponentWithAnotherReference()
      throws Exception {
    stampedComponent();
    Object deferred = host().container().services().require(Callable.class, "(probe=x)").call();
    host().close();

    try (PlainFramework plain = new PlainFramework(host().directory(), root.resolve("plain"))) {
      assertThat(plain.ask("(probe=x)")).isEqualTo("c.conf, then c.conf");
    }
    assertThat(deferred).isEqualTo("org.apache.felix.configadmin, then c.conf");
  }
}
