package dev.latent.container.runtime.osgi;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts the streams of entries that were given out and not closed again. Thread-safe. */
final class OpenStreams {

  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  /** Counts a stream until it is closed. */
  InputStream count(String entry, InputStream in) {
    open.merge(entry, 1, Integer::sum);
    return new Counted(entry, in);
  }

  /** The entries that have open streams. */
  List<String> entries() {
    return open.keySet().stream().sorted().toList();
  }

  private final class Counted extends FilterInputStream {

    private final String entry;
    private final AtomicBoolean closed = new AtomicBoolean();

    Counted(String entry, InputStream in) {
      super(in);
      this.entry = entry;
    }

    @Override
    public byte[] readAllBytes() throws IOException {
      return in.readAllBytes();
    }

    @Override
    public void close() throws IOException {
      if (closed.compareAndSet(false, true)) {
        open.computeIfPresent(entry, (name, count) -> count == 1 ? null : count - 1);
      }
      super.close();
    }
  }
}
