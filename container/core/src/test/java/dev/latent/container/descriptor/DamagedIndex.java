package dev.latent.container.descriptor;

import java.util.Arrays;

/** An index as a mistake of the writer would leave it: whole, and with nonsense in it. */
public final class DamagedIndex {

  private DamagedIndex() {}

  /** Overwrites what is known of all plugins but their names, and corrects the checksum. */
  public static byte[] of(byte[] index) {
    byte[] damaged = index.clone();
    int records = IndexBytes.intAt(damaged, IndexFormat.AT_RECORDS);
    for (int i = 0; i < IndexBytes.intAt(damaged, IndexFormat.AT_PLUGINS); i++) {
      int record = records + i * IndexFormat.RECORD;
      int blob = IndexBytes.intAt(damaged, record + IndexFormat.BLOB);
      int length = IndexBytes.intAt(damaged, record + IndexFormat.BLOB_LENGTH);
      Arrays.fill(damaged, blob, blob + length, (byte) 0x7F);
    }
    int checksum = DescriptorIndex.checksum(damaged);
    for (int i = 0; i < 4; i++) {
      damaged[IndexFormat.AT_CHECKSUM + i] = (byte) (checksum >>> (24 - 8 * i));
    }
    return damaged;
  }
}
