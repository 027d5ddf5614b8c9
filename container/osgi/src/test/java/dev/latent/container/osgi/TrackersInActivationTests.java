package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.runtime.osgi.TestBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Bundles that begin to track a type while a plugin that offers it is being activated: they see the
 * service once and as in a framework in which that plugin is just being started.
 */
@Timeout(120)
final class TrackersInActivationTests {

  private static final String FILTER = "(&(objectClass=java.util.concurrent.Callable)(says=*))";

  @TempDir private Path root;
  private @Nullable TestHost made;
  private final List<String> events = new CopyOnWriteArrayList<>();

  private TestHost host() {
    return Objects.requireNonNull(made);
  }

  @BeforeEach
  void begin() throws IOException {
    made = new TestHost(root);
    host().watcher("c.user", "");
    host().watcher("c.other", "");
  }

  @AfterEach
  void close() {
    System.getProperties().remove("tracking.before");
    System.getProperties().remove("tracking.after");
    host().close();
  }

  /** Calls back before and after it registers its service, once each. */
  private void provider(String name) throws IOException {
    TestHost.activator(
            name,
            "",
            """
            Runnable before = (Runnable) System.getProperties().remove("tracking.before");
            if (before != null) before.run();
            context.registerService(Callable.class, () -> "%s", with("says", "%s"));
            Runnable after = (Runnable) System.getProperties().remove("tracking.after");
            if (after != null) after.run();
            """
                .formatted(name, name))
        .header(
            "Provide-Capability",
            "osgi.service;objectClass=java.util.concurrent.Callable;says=\"" + name + "\"")
        .writeTo(host().directory());
  }

  private ServiceTracker<Object, Object> track(BundleContext context) {
    try {
      ServiceTracker<Object, Object> tracker =
          new ServiceTracker<>(context, context.createFilter(FILTER), null) {
            @Override
            public @Nullable Object addingService(ServiceReference<Object> reference) {
              Object service = super.addingService(reference);
              events.add("added " + said(service));
              return service;
            }

            @Override
            public void modifiedService(ServiceReference<Object> reference, Object service) {
              events.add("modified " + said(service));
            }

            @Override
            public void removedService(ServiceReference<Object> reference, Object service) {
              events.add("removed " + said(service));
              super.removedService(reference, service);
            }
          };
      tracker.open();
      return tracker;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String said(@Nullable Object service) {
    try {
      return service == null ? "nothing" : String.valueOf(((Callable<?>) service).call());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs something on a thread of its own and waits for it, as an activator may. */
  private static void elsewhere(Runnable action) {
    Thread thread = new Thread(action, "tracks elsewhere");
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void activate(String how, BundleContext user) throws Exception {
    if (how.equals("host")) {
      host().container().admin().activate(host().id("p.one"));
    } else {
      ServiceReference<?>[] found = user.getServiceReferences((String) null, FILTER);
      assertThat(said(user.getService(found[0]))).isEqualTo("p.one");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bundle, c.user, before, here",
    "bundle, c.user, after, here",
    "bundle, c.user, before, elsewhere",
    "bundle, c.user, after, elsewhere",
    "bundle, c.other, before, here",
    "bundle, c.other, after, here",
    "bundle, c.other, before, elsewhere",
    "host, c.other, before, here",
    "host, c.other, after, here",
    "host, c.other, before, elsewhere",
  })
  void aTrackerGetsTheServiceOnceAndNoErrorIsReported(
      String activatedBy, String tracking, String when, String where) throws Exception {
    provider("p.one");
    BundleContext user = host().context("c.user");
    BundleContext tracks = host().context(tracking);
    FrameworkErrors errors = new FrameworkErrors(user);
    Runnable track = () -> track(tracks);
    System.getProperties()
        .put("tracking." + when, where.equals("here") ? track : (Runnable) () -> elsewhere(track));

    activate(activatedBy, user);

    assertThat(events).containsExactly("added p.one");
    assertThat(errors.all()).isEmpty();
    assertThat(tracks.getServiceReferences((String) null, FILTER)).hasSize(1);
  }

  @Test
  void aTrackerThatWasThereBeforeIsNotToldASecondTime() throws Exception {
    provider("p.one");
    BundleContext user = host().context("c.user");
    FrameworkErrors errors = new FrameworkErrors(user);
    System.getProperties().put("tracking.before", (Runnable) () -> track(user));

    track(user);

    assertThat(events).containsExactly("added p.one", "added p.one");
    assertThat(errors.all()).isEmpty();
  }

  @Test
  void aTrackerHearsOfTheEndOfTheServiceAndOfTheNextPromise() throws Exception {
    provider("p.one");
    BundleContext user = host().context("c.user");
    System.getProperties().put("tracking.before", (Runnable) () -> track(user));
    activate("bundle", user);

    host().container().admin().stop(host().id("p.one"));

    assertThat(events).containsExactly("added p.one", "removed p.one", "added p.one");
    assertThat(host().active()).contains("p.one");
  }

  @Test
  void aListenerHearsOfTheRegistrationAsInAPlainFramework() throws Exception {
    provider("p.one");
    BundleContext user = host().context("c.user");
    System.getProperties()
        .put(
            "tracking.before",
            (Runnable)
                () -> {
                  try {
                    user.addServiceListener(
                        event ->
                            events.add(
                                (event.getType() == ServiceEvent.REGISTERED ? "registered by " : "")
                                    + event.getServiceReference().getBundle().getSymbolicName()),
                        FILTER);
                    events.add(
                        "found "
                            + (user.getServiceReferences((String) null, FILTER) == null
                                ? "nothing"
                                : "something"));
                  } catch (InvalidSyntaxException e) {
                    throw new IllegalStateException(e);
                  }
                });

    activate("bundle", user);

    assertThat(events).containsExactly("found nothing", "registered by p.one");
  }

  @Test
  void aLookupAfterTheRegistrationFindsIt() throws Exception {
    provider("p.one");
    BundleContext user = host().context("c.user");
    FrameworkErrors errors = new FrameworkErrors(user);
    System.getProperties()
        .put(
            "tracking.after",
            (Runnable)
                () -> {
                  ServiceReference<?> found = user.getServiceReference(Callable.class.getName());
                  events.add(said(found == null ? null : user.getService(found)));
                });

    activate("bundle", user);

    assertThat(events).containsExactly("p.one");
    assertThat(errors.all()).isEmpty();
  }

  @Test
  void otherProvidersOfTheTypeAreSeenMeanwhile() throws Exception {
    provider("p.one");
    provider("p.two");
    BundleContext user = host().context("c.user");
    System.getProperties().put("tracking.before", (Runnable) () -> track(user));

    activate("host", user);

    assertThat(events).containsExactly("added p.two", "added p.one");
  }

  @Test
  void whatBeganToTrackBeforeTheComponentRuntimeRanIsShownComponentsThen() throws Exception {
    RealBundles.componentRuntime(host().directory());
    RealBundles.eventAdmin(host().directory());
    // The component runtime uses a package of the shell, which tracks Event Admins as it starts.
    RealBundles.shell(host().directory());
    TestBundle.named("p.ds")
        .compiledAgainst(RealBundles.find("org.apache.felix.eventadmin-"))
        .header("Import-Package", "org.osgi.service.event")
        .header("Service-Component", "OSGI-INF/c.xml")
        .entry(
            "OSGI-INF/c.xml",
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="p.ds">
              <implementation class="p.ds.Component"/>
              <service><provide interface="org.osgi.service.event.EventAdmin"/></service>
            </scr:component>
            """)
        .source(
            """
            package p.ds;
            import org.osgi.service.event.*;
            public class Component implements EventAdmin {
              public void postEvent(Event event) {}
              public void sendEvent(Event event) {}
            }
            """)
        .writeTo(host().directory());
    FrameworkErrors errors = new FrameworkErrors(host().context("c.user"));

    host().container().admin().activate(host().id("org.apache.felix.scr"));

    assertThat(host().active()).contains("org.apache.felix.gogo.runtime", "p.ds");
    assertThat(errors.all()).isEmpty();
  }
}
