package dev.latent.container.runtime.osgi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a framework's storage, held by one container at a time. A second container on
 * the same state, in this JVM or another, gets storage of its own that is deleted when it closes.
 */
final class StorageLock implements AutoCloseable {

  private final Path directory;
  private final boolean durable;
  private final FileChannel channel;

  private StorageLock(Path directory, boolean durable, FileChannel channel) {
    this.directory = directory;
    this.durable = durable;
    this.channel = channel;
  }

  /** Where a framework keeps what survives restarts. */
  static Path directory(Path state, FrameworkKind kind) {
    return parent(state, kind).resolve(kind.key());
  }

  private static Path parent(Path state, FrameworkKind kind) {
    Path belongs = state.resolve("osgi");
    return kind == FrameworkKind.EQUINOX ? PlainPath.of(belongs) : belongs;
  }

  /** Takes the storage of a framework below a state directory. */
  static StorageLock take(Path state, FrameworkKind kind) {
    try {
      // Also where storage goes elsewhere: what else is kept is kept here.
      Files.createDirectories(state.resolve("osgi"));
      Path parent = Files.createDirectories(parent(state, kind));
      StorageLock lock = tryTake(parent, kind.key());
      for (int i = 2; lock == null; i++) {
        lock = tryTake(parent, kind.key() + "-" + i);
      }
      return lock;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "No framework storage can be made below "
              + state
              + ". Make it writable, or choose another state directory.",
          e);
    }
  }

  private static @Nullable StorageLock tryTake(Path parent, String name) throws IOException {
    FileChannel channel =
        FileChannel.open(
            parent.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      taken = channel.tryLock() != null;
    } catch (OverlappingFileLockException heldInThisJvm) {
      // Taken by another container of this JVM: the same as by another process.
      taken = false;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
    return taken ? new StorageLock(parent.resolve(name), name.indexOf('-') < 0, channel) : null;
  }

  /** Where the framework may store; not created yet. */
  Path directory() {
    return directory;
  }

  /** Whether data areas in it survive restarts. */
  boolean durable() {
    return durable;
  }

  /** Deletes the storage, as far as it can be deleted. */
  void deleteStorage() {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // What is left is cleaned at the next boot; it costs space, nothing else.
      return;
    }
  }

  /** Moves storage that can't be read out of the way and says where it is now. */
  Path setAside() throws IOException {
    for (int i = 1; ; i++) {
      Path aside = directory.resolveSibling(directory.getFileName() + ".broken-" + i);
      if (!Files.exists(aside)) {
        return Files.move(directory, aside);
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
