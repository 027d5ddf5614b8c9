package dev.latent.container.descriptor;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes the parts of a blob. A string that was written before, or is a {@linkplain
 * WellKnownStrings well-known} one, becomes its number. Used by one thread.
 */
final class BlobWriter {

  private byte[] bytes = new byte[256];
  private int length;
  private final Map<String, Integer> written = new HashMap<>();

  int length() {
    return length;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
    }
  }

  void octet(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  void flag(boolean value) {
    octet(value ? 1 : 0);
  }

  /** A number of zero or more, in as few bytes as it takes. */
  void count(int value) {
    number(value & 0xFFFF_FFFFL);
  }

  /** Any number, short where it is near zero. */
  void signed(long value) {
    number((value << 1) ^ (value >> 63));
  }

  private void number(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      octet((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    octet((int) rest);
  }

  void text(String text) {
    int known = WellKnownStrings.Numbers.of(text);
    if (known >= 0) {
      count(known + 1);
      return;
    }
    Integer before = written.putIfAbsent(text, written.size());
    if (before != null) {
      count(WellKnownStrings.ALL.length + 1 + before);
      return;
    }
    count(0);
    boolean wide = IndexBytes.isWide(text);
    count(text.length() << 1 | (wide ? 1 : 0));
    characters(text, wide);
  }

  void texts(Collection<String> texts) {
    count(texts.size());
    for (String text : texts) {
      text(text);
    }
  }

  /** All of another writer, after its length. */
  void section(BlobWriter part) {
    count(part.length);
    raw(part.bytes, 0, part.length);
  }

  void raw(byte[] from, int at, int count) {
    room(count);
    System.arraycopy(from, at, bytes, length, count);
    length += count;
  }

  void fixedInt(int value) {
    room(4);
    putInt(length, value);
    length += 4;
  }

  void fixedLong(long value) {
    fixedInt((int) (value >>> 32));
    fixedInt((int) value);
  }

  /** A string in the form that {@link IndexBytes} compares in place. */
  void fixedString(String text) {
    boolean wide = IndexBytes.isWide(text);
    fixedInt(text.length() << 1 | (wide ? 1 : 0));
    characters(text, wide);
  }

  void putInt(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  private void characters(String text, boolean wide) {
    int size = text.length();
    room(wide ? 2 * size : size);
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (wide) {
        bytes[length++] = (byte) (c >>> 8);
      }
      bytes[length++] = (byte) c;
    }
  }
}
