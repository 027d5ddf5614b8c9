package dev.latent.container.runtime.layer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds calls of {@code ServiceLoader.load} in a class file and leads them to {@link
 * PluginServiceLoader}. Only the constant pool changes: the methods there have the same types, so
 * each reference to the old class as owner of one of them becomes a reference to the new class, and
 * no instruction moves.
 */
final class ServiceLoaderCalls {

  private static final String LOADER = "java/util/ServiceLoader";
  private static final String ONE = "(Ljava/lang/Class;)Ljava/util/ServiceLoader;";
  private static final String TWO =
      "(Ljava/lang/Class;Ljava/lang/ClassLoader;)Ljava/util/ServiceLoader;";
  private static final byte[] TARGET =
      PluginServiceLoader.class.getName().replace('.', '/').getBytes(StandardCharsets.UTF_8);

  private static final int FIRST_CONSTANT = 10;
  private static final int MOST_CONSTANTS = 0xFFFF;

  private final byte[] file;
  private final ByteBuffer bytes;

  /** Where each constant begins; 0 where there is none. */
  private final int[] places;

  private int end;

  private ServiceLoaderCalls(byte[] file) {
    this.file = file;
    this.bytes = ByteBuffer.wrap(file);
    this.places = new int[Short.toUnsignedInt(bytes.getShort(FIRST_CONSTANT - 2))];
  }

  /**
   * Leads the calls of a class to {@link PluginServiceLoader}.
   *
   * @param classFile a class file; not changed
   * @return another one, or the same where it has no such call or can't be read
   */
  static byte[] redirected(byte[] classFile) {
    if (classFile.length < FIRST_CONSTANT || ByteBuffer.wrap(classFile).getInt() != 0xCAFEBABE) {
      return classFile; // whoever defines it will say what is wrong
    }
    try {
      byte[] changed = new ServiceLoaderCalls(classFile).changed();
      return changed == null ? classFile : changed;
    } catch (IndexOutOfBoundsException cutOff) {
      return classFile;
    }
  }

  private byte @Nullable [] changed() {
    if (!read()) {
      return null;
    }
    byte[] result = null;
    int added = places.length;
    for (int place : places) {
      if (place > 0 && file[place] == 10 && isLoad(place)) {
        if (result == null) {
          if (places.length + 2 > MOST_CONSTANTS) {
            return null;
          }
          result = withTarget();
        }
        ByteBuffer.wrap(result).putShort(place + 1, (short) (added + 1));
      }
    }
    return result;
  }

  /** Notes where constants are; false if the class never names the loader. */
  private boolean read() {
    boolean named = false;
    int at = FIRST_CONSTANT;
    for (int i = 1; i < places.length; i++) {
      places[i] = at;
      switch (file[at]) {
        case 1 -> {
          int length = Short.toUnsignedInt(bytes.getShort(at + 1));
          named = named || (length == LOADER.length() && isText(at, LOADER));
          at += 3 + length;
        }
        case 3, 4, 9, 10, 11, 12, 17, 18 -> at += 5;
        case 5, 6 -> {
          at += 9;
          i++; // long and double take two places
        }
        case 7, 8, 16, 19, 20 -> at += 3;
        case 15 -> at += 4;
        default -> {
          return false; // of a Java that is not known here
        }
      }
    }
    end = at;
    return named;
  }

  private boolean isLoad(int method) {
    int owner = constant(method + 1);
    int nameAndType = constant(method + 3);
    int type = constant(nameAndType + 3);
    return isText(constant(owner + 1), LOADER)
        && isText(constant(nameAndType + 1), "load")
        && (isText(type, ONE) || isText(type, TWO));
  }

  private int constant(int reference) {
    return places[Short.toUnsignedInt(bytes.getShort(reference))];
  }

  private boolean isText(int place, String text) {
    if (file[place] != 1 || Short.toUnsignedInt(bytes.getShort(place + 1)) != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (file[place + 3 + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The class file with two constants more: the name of the target, and the class of that name. */
  private byte[] withTarget() {
    byte[] longer = Arrays.copyOf(file, file.length + 3 + TARGET.length + 3);
    ByteBuffer out = ByteBuffer.wrap(longer);
    out.putShort(FIRST_CONSTANT - 2, (short) (places.length + 2));
    out.position(end);
    out.put((byte) 1).putShort((short) TARGET.length).put(TARGET);
    out.put((byte) 7).putShort((short) places.length);
    out.put(file, end, file.length - end);
    return longer;
  }
}
