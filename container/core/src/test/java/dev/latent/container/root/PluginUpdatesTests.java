package dev.latent.container.root;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.Subscription;
import dev.latent.api.admin.Problem;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.PluginSetChange;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.testing.FakePlugins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginUpdatesTests {

  @TempDir private Path state;

  private final List<String> notices = new ArrayList<>();

  @Test
  void aChangeThatCanNotBeTakenOverIsAProblemUntilOneCan() {
    ContainerOptions options = new ContainerOptions();
    ChangingSource source = new ChangingSource();
    options.source = source;
    options.stateDirectory = state;
    options.settings.put("latent.framework", "none");
    options.notices = notices::add;
    AssembledContainer container = AssembledContainer.assemble(options);
    try {
      source.next = List.of(new Unreadable());
      List<String> lines = container.admin().refresh();

      String message =
          "A change of the plugins (a test) did not come into force, because taking it over failed"
              + " with java.lang.IllegalStateException: no bytes. Lookups may find what was there"
              + " before until the plugins change again. Restart the container if that does not"
              + " help.";
      assertThat(lines).containsExactly(message);
      assertThat(notices).isEqualTo(lines);
      assertThat(container.admin().problems())
          .containsExactly(
              new Problem(
                  "update.failed",
                  Problem.Severity.ERROR,
                  "",
                  java.util.Optional.empty(),
                  message));

      source.next = List.of();
      container.admin().refresh();

      assertThat(container.admin().problems()).isEmpty();
    } finally {
      container.close();
    }
  }

  /** Publishes a change with each refresh. */
  private static final class ChangingSource implements PluginSource {

    private final PluginSet plugins = new FakePlugins();
    private final List<Consumer<PluginSetChange>> listeners = new ArrayList<>();
    private List<RegisteredPlugin> next = List.of();

    @Override
    public PluginSet plugins() {
      return plugins;
    }

    @Override
    public PluginSet refresh() {
      PluginSetChange change =
          new PluginSetChange(plugins, plugins, next, List.of(), List.of(), "a test");
      for (Consumer<PluginSetChange> listener : listeners) {
        listener.accept(change);
      }
      return plugins;
    }

    @Override
    public PluginSet verify(List<RegisteredPlugin> of) {
      return plugins;
    }

    @Override
    public PluginSet verifyAll() {
      return plugins;
    }

    @Override
    public Subscription onChange(Consumer<PluginSetChange> listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }

    @Override
    public void watch() {}

    @Override
    public void close() {}
  }

  /** A plugin that fails whoever asks for more than its name. */
  private static final class Unreadable implements RegisteredPlugin {

    @Override
    public PluginId id() {
      return PluginId.parse("acme.unreadable:1");
    }

    @Override
    public PluginKind kind() {
      return PluginKind.LAYER;
    }

    @Override
    public int order() {
      return 0;
    }

    @Override
    public PluginDescriptor descriptor() {
      throw new IllegalStateException("no bytes");
    }

    @Override
    public PluginReference reference() {
      throw new IllegalStateException("no bytes");
    }
  }
}
