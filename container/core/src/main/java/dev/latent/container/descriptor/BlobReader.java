package dev.latent.container.descriptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads what a {@link BlobWriter} wrote, from a place in a byte array. Used by one thread. */
final class BlobReader {

  private final byte[] bytes;
  private int at;
  private String[] read = new String[16];
  private int readCount;

  BlobReader(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** A reader of the section that comes next; this one goes on behind it. */
  BlobReader section() {
    int size = count();
    BlobReader part = new BlobReader(bytes, at);
    at += size;
    return part;
  }

  void skipSection() {
    int size = count();
    at += size;
  }

  int octet() {
    return bytes[at++];
  }

  boolean flag() {
    return octet() != 0;
  }

  int count() {
    return (int) number();
  }

  long signed() {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  int fixedInt() {
    int value = IndexBytes.intAt(bytes, at);
    at += 4;
    return value;
  }

  long fixedLong() {
    long value = IndexBytes.longAt(bytes, at);
    at += 8;
    return value;
  }

  private long number() {
    long value = 0;
    int shift = 0;
    while (true) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  String text() {
    int number = count();
    if (number > WellKnownStrings.ALL.length) {
      return read[number - WellKnownStrings.ALL.length - 1];
    }
    if (number > 0) {
      return WellKnownStrings.ALL[number - 1];
    }
    int head = count();
    int length = head >>> 1;
    boolean wide = (head & 1) != 0;
    String text = IndexBytes.string(bytes, at, length, wide);
    at += wide ? 2 * length : length;
    if (readCount == read.length) {
      read = Arrays.copyOf(read, readCount * 2);
    }
    read[readCount++] = text;
    return text;
  }

  List<String> texts() {
    int count = count();
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return texts;
  }
}
