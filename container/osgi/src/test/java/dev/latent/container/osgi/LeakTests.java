package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.PluginContainer;
import dev.latent.container.runtime.osgi.TestBundle;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class LeakTests {

  private static final int TRIES = 50;

  @TempDir private Path directory;

  /** Held on purpose by one test. */
  @SuppressWarnings("unused") // what it holds is what matters
  private Object held = "";

  private Path plugin() throws Exception {
    Path plugins = Files.createDirectories(directory.resolve("plugins"));
    TestBundle.named("acme.brief")
        .header("Import-Package", "org.osgi.framework")
        .header("Bundle-Activator", "acme.brief.Start")
        .header("Provide-Capability", "osgi.service;objectClass=java.util.concurrent.Callable")
        .source(
            """
            package acme.brief;
            import org.osgi.framework.*;
            public class Start implements BundleActivator, java.util.concurrent.Callable<Object> {
              public void start(BundleContext context) {
                context.registerService(java.util.concurrent.Callable.class, this, null);
              }
              public void stop(BundleContext context) {}
              public Object call() { return "brief"; }
            }
            """)
        .writeTo(plugins);
    return plugins;
  }

  private PluginContainer container() throws Exception {
    return PluginContainer.builder().plugins(plugin()).framework(TestHost.FRAMEWORK).build();
  }

  /** Runs a container from beginning to end and gives what must not outlive it. */
  private WeakReference<Object> use(boolean hold, ReferenceQueue<Object> queue) throws Exception {
    try (PluginContainer container = container()) {
      Callable<?> service = container.services().require(Callable.class);
      assertThat(service.call()).isEqualTo("brief");
      if (hold) {
        held = service;
      }
      return new WeakReference<>(service.getClass().getClassLoader(), queue);
    }
  }

  private static boolean collected(ReferenceQueue<Object> queue) throws InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      System.gc();
      if (queue.remove(100) != null) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aClosedContainerLeavesNoClassLoaderOfAPlugin() throws Exception {
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    WeakReference<Object> loader = use(false, queue);

    assertThat(collected(queue)).isTrue();
    assertThat(loader.get()).isNull();
  }

  @Test
  void aHeldServiceIsSeenAsALeak() throws Exception {
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    WeakReference<Object> loader = use(true, queue);

    System.gc();
    assertThat(queue.remove(500)).isNull();
    assertThat(loader.get()).isNotNull();
  }

  /** Boots under a context loader that must not outlive that, and gives it. */
  private static WeakReference<Object> bootUnderALoader(
      PluginContainer container, ReferenceQueue<Object> queue) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader context = new ClassLoader(before) {};
    thread.setContextClassLoader(context);
    try {
      assertThat(container.services().require(Callable.class).call()).isEqualTo("brief");
      assertThat(thread.getContextClassLoader()).isSameAs(context);
    } finally {
      thread.setContextClassLoader(before);
    }
    return new WeakReference<>(context, queue);
  }

  @Test
  void theFrameworkKeepsNoContextLoaderOfWhoeverLetItBoot() throws Exception {
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    try (PluginContainer container = container()) {
      WeakReference<Object> loader = bootUnderALoader(container, queue);

      assertThat(collected(queue)).isTrue();
      assertThat(loader.get()).isNull();
    }
  }

  @Test
  void aClosedContainerLeavesNoThread() throws Exception {
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    use(false, new ReferenceQueue<>());

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread)) {
        // A thread that is about to end gets the time for it.
        thread.join(5_000);
        assertThat(thread.isAlive()).as("thread %s still runs", thread.getName()).isFalse();
      }
    }
  }
}
