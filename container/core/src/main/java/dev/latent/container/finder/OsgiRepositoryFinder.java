package dev.latent.container.finder;

import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the resources of an OSGi repository index. The location is the address as the index has it.
 * Thread-safe; the index is read again when its size or time is another.
 */
final class OsgiRepositoryFinder implements PluginFinder {

  private record Read(long size, FileTime time, List<RepositoryResource> resources) {}

  private final Path index;
  private volatile @Nullable Read read;

  OsgiRepositoryFinder(Path index) {
    this.index = index.toAbsolutePath().normalize();
  }

  @Override
  public Optional<PluginReference> find(String location) {
    for (RepositoryResource resource : resources()) {
      if (resource.location().equals(location)) {
        return Optional.of(resource);
      }
    }
    return Optional.empty();
  }

  @Override
  public List<PluginReference> findAll() {
    return List.copyOf(resources());
  }

  private List<RepositoryResource> resources() {
    try {
      long size = Files.size(index);
      FileTime time = Files.getLastModifiedTime(index);
      Read known = read;
      if (known == null || known.size() != size || !known.time().equals(time)) {
        List<RepositoryResource> resources = new ArrayList<>();
        for (RepositoryIndexReader.Content content : RepositoryIndexReader.read(index)) {
          resources.add(RepositoryResource.of(index, content));
        }
        known = new Read(size, time, List.copyOf(resources));
        read = known;
      }
      return known.resources();
    } catch (IOException e) {
      throw new IllegalStateException(
          "The repository index " + index + " can't be read: " + e.getMessage(), e);
    }
  }

  @Override
  public String description() {
    return "OSGi repository " + index;
  }
}
