package dev.latent.container.runtime.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.ServiceInstance;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.finder.RegisteredPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Foreign code that waits for another thread which needs the same thing of ours. */
final class ForeignCodeTests {

  @TempDir private Path directory;

  @Test
  void aReferenceMayWaitForAnotherReaderOfTheSamePlugin() throws Exception {
    Path jar = TestBundle.named("acme.waits").entry("a.txt", "a").writeTo(directory);
    RegisteredPlugin plugin = new TestPlugins().add(jar);
    AtomicReference<PluginContent> content = new AtomicReference<>();
    PluginContent made =
        new PluginContent(
            new Waiting(
                plugin,
                () ->
                    assertThat(Objects.requireNonNull(content.get()).getEntry("a.txt"))
                        .isPresent()),
            null);
    content.set(made);

    assertThat(made.getEntry("a.txt")).isPresent();
    made.close();
  }

  @Test
  void aPrototypeFactoryMayWaitForAThreadThatClosesTheSameInstance() throws Exception {
    AtomicReference<ServiceInstance<Object>> instance = new AtomicReference<>();
    AtomicBoolean closedTwice = new AtomicBoolean();
    Runnable unget =
        () -> {
          elsewhere(() -> Objects.requireNonNull(instance.get()).close());
          closedTwice.set(true);
        };
    System.getProperties().put("acme.unget", unget);
    try (RuntimeHarness harness = new RuntimeHarness(directory.resolve("state"))) {
      RegisteredPlugin plugin =
          harness.plugins.add(
              TestBundle.named("acme.prototypes")
                  .header("Import-Package", "org.osgi.framework")
                  .header("Bundle-Activator", "acme.prototypes.Start")
                  .header(
                      "Provide-Capability",
                      "osgi.service;objectClass=java.util.concurrent.Callable")
                  .source(
                      """
                      package acme.prototypes;
                      import org.osgi.framework.*;
                      public class Start
                          implements BundleActivator,
                              PrototypeServiceFactory<java.util.concurrent.Callable> {
                        public void start(BundleContext context) {
                          context.registerService(java.util.concurrent.Callable.class, this, null);
                        }
                        public void stop(BundleContext context) {}
                        public java.util.concurrent.Callable getService(
                            Bundle bundle,
                            ServiceRegistration<java.util.concurrent.Callable> registration) {
                          return () -> "made";
                        }
                        public void ungetService(
                            Bundle bundle,
                            ServiceRegistration<java.util.concurrent.Callable> registration,
                            java.util.concurrent.Callable service) {
                          ((Runnable) System.getProperties().get("acme.unget")).run();
                        }
                      }
                      """)
                  .writeTo(directory));
      ServiceInstance<Object> made =
          Objects.requireNonNull(
              harness.activate(plugin).instance(plugin.descriptor().offers().get(0)));
      instance.set(made);

      made.close();

      assertThat(closedTwice).isTrue();
    } finally {
      System.getProperties().remove("acme.unget");
    }
  }

  /** Runs something on another thread and waits for it. */
  private static void elsewhere(Runnable action) {
    CompletableFuture<Void> done =
        CompletableFuture.runAsync(action, task -> new Thread(task).start());
    try {
      done.get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("The other thread could not go on.", e);
    }
  }

  /** A plugin whose reference does something on another thread first, once. */
  private static final class Waiting implements RegisteredPlugin, PluginReference {

    private final RegisteredPlugin plugin;
    private final AtomicReference<Runnable> first;

    Waiting(RegisteredPlugin plugin, Runnable first) {
      this.plugin = plugin;
      this.first = new AtomicReference<>(first);
    }

    @Override
    public PluginId id() {
      return plugin.id();
    }

    @Override
    public PluginKind kind() {
      return plugin.kind();
    }

    @Override
    public int order() {
      return plugin.order();
    }

    @Override
    public PluginDescriptor descriptor() {
      return plugin.descriptor();
    }

    @Override
    public PluginReference reference() {
      return this;
    }

    @Override
    public String location() {
      return plugin.reference().location();
    }

    @Override
    public Optional<Path> path() {
      Runnable once = first.getAndSet(() -> {});
      elsewhere(once);
      return plugin.reference().path();
    }

    @Override
    public String contentKey() {
      return "";
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(plugin.reference().path().orElseThrow());
    }
  }
}
