package dev.latent.container.finder;

import dev.latent.api.PluginId;
import dev.latent.api.spi.PluginReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The content of a plugin that its finder has no longer, while the plugin is still registered. It
 * can be named, by those who list or unregister the plugin, and not be read.
 */
record GoneContent(PluginId plugin, String finder, String location) implements PluginReference {

  @Override
  public Optional<Path> path() {
    return Optional.empty();
  }

  @Override
  public String contentKey() throws IOException {
    throw gone();
  }

  @Override
  public InputStream open() throws IOException {
    throw gone();
  }

  private IOException gone() {
    return new NoSuchFileException(
        location,
        null,
        "The content of plugin "
            + plugin
            + " is gone: "
            + finder
            + " has it no longer. Put it back, or refresh the container to unregister the plugin");
  }
}
