package dev.latent.container.runtime.osgi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
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

  /** Beyond the text of the file, so that others can read who wrote it. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final String UNKNOWN = "another process";

  private final Path directory;
  private final boolean durable;
  private final FileChannel channel;
  private final String holder;

  private StorageLock(Path directory, boolean durable, FileChannel channel, String holder) {
    this.holder = holder;
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
      StorageLock lock = tryTake(parent, kind.key(), "");
      if (lock == null) {
        String holder = holder(parent.resolve(kind.key() + ".lock"));
        for (int i = 2; lock == null; i++) {
          lock = tryTake(parent, kind.key() + "-" + i, holder);
        }
        // What a JVM that died left there is data of nobody.
        lock.deleteStorage();
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

  private static @Nullable StorageLock tryTake(Path parent, String name, String holder)
      throws IOException {
    FileChannel channel =
        FileChannel.open(
            parent.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      taken = channel.tryLock(LOCKED_BYTE, 1, false) != null;
      if (taken) {
        channel.truncate(0);
        String pid = String.valueOf(ProcessHandle.current().pid());
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      }
    } catch (OverlappingFileLockException heldInThisJvm) {
      // Taken by another container of this JVM: the same as by another process.
      taken = false;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
    return taken ? new StorageLock(parent.resolve(name), holder.isEmpty(), channel, holder) : null;
  }

  /** Who has a storage, in words. */
  private static String holder(Path lockFile) {
    try {
      String pid = Files.readString(lockFile, StandardCharsets.US_ASCII).strip();
      if (!pid.isEmpty()) {
        return pid.equals(String.valueOf(ProcessHandle.current().pid()))
            ? "another container of this process (" + pid + ")"
            : "process " + pid;
      }
    } catch (IOException e) {
      // It is in use all the same.
      return UNKNOWN;
    }
    return UNKNOWN;
  }

  /** Says why nothing will be kept, and what to do; null if data areas are durable. */
  @Nullable String warning(Path state) {
    return durable
        ? null
        : "The bundles of this container start without their data, and what they write to their"
            + " data areas now is deleted when it closes: the framework storage in "
            + state
            + " is in use by "
            + holder
            + ". Close that first, or give this container a state directory of its own, with"
            + " stateDirectory(...) or latent.state.directory.";
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
