package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.runtime.osgi.TestBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Where more is offered than is promised at once, promises come when somebody may ask for them. */
@Timeout(120)
final class ManyOffersTests {

  private static final String LIMIT = "latent.placeholders";
  private static final String CALLABLE = "java.util.concurrent.Callable";
  private static final String RUNNABLE = "java.lang.Runnable";

  @TempDir private Path root;
  private @Nullable TestHost made;

  private TestHost host() {
    return Objects.requireNonNull(made);
  }

  @BeforeEach
  void begin() throws IOException {
    made = new TestHost(root);
    host().watcher("c.watcher", "");
  }

  @AfterEach
  void close() {
    System.clearProperty(LIMIT);
    host().close();
  }

  private void provider(String name, String... types) throws IOException {
    StringBuilder clauses = new StringBuilder();
    for (String type : types) {
      clauses
          .append(clauses.isEmpty() ? "" : ",")
          .append("osgi.service;objectClass:List<String>=\"")
          .append(type)
          .append("\";of=\"")
          .append(name)
          .append('"');
    }
    TestBundle.named(name)
        .header("Provide-Capability", clauses.toString())
        .writeTo(host().directory());
  }

  /** What is promised at present, in the order of registration. */
  private List<String> promised() throws Exception {
    BundleContext system = host().context("c.watcher").getBundle(0).getBundleContext();
    return Arrays.stream(system.getAllServiceReferences(null, "(of=*)"))
        .sorted((a, b) -> Long.compare(id(a), id(b)))
        .map(reference -> String.valueOf(reference.getProperty("of")))
        .toList();
  }

  private int count() throws Exception {
    ServiceReference<?>[] all =
        host()
            .context("c.watcher")
            .getBundle(0)
            .getBundleContext()
            .getAllServiceReferences(null, "(of=*)");
    return all == null ? 0 : all.length;
  }

  private static long id(ServiceReference<?> reference) {
    return (Long) reference.getProperty("service.id");
  }

  private static ServiceTracker<Object, Object> tracker(
      BundleContext context, String type, List<String> added) {
    ServiceTracker<Object, Object> tracker =
        new ServiceTracker<>(context, type, null) {
          @Override
          public Object addingService(ServiceReference<Object> reference) {
            added.add(String.valueOf(reference.getProperty("of")));
            return reference;
          }
        };
    tracker.open();
    return tracker;
  }

  @Test
  void belowTheLimitAllArePromisedAtOnceInReferenceOrder() throws Exception {
    provider("p.a", CALLABLE);
    provider("p.b", RUNNABLE);
    provider("p.c", CALLABLE);

    assertThat(promised()).containsExactly("p.a", "p.b", "p.c");
  }

  @Test
  void aboveTheLimitATrackerGetsThoseOfItsTypeOnceAndTheOthersAreLeft() throws Exception {
    System.setProperty(LIMIT, "2");
    provider("p.a", CALLABLE);
    provider("p.b", RUNNABLE);
    provider("p.c", CALLABLE);
    BundleContext watcher = host().context("c.watcher");
    assertThat(count()).isZero();
    List<String> added = new ArrayList<>();

    ServiceTracker<Object, Object> tracker = tracker(watcher, CALLABLE, added);

    assertThat(added).containsExactlyInAnyOrder("p.a", "p.c");
    assertThat(promised()).containsExactly("p.a", "p.c");
    tracker.close();
  }

  @Test
  void whatIsConnectedByCommonTypesIsPromisedTogetherInReferenceOrder() throws Exception {
    System.setProperty(LIMIT, "2");
    provider("p.a", "acme.Other");
    provider("p.b", CALLABLE, RUNNABLE);
    TestBundle.named("p.c")
        .header(
            "Provide-Capability",
            "osgi.service;objectClass:List<String>=\"acme.Other,java.util.concurrent.Callable\""
                + ";of=p.c")
        .writeTo(host().directory());
    BundleContext watcher = host().context("c.watcher");
    List<String> added = new ArrayList<>();

    ServiceTracker<Object, Object> tracker = tracker(watcher, CALLABLE, added);

    assertThat(added).containsExactlyInAnyOrder("p.b", "p.c");
    assertThat(promised()).containsExactly("p.a", "p.b", "p.c");
    assertThat(count()).isEqualTo(3);
    tracker.close();
  }

  @Test
  void aListenerHearsOfWhatComesLaterOnlyWhereItListensForIt() throws Exception {
    System.setProperty(LIMIT, "1");
    provider("p.a", CALLABLE);
    provider("p.b", CALLABLE);
    BundleContext watcher = host().context("c.watcher");
    List<String> heard = new ArrayList<>();
    watcher.addServiceListener(
        event -> {
          if (event.getType() == ServiceEvent.REGISTERED) {
            heard.add(String.valueOf(event.getServiceReference().getProperty("of")));
          }
        },
        "(objectClass=" + RUNNABLE + ")");

    provider("p.c", RUNNABLE);
    provider("p.d", CALLABLE);
    host().container().admin().refresh();

    assertThat(heard).containsExactly("p.c");
    assertThat(promised()).containsExactly("p.c");
  }

  private String firstLookup(String name, String lookup) throws IOException {
    TestHost.activator(
            name,
            "",
            "ServiceReference<?>[] found = "
                + lookup
                + "; String text = found == null ? \"none\" : String.valueOf(found.length);"
                + "context.registerService(Supplier.class, () -> text, with(\"by\", \""
                + name
                + "\"));")
        .header(
            "Provide-Capability",
            "osgi.service;objectClass=java.util.function.Supplier;by=\"" + name + "\"")
        .writeTo(host().directory());
    host().container().admin().refresh();
    return String.valueOf(
        host().container().services().require(Supplier.class, "(by=" + name + ")").get());
  }

  @Test
  void aBundleThatNamesATypeFindsItWithItsFirstLookup() throws Exception {
    System.setProperty(LIMIT, "1");
    provider("p.a", CALLABLE);
    provider("p.b", RUNNABLE);
    provider("p.c", CALLABLE);

    assertThat(firstLookup("c.plain", "context.getServiceReferences(\"" + CALLABLE + "\", null)"))
        .isEqualTo("2");
    assertThat(promised()).containsExactly("p.a", "p.c");
  }

  @Test
  void aBundleThatLooksUpWithoutATypeFindsAllWithItsFirstLookup() throws Exception {
    System.setProperty(LIMIT, "1");
    provider("p.a", CALLABLE);
    provider("p.b", RUNNABLE);
    provider("p.c", CALLABLE);

    assertThat(firstLookup("c.untyped", "context.getServiceReferences((String) null, \"(of=*)\")"))
        .isEqualTo("3");
    assertThat(firstLookup("c.all", "context.getAllServiceReferences(null, \"(of=*)\")"))
        .isEqualTo("3");
  }

  @Test
  void ofThousandsOfOffersOnlyThoseAreRegisteredThatSomebodyAsksFor() throws Exception {
    for (int plugin = 0; plugin < 25; plugin++) {
      String[] types = new String[100];
      for (int i = 0; i < types.length; i++) {
        types[i] = "acme.many.Type" + i;
      }
      provider("p" + (100 + plugin), types);
    }
    BundleContext watcher = host().context("c.watcher");
    assertThat(count()).isZero();
    List<String> added = new ArrayList<>();

    ServiceTracker<Object, Object> tracker = tracker(watcher, "acme.many.Type7", added);

    assertThat(added).hasSize(25).doesNotHaveDuplicates();
    assertThat(count()).isEqualTo(25);
    assertThat(promised()).isSorted();
    tracker.close();
  }
}
