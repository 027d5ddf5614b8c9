package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import acme.api.Greeter;
import acme.api.Trace;
import dev.latent.container.PluginContainer;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers beside each other and one after the other, and that a closed one is gone. */
class SeveralContainersTests {

  private static final int TRIES = 40;

  @RegisterExtension final Host host = new Host();

  @Test
  void liveBesideEachOtherInOneJvm() {
    host.install("twin.first");
    PluginContainer one = host.start();
    PluginContainer two = host.start(host.elsewhere("other", "twin.first"));

    Greeter fromOne = one.services().require(Greeter.class);
    Greeter fromTwo = two.services().require(Greeter.class);

    assertThat(fromOne.getClass()).isNotSameAs(fromTwo.getClass());
    assertThat(Trace.events("start ")).hasSize(2);
    one.close();
    assertThat(Trace.events("stop ")).hasSize(1);
    assertThat(two.services().require(Greeter.class)).isSameAs(fromTwo);
  }

  @Test
  @Tag("bundles")
  void sayThatTheSecondOverTheSameStateKeepsNoData() {
    host.install("twin.first");
    PluginContainer first = host.start();
    first.services().require(Greeter.class);
    assertThat(Host.problems(first)).doesNotContain("framework.storage");
    PluginContainer second = host.start();

    second.services().require(Greeter.class);

    assertThat(Host.problems(second))
        .contains("WARNING framework.storage")
        .contains("is in use by another container of this process");
    assertThat(host.notices())
        .anySatisfy(line -> assertThat(line).contains("is deleted when it closes"));
  }

  @Test
  void mayBeMadeAgainOverTheSameDirectory() {
    host.install("twin.first");
    for (int i = 1; i <= 3; i++) {
      PluginContainer container = host.start();
      assertThat(container.services().require(Greeter.class).greet("x"))
          .isEqualTo("twin.first 1.0.0: x");
      container.close();
      assertThat(Trace.events("start ")).hasSize(i);
      assertThat(Trace.events("stop ")).hasSize(i);
    }
  }

  @Test
  void keepNothingInMemoryOnceClosed() throws Exception {
    host.install("twin.first");

    WeakReference<ClassLoader> loader = useOnce(null);

    assertThat(threadsGone()).isTrue();
    assertThat(cleared(loader)).as("the loader of a plugin of a closed container").isTrue();
  }

  /** The twin of the test above: it would see a leak if there were one. */
  @Test
  void leakTestSeesALeak() throws Exception {
    host.install("twin.first");
    List<Object> leak = new ArrayList<>();

    WeakReference<ClassLoader> loader = useOnce(leak);

    assertThat(leak).hasSize(1);
    assertThat(cleared(loader)).isFalse();
    assertThat(leak).hasSize(1);
  }

  @Test
  void freeThePluginsOfAStoppedOne() throws Exception {
    host.install("twin.first");
    PluginContainer container = host.start();
    WeakReference<ClassLoader> first =
        new WeakReference<>(
            container.services().require(Greeter.class).getClass().getClassLoader());

    host.replace("twin.first", "twin.first-2");
    container.admin().refresh();

    assertThat(container.services().require(Greeter.class).greet("x"))
        .isEqualTo("twin.first 2.0.0: x");
    assertThat(cleared(first)).as("the loader of the plugin before its update").isTrue();
  }

  private WeakReference<ClassLoader> useOnce(@Nullable List<Object> leak) {
    try (PluginContainer container = host.builder().build()) {
      Greeter greeter = container.services().require(Greeter.class);
      if (leak != null) {
        leak.add(greeter);
      }
      return new WeakReference<>(greeter.getClass().getClassLoader());
    }
  }

  private boolean threadsGone() throws InterruptedException {
    return host.threadsLeft().isEmpty();
  }

  /** Collects garbage until the reference is cleared, a limited number of times. */
  private static boolean cleared(WeakReference<?> reference) {
    for (int i = 0; i < TRIES && reference.get() != null; i++) {
      System.gc();
    }
    return reference.get() == null;
  }
}
