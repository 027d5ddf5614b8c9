package dev.latent.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.ServiceHandle;
import dev.latent.container.testing.PluginJar;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a plugin stays when it stopped, nothing of a container when it closed. */
class ContainerLeakTests {

  @TempDir private Path plugins;

  @BeforeEach
  void makeAPlugin() throws Exception {
    PluginJar.supplying("acme.one", "hello").into(plugins);
  }

  private PluginContainer container() {
    return PluginContainer.builder().plugins(plugins).framework("none").watch(false).build();
  }

  private static WeakReference<ClassLoader> use(PluginContainer container) {
    Supplier<?> service = container.services().require(Supplier.class);
    assertThat(service.get()).isEqualTo("hello");
    return new WeakReference<>(service.getClass().getClassLoader());
  }

  private static boolean isFreed(WeakReference<?> reference, long milliseconds) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    while (reference.get() != null && System.nanoTime() < end) {
      System.gc();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return reference.get() == null;
  }

  @Test
  void aClosedContainerFreesItsPluginsAndItself() {
    PluginContainer container = container();
    container.ready();
    WeakReference<ClassLoader> loader = use(container);
    WeakReference<Object> services = new WeakReference<>(container.services());
    container.close();
    container = null;
    assertThat(isFreed(loader, 20_000)).isTrue();
    assertThat(isFreed(services, 20_000)).isTrue();
  }

  @Test
  void aStoppedPluginIsFreedThoughAHandleIsKept() {
    try (PluginContainer container = container()) {
      ServiceHandle<?> handle = container.services().handles(Supplier.class).get(0);
      WeakReference<ClassLoader> loader = use(container);
      assertThat(handle.get()).isNotNull();
      container.admin().stop(handle.plugin());
      assertThat(isFreed(loader, 20_000)).isTrue();
      assertThat(handle.peek()).isEmpty();
    }
  }

  @Test
  void thisTestCanFail() {
    PluginContainer container = container();
    Object kept = container.services().require(Supplier.class);
    WeakReference<ClassLoader> loader = new WeakReference<>(kept.getClass().getClassLoader());
    container.close();
    assertThat(isFreed(loader, 200)).isFalse();
    assertThat(kept).isNotNull();
  }
}
