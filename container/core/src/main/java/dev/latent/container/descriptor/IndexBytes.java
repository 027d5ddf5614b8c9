package dev.latent.container.descriptor;

import java.nio.charset.StandardCharsets;

/**
 * Reads numbers and strings at places in a byte array, big-endian. Plain shifts on purpose: views
 * through buffers or handles would load more classes on the way to ready than they save time.
 *
 * <p>A string is a number, twice its length in characters plus one if it is wide, and then its
 * characters: one byte each, or two if wide.
 */
final class IndexBytes {

  private IndexBytes() {}

  static int intAt(byte[] bytes, int at) {
    return (bytes[at] << 24)
        | ((bytes[at + 1] & 0xFF) << 16)
        | ((bytes[at + 2] & 0xFF) << 8)
        | (bytes[at + 3] & 0xFF);
  }

  static long longAt(byte[] bytes, int at) {
    return ((long) intAt(bytes, at) << 32) | (intAt(bytes, at + 4) & 0xFFFF_FFFFL);
  }

  static String stringAt(byte[] bytes, int at) {
    int head = intAt(bytes, at);
    return string(bytes, at + 4, head >>> 1, (head & 1) != 0);
  }

  static String string(byte[] bytes, int at, int length, boolean wide) {
    if (!wide) {
      return new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    }
    // Not by a character set, which would replace lone surrogates; file names may have them.
    char[] characters = new char[length];
    for (int i = 0; i < length; i++) {
      int place = at + 2 * i;
      characters[i] = (char) (((bytes[place] & 0xFF) << 8) | (bytes[place + 1] & 0xFF));
    }
    return new String(characters);
  }

  /** Whether the string at a place equals another, without making a string. */
  static boolean equalsAt(byte[] bytes, int at, String text) {
    int head = intAt(bytes, at);
    int length = text.length();
    if (head >>> 1 != length) {
      return false;
    }
    int from = at + 4;
    if ((head & 1) == 0) {
      for (int i = 0; i < length; i++) {
        if ((bytes[from + i] & 0xFF) != text.charAt(i)) {
          return false;
        }
      }
      return true;
    }
    for (int i = 0; i < length; i++) {
      int place = from + 2 * i;
      if ((((bytes[place] & 0xFF) << 8) | (bytes[place + 1] & 0xFF)) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static boolean isWide(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first slot for a hash in a table of two to the power of {@code bits} slots. {@code
   * String.hashCode} is fixed by the language's specification, so files may rely on it; the
   * multiplication spreads what it leaves close together.
   */
  static int slot(int hash, int bits) {
    return (hash * 0x9E3779B9) >>> (32 - bits);
  }
}
