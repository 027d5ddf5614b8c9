package dev.latent.container.finder;

import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/** Finds jars that are in memory, in the order they were given in. Immutable. */
public final class MemoryFinder implements PluginFinder {

  private final Map<String, byte[]> jars;
  private final String description;

  /**
   * Makes a finder.
   *
   * @param description names it in messages, and in the index, so it should be the same in each run
   * @param jars the bytes of jars by location; copied
   */
  public MemoryFinder(String description, Map<String, byte[]> jars) {
    this.description = description;
    Map<String, byte[]> copies = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> jar : jars.entrySet()) {
      copies.put(jar.getKey(), jar.getValue().clone());
    }
    this.jars = copies;
  }

  @Override
  public Optional<PluginReference> find(String location) {
    byte[] bytes = jars.get(location);
    return bytes == null ? Optional.empty() : Optional.of(new Content(location, bytes));
  }

  @Override
  public List<PluginReference> findAll() {
    List<PluginReference> all = new ArrayList<>(jars.size());
    for (Map.Entry<String, byte[]> jar : jars.entrySet()) {
      all.add(new Content(jar.getKey(), jar.getValue()));
    }
    return List.copyOf(all);
  }

  @Override
  public String description() {
    return description;
  }

  /** A jar in memory. */
  private static final class Content implements PluginReference {

    private final String location;
    private final byte[] bytes;

    private Content(String location, byte[] bytes) {
      this.location = location;
      this.bytes = bytes;
    }

    @Override
    public String location() {
      return location;
    }

    @Override
    public Optional<Path> path() {
      return Optional.empty();
    }

    @Override
    public String contentKey() {
      CRC32 sum = new CRC32();
      sum.update(bytes);
      return location + "-" + bytes.length + "-" + Long.toHexString(sum.getValue());
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public String toString() {
      return location;
    }
  }
}
