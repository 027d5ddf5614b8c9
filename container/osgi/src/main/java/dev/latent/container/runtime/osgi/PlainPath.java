package dev.latent.container.runtime.osgi;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The place of Equinox's storage where the state directory has a name that Equinox can't keep files
 * in: it takes paths for URLs, decodes {@code %} and cuts at {@code #}, a different number of times
 * for different files, and follows links first; so no way of writing such a path comes out right.
 */
final class PlainPath {

  private PlainPath() {}

  /**
   * A directory to keep storage in.
   *
   * @param directory where it belongs
   * @return the same if its name is plain; else one in the cache directory of the user, the same in
   *     each run
   */
  static Path of(Path directory) {
    Path absolute = directory.toAbsolutePath();
    if (isPlain(absolute)) {
      return directory;
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path home =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    if (!isPlain(home.toAbsolutePath())) {
      home = Path.of(System.getProperty("java.io.tmpdir"));
    }
    byte[] name = absolute.toString().getBytes(StandardCharsets.UTF_8);
    return home.resolve("latent").resolve("storage-" + UUID.nameUUIDFromBytes(name));
  }

  private static boolean isPlain(Path path) {
    String text = path.toString();
    return text.indexOf('%') < 0 && text.indexOf('#') < 0;
  }
}
