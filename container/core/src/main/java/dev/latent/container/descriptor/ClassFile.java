package dev.latent.container.descriptor;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the first bytes of a class file say. */
record ClassFile(int majorVersion, int accessFlags) {

  private static final int MAGIC = 0xCAFEBABE;
  private static final int PUBLIC = 0x0001;

  /** Class files of Java 1 have version 45. */
  private static final int BEFORE_FIRST = 44;

  /** Reads as far as the access flags; null if the bytes are no class file. */
  static @Nullable ClassFile read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC) {
        return null;
      }
      in.readUnsignedShort();
      int major = in.readUnsignedShort();
      int constants = in.readUnsignedShort();
      for (int i = 1; i < constants; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> in.skipNBytes(in.readUnsignedShort());
          case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
          case 5, 6 -> {
            in.skipNBytes(8);
            i++; // long and double take two places
          }
          case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
          case 15 -> in.skipNBytes(3);
          default -> {
            return null;
          }
        }
      }
      return new ClassFile(major, in.readUnsignedShort());
    } catch (IOException e) {
      return null;
    }
  }

  boolean isPublic() {
    return (accessFlags & PUBLIC) != 0;
  }

  /** The Java release that is needed to load it. */
  int javaRelease() {
    return majorVersion - BEFORE_FIRST;
  }
}
