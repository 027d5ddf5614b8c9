package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** What plain lookups find of a plugin whose activation failed. */
@Timeout(120)
final class FailedProviderTests {

  private static final String CALLABLE = "java.util.concurrent.Callable";
  private static final String PAUSE = "latent.retry.pause";
  private static final String BROKEN = "p.broken.fails";
  private static final String SAYS = "(says=*)";

  @TempDir private Path root;
  private @Nullable TestHost made;

  private TestHost host() {
    return Objects.requireNonNull(made);
  }

  @BeforeEach
  void begin() throws IOException {
    made = new TestHost(root);
    System.setProperty(BROKEN, "true");
    speaker("p.broken", "if (Boolean.getBoolean(\"" + BROKEN + "\")) throw new Exception(\"no\");");
    host().watcher("c.user", "");
  }

  @AfterEach
  void close() {
    System.clearProperty(PAUSE);
    System.clearProperty(BROKEN);
    host().close();
  }

  private void speaker(String name, String before) throws IOException {
    TestHost.activator(
            name,
            "",
            before
                + "context.registerService(Callable.class, () -> \""
                + name
                + "\", with(\"says\", \""
                + name
                + "\", \"real\", \"yes\"));")
        .header(
            "Provide-Capability",
            "osgi.service;objectClass=java.util.concurrent.Callable;says=\"" + name + "\"")
        .writeTo(host().directory());
  }

  /** Looks up as simple code does that wants any service which works, and counts its tries. */
  private static List<String> tries(BundleContext context) {
    List<String> tries = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ServiceReference<?> found = context.getServiceReference(CALLABLE);
      if (found == null) {
        return tries;
      }
      Object service = context.getService(found);
      tries.add(found.getProperty("says") + (service == null ? " failed" : " works"));
      if (service != null) {
        return tries;
      }
    }
    return tries;
  }

  @Test
  void aLookupGoesOnToTheNextCandidateAndEnds() throws Exception {
    System.setProperty(PAUSE, "1h");
    speaker("p.works", "");

    assertThat(tries(host().context("c.user"))).containsExactly("p.broken failed", "p.works works");
    assertThat(host().state("p.broken")).isEqualTo(PluginState.FAILED);
  }

  @Test
  void aLookupWithoutAnotherCandidateEnds() throws Exception {
    System.setProperty(PAUSE, "1h");

    assertThat(tries(host().context("c.user"))).containsExactly("p.broken failed");
  }

  @Test
  void theNextLookupAfterThePauseTriesAgain() throws Exception {
    System.setProperty(PAUSE, "0ms");
    BundleContext user = host().context("c.user");
    assertThat(user.getService(user.getServiceReferences(CALLABLE, SAYS)[0])).isNull();
    assertThat(user.getService(user.getServiceReferences(CALLABLE, SAYS)[0])).isNull();

    System.clearProperty(BROKEN);
    ServiceReference<?> reference = user.getServiceReferences(CALLABLE, SAYS)[0];

    assertThat(((Callable<?>) user.getService(reference)).call()).isEqualTo("p.broken");
    assertThat(host().state("p.broken")).isEqualTo(PluginState.ACTIVE);
    assertThat(user.getServiceReferences(CALLABLE, SAYS)).containsExactly(reference);
    assertThat(reference.getProperty("real")).isEqualTo("yes");
  }

  @Test
  void aTrackerHearsOfTheServiceAgainWhenItWorksAndNotBefore() throws Exception {
    System.setProperty(PAUSE, "0ms");
    BundleContext user = host().context("c.user");
    List<String> events = new ArrayList<>();
    ServiceTracker<Object, Object> tracker =
        new ServiceTracker<>(user, user.createFilter(SAYS), null) {
          @Override
          public Object addingService(ServiceReference<Object> reference) {
            events.add("added");
            return reference;
          }

          @Override
          public void removedService(ServiceReference<Object> reference, Object tracked) {
            events.add("removed");
          }
        };
    tracker.open();
    assertThat(user.getService(Objects.requireNonNull(tracker.getServiceReference()))).isNull();
    assertThat(user.getService(user.getServiceReferences(CALLABLE, SAYS)[0])).isNull();
    assertThat(events).containsExactly("added", "removed");

    System.clearProperty(BROKEN);
    host().container().services().require(Callable.class, SAYS);

    assertThat(events).containsExactly("added", "removed", "added");
    assertThat(user.getServiceReferences(CALLABLE, SAYS)).hasSize(1);
    tracker.close();
  }

  @Test
  void aFailedPluginThatIsDisabledIsNotTriedAgain() throws Exception {
    System.setProperty(PAUSE, "0ms");
    BundleContext user = host().context("c.user");
    assertThat(user.getService(user.getServiceReferences(CALLABLE, SAYS)[0])).isNull();

    host().container().admin().policy(host().id("p.broken"), ActivationPolicy.DISABLED);

    assertThat(user.getServiceReferences(CALLABLE, SAYS)).isNull();
  }
}
