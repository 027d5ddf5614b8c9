package dev.latent.container.descriptor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A jar held in memory: one that a finder gives as a stream, or one inside another jar. Read here
 * because the JDK's {@code ZipFile} needs a file, and its {@code ZipInputStream} would unpack every
 * entry on the way to one. Reads the central directory, as {@code ZipFile} does.
 */
final class ZipBytes extends PluginContent {

  private static final int END_SIGNATURE = 0x06054b50;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int END_LENGTH = 22;

  /** What the deflate method can reach; a size beyond it is false. */
  private static final long HIGHEST_RATIO = 1032;

  private record Entry(int method, long packed, long size, int header) {}

  private final ByteBuffer bytes;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private ZipBytes(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static ZipBytes read(byte[] bytes, String what) throws DescriptorFault {
    ZipBytes zip = new ZipBytes(bytes);
    try {
      zip.readDirectory(what);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw corrupt(what, bytes.length, "an entry points outside of it");
    }
    return zip;
  }

  private static DescriptorFault corrupt(String what, int length, String why) {
    return new DescriptorFault(
        "jar.corrupt",
        "As a jar, "
            + what
            + " ("
            + length
            + " bytes) is damaged or cut off: "
            + why
            + ". Copy, download or build it again.");
  }

  private void readDirectory(String what) throws DescriptorFault {
    int length = bytes.capacity();
    int end = length - END_LENGTH;
    int lowest = Math.max(0, end - 0xffff);
    while (end >= lowest && bytes.getInt(end) != END_SIGNATURE) {
      end--;
    }
    if (end < lowest || end < 0) {
      throw corrupt(what, length, "it has no directory of entries at its end");
    }
    int count = unsignedShort(end + 10);
    long offset = Integer.toUnsignedLong(bytes.getInt(end + 16));
    if (count == 0xffff || offset == 0xffffffffL) {
      throw corrupt(what, length, "it is in zip64 form, which is not read inside other jars");
    }
    // Bytes may stand in front of the zip; the directory ends where the end record begins.
    long start = end - Integer.toUnsignedLong(bytes.getInt(end + 12));
    int shift = (int) (start - offset);
    int at = (int) start;
    for (int i = 0; i < count; i++) {
      if (bytes.getInt(at) != ENTRY_SIGNATURE) {
        throw corrupt(what, length, "its directory breaks off after " + i + " of " + count);
      }
      int nameLength = unsignedShort(at + 28);
      String name =
          new String(bytes.array(), Math.addExact(at, 46), nameLength, StandardCharsets.UTF_8);
      if (!name.endsWith("/")) {
        entries.put(
            name,
            new Entry(
                unsignedShort(at + 10),
                Integer.toUnsignedLong(bytes.getInt(at + 20)),
                Integer.toUnsignedLong(bytes.getInt(at + 24)),
                bytes.getInt(at + 42) + shift));
      }
      at += 46 + nameLength + unsignedShort(at + 30) + unsignedShort(at + 32);
    }
  }

  private int unsignedShort(int at) {
    return bytes.getShort(at) & 0xffff;
  }

  @Override
  Set<String> names() {
    return entries.keySet();
  }

  @Override
  byte @Nullable [] read(String name, int limit) throws DescriptorFault {
    Entry entry = entries.get(name);
    if (entry == null) {
      return null;
    }
    if (entry.size() > limit) {
      throw tooLarge(name, limit);
    }
    return unpack(name, entry, (int) entry.size());
  }

  /** Unpacks exactly so many bytes, so that a false size in the directory costs no memory. */
  private byte[] unpack(String name, Entry entry, int length) throws DescriptorFault {
    try {
      int header = entry.header();
      if (bytes.getInt(header) != LOCAL_SIGNATURE) {
        throw unreadable(name, new DataFormatException("no entry where the directory points"));
      }
      int data = header + 30 + unsignedShort(header + 26) + unsignedShort(header + 28);
      if (Math.addExact(data, entry.packed()) > bytes.capacity()
          || length > (entry.packed() + 1) * HIGHEST_RATIO) {
        throw unreadable(name, new DataFormatException("its sizes can't be true"));
      }
      if (entry.method() == 0) {
        return Arrays.copyOfRange(bytes.array(), data, Math.addExact(data, length));
      }
      if (entry.method() != 8) {
        throw unreadable(name, new DataFormatException("packing method " + entry.method()));
      }
      Inflater inflater = new Inflater(true);
      try {
        inflater.setInput(bytes.array(), data, (int) entry.packed());
        byte[] result = new byte[length];
        int done = 0;
        while (done < length) {
          int step = inflater.inflate(result, done, length - done);
          if (step == 0) {
            throw unreadable(name, new DataFormatException("ends after " + done + " bytes"));
          }
          done += step;
        }
        return result;
      } finally {
        inflater.end();
      }
    } catch (DataFormatException | RuntimeException e) {
      throw unreadable(name, e);
    }
  }
}
