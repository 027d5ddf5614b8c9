package dev.latent.benchmarks.child;

import dev.latent.container.PluginContainer;
import gen.api.Work;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The container, opened as its guide says. The class path decides what runs the plugins: a
 * framework if there is one, else module layers.
 */
final class LatentStart extends StartSequence {

  private @Nullable PluginContainer container;

  private LatentStart() {}

  public static void main(String[] args) {
    new LatentStart().run(args);
  }

  @Override
  void open(Path plugins, Path state, boolean prepare) {
    PluginContainer opened =
        PluginContainer.builder()
            .plugins(plugins)
            .stateDirectory(state)
            .hostPackages("gen.api;version=1.0")
            .build();
    container = opened;
    opened.ready();
  }

  @Override
  Work find(String plugin) {
    PluginContainer opened = container;
    if (opened == null) {
      throw new IllegalStateException("The container was not opened");
    }
    return opened.services().require(Work.class, "(plugin=" + plugin + ")");
  }

  @Override
  void close() {
    PluginContainer opened = container;
    if (opened != null) {
      opened.close();
    }
  }
}
