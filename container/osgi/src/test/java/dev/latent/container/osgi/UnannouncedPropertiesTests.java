package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginState;
import dev.latent.container.runtime.osgi.TestBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Services that are registered with properties which no descriptor announces: who asks by them, or
 * for a component that can't do without them, gets what there would be if all were started.
 */
@Timeout(120)
@SuppressWarnings("rawtypes") // a class literal has no type arguments
final class UnannouncedPropertiesTests {

  @TempDir private Path root;
  private @Nullable TestHost made;

  @BeforeEach
  void begin() throws IOException {
    made = new TestHost(root);
    RealBundles.componentRuntime(host().directory());
    host().watcher("w.watcher", "org.osgi.util.tracker");
    provider("p.blue", "blue");
    provider("p.red", "red");
  }

  @AfterEach
  void close() {
    host().close();
  }

  private TestHost host() {
    return Objects.requireNonNull(made);
  }

  /** Announces a comparator, and registers it with a color. */
  private void provider(String name, String color) throws IOException {
    TestHost.activator(
            name,
            "",
            "context.registerService(Comparator.class, (a, b) -> 0, with(\"color\", \""
                + color
                + "\"));")
        .header("Provide-Capability", "osgi.service;objectClass=java.util.Comparator")
        .writeTo(host().directory());
  }

  private void component(String name, String inside) throws IOException {
    TestBundle.named(name)
        .header("Service-Component", "OSGI-INF/c.xml")
        .entry(
            "OSGI-INF/c.xml",
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%s">
              <implementation class="%s.Component"/>
              <property name="says" value="%s"/>
              <service><provide interface="java.util.function.LongFunction"/></service>
              %s
            </scr:component>
            """
                .formatted(name, name, name, inside))
        .source(
            """
            package %s;
            import java.util.*;
            import java.util.function.LongFunction;
            public class Component implements LongFunction<Object> {
              private final Set<Object> bound = new TreeSet<>();
              public void bind(Object service, Map<String, Object> properties) {
                bound.add(properties.getOrDefault("color", properties.get("says")));
              }
              public Object apply(long unused) { return bound.toString(); }
            }
            """
                .formatted(name))
        .writeTo(host().directory());
  }

  private static String reference(String type, String target, String more) {
    return "<reference name=\"in\" interface=\""
        + type
        + "\" target=\""
        + target
        + "\" bind=\"bind\" "
        + more
        + "/>";
  }

  private void redComponent() throws IOException {
    component("c.red", reference("java.util.Comparator", "(color=red)", ""));
  }

  private void greenComponent() throws IOException {
    component("c.green", reference("java.util.Comparator", "(color=green)", ""));
  }

  /** A bundle that looks services up in its activator, and tells how many it found. */
  private int foundByCode(String code) throws IOException {
    TestHost.activator(
            "z.looks",
            "",
            "ServiceReference<?>[] found = "
                + code
                + "; int count = found == null ? 0 : found.length;"
                + "IntSupplier says = () -> count;"
                + "context.registerService(IntSupplier.class, says, null);")
        .header("Provide-Capability", "osgi.service;objectClass=java.util.function.IntSupplier")
        .writeTo(host().directory());
    return host().container().services().require(IntSupplier.class).getAsInt();
  }

  /** What a component that the host looks up has bound. */
  private Object says(String filter) {
    return host().container().services().require(LongFunction.class, filter).apply(0);
  }

  /** What a tracker of a bundle is given, without using it. */
  private List<Object> tracked(String filter, String property) throws Exception {
    BundleContext context = host().context("w.watcher");
    List<Object> heard = new ArrayList<>();
    ServiceTracker<Object, Object> tracker =
        new ServiceTracker<>(context, context.createFilter(filter), null) {
          @Override
          public Object addingService(ServiceReference<Object> reference) {
            heard.add(reference.getProperty(property));
            return reference;
          }
        };
    tracker.open();
    tracker.close();
    return heard;
  }

  private static final String COMPONENTS = "(objectClass=java.util.function.LongFunction)";

  @Test
  void aLookupOfTheHostDecidesAboutTheComponentsThatItMayFindAndNoOthers() throws Exception {
    redComponent();
    greenComponent();
    component("c.plain", "");

    assertThat(says("(says=c.plain)")).isEqualTo("[]");
    assertThat(host().active()).doesNotContain("p.blue", "p.red");

    assertThat(says("(says=c.red)")).isEqualTo("[red]");
    assertThat(host().active()).contains("p.red", "c.red").doesNotContain("c.green");
    assertThat(host().container().services().find(LongFunction.class, "(says=c.green)")).isEmpty();
  }

  @Test
  void aTrackerOfABundleIsGivenAComponentOnceItsProviderHasSaidItsProperties() throws Exception {
    redComponent();
    greenComponent();

    assertThat(tracked("(&" + COMPONENTS + "(says=c.*))", "says")).containsExactly("c.red");

    assertThat(host().active()).contains("p.red");
    assertThat(host().state("c.red")).isEqualTo(PluginState.REGISTERED);
  }

  @Test
  void aTrackerOfAnotherTypeActivatesNothing() throws Exception {
    redComponent();

    assertThat(tracked("(objectClass=java.util.function.LongSupplier)", "says")).isEmpty();
    assertThat(tracked("(&" + COMPONENTS + "(says=c.blue))", "says")).isEmpty();

    assertThat(host().active()).doesNotContain("p.red", "p.blue");
  }

  @Test
  void aBundleThatLooksAComponentUpFindsItAtOnce() throws Exception {
    redComponent();
    greenComponent();

    assertThat(
            foundByCode("context.getServiceReferences(LongFunction.class.getName(), \"(says=*)\")"))
        .isEqualTo(1);

    assertThat(host().active()).contains("p.red");
    assertThat(host().state("c.red")).isEqualTo(PluginState.REGISTERED);
  }

  @Test
  void anotherComponentThatNeedsItIsServed() throws Exception {
    redComponent();
    component("d.needs", reference("java.util.function.LongFunction", "(says=c.red)", ""));

    assertThat(says("(says=d.needs)")).isEqualTo("[c.red]");

    assertThat(host().active()).contains("p.red", "c.red");
  }

  @Test
  void anotherComponentThatNeedsItIsThereForATracker() throws Exception {
    redComponent();
    component("d.needs", reference("java.util.function.LongFunction", "(says=c.red)", ""));

    assertThat(tracked("(&" + COMPONENTS + "(says=d.*))", "says")).containsExactly("d.needs");

    assertThat(host().state("d.needs")).isEqualTo(PluginState.REGISTERED);
  }

  @Test
  void aComponentBindsByThemWhatItCouldDoWithout() throws Exception {
    component(
        "c.optional",
        reference(
            "java.util.Comparator", "(color=red)", "cardinality=\"0..n\" policy=\"dynamic\""));

    assertThat(says("(says=c.optional)")).isEqualTo("[red]");
  }

  @Test
  void aTrackerByThemFindsTheServicesThatHaveThem() throws Exception {
    assertThat(tracked("(&(objectClass=java.util.Comparator)(color=red))", "color"))
        .containsExactly("red");
  }

  @Test
  void aBundleThatLooksUpByThemFindsTheServicesThatHaveThem() throws Exception {
    assertThat(
            foundByCode(
                "context.getServiceReferences(Comparator.class.getName(), \"(color=red)\")"))
        .isEqualTo(1);
  }

  @Test
  void aBundleThatLooksUpWithoutThemActivatesNothing() throws Exception {
    assertThat(foundByCode("context.getServiceReferences(Comparator.class.getName(), null)"))
        .isEqualTo(2);

    assertThat(host().active()).doesNotContain("p.red", "p.blue");
  }

  @Test
  void whatNobodyAnnouncedInTheCodeIsFoundByTheSecondLookup() throws Exception {
    BundleContext context = host().context("w.watcher");
    String filter = "(color=red)";

    context.getServiceReferences(java.util.Comparator.class.getName(), filter);

    assertThat(context.getServiceReferences(java.util.Comparator.class.getName(), filter))
        .hasSize(1);
  }

  @Test
  void anOpenTrackerHearsOfAComponentWhenTheRestThatItNeedsComes() throws Exception {
    component(
        "c.both",
        reference("java.util.Comparator", "(color=red)", "")
            + "<reference name=\"more\" interface=\"java.util.function.Supplier\""
            + " target=\"(more=yes)\"/>");
    BundleContext context = host().context("w.watcher");
    ServiceTracker<Object, ServiceReference<Object>> tracker =
        new ServiceTracker<>(
            context, context.createFilter("(&" + COMPONENTS + "(says=c.both))"), null) {
          @Override
          public ServiceReference<Object> addingService(ServiceReference<Object> reference) {
            return reference;
          }
        };
    tracker.open();
    assertThat(tracker.size()).isZero();
    assertThat(host().active()).doesNotContain("p.red");

    host().register(Supplier.class, () -> 1, java.util.Map.of("more", "yes"));

    assertThat(tracker.size()).isEqualTo(1);
    assertThat(host().active()).contains("p.red");
    tracker.close();
  }

  @Test
  void anOpenTrackerHearsOfAProviderThatIsAddedLater() throws Exception {
    BundleContext context = host().context("w.watcher");
    ServiceTracker<Object, ServiceReference<Object>> tracker =
        new ServiceTracker<>(
            context,
            context.createFilter("(&(objectClass=java.util.Comparator)(color=white))"),
            null) {
          @Override
          public ServiceReference<Object> addingService(ServiceReference<Object> reference) {
            return reference;
          }
        };
    tracker.open();
    assertThat(tracker.size()).isZero();

    provider("p.white", "white");
    host().container().admin().refresh();

    assertThat(tracker.size()).isEqualTo(1);
    tracker.close();
  }

  @Test
  void aPluginThatIsStoppedStaysStopped() throws Exception {
    BundleContext context = host().context("w.watcher");
    ServiceTracker<Object, ServiceReference<Object>> tracker =
        new ServiceTracker<>(
            context,
            context.createFilter("(&(objectClass=java.util.Comparator)(color=red))"),
            null) {
          @Override
          public ServiceReference<Object> addingService(ServiceReference<Object> reference) {
            return reference;
          }
        };
    tracker.open();
    assertThat(tracker.size()).isEqualTo(1);

    host().container().admin().stop(host().id("p.red"));

    assertThat(host().state("p.red")).isEqualTo(PluginState.REGISTERED);
    assertThat(tracker.size()).isZero();
    tracker.close();
  }
}
