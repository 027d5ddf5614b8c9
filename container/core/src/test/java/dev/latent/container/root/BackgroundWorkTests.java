package dev.latent.container.root;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.Subscription;
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

/** What a container does once its host is ready. */
class BackgroundWorkTests {

  @TempDir private Path state;

  private final List<String> calls = new ArrayList<>();

  /**
   * Else a file that changes between the two would be noticed by the next look of the clock only.
   */
  @Test
  void watchesBeforeItLooksAtAllContent() {
    ready();

    assertThat(calls).containsExactly("watch", "verifyAll");
  }

  @Test
  void onlyLooksWhereTheHostDoesNotWantItToWatch() {
    ready("latent.watch", "false");

    assertThat(calls).containsExactly("verifyAll");
  }

  private void ready(String... setting) {
    ContainerOptions options = new ContainerOptions();
    options.source = new RecordingSource();
    options.stateDirectory = state;
    options.background = Runnable::run;
    options.settings.put("latent.framework", "none");
    for (int i = 0; i < setting.length; i += 2) {
      options.settings.put(setting[i], setting[i + 1]);
    }
    AssembledContainer container = AssembledContainer.assemble(options);
    container.ready();
    container.close();
  }

  /** Writes down what it is asked for. */
  private final class RecordingSource implements PluginSource {

    private final PluginSet plugins = new FakePlugins();

    @Override
    public PluginSet plugins() {
      return plugins;
    }

    @Override
    public PluginSet refresh() {
      return plugins;
    }

    @Override
    public PluginSet verify(List<RegisteredPlugin> of) {
      return plugins;
    }

    @Override
    public PluginSet verifyAll() {
      calls.add("verifyAll");
      return plugins;
    }

    @Override
    public Subscription onChange(Consumer<PluginSetChange> listener) {
      return () -> {};
    }

    @Override
    public void watch() {
      calls.add("watch");
    }

    @Override
    public void close() {}
  }
}
