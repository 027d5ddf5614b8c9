package dev.latent.demo.actions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Opens a zip with a password: found by Commons Compress, which can't decrypt, decrypted by the
 * platform's ciphers after the published description of the format.
 */
final class LockedZip {

  private static final int AES = 99;
  private static final int SALT = 16;
  private static final int KEY = 32;
  private static final int CHECK = 2;
  private static final int MAC = 10;
  private static final int OLD_HEADER = 12;

  private LockedZip() {}

  static byte[] open(byte[] content, String name, String password)
      throws IOException, GeneralSecurityException, DataFormatException {
    try (ZipFile zip =
        ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(content)).get()) {
      ZipArchiveEntry entry = zip.getEntry(name);
      if (!entry.getGeneralPurposeBit().usesEncryption() || zip.canReadEntryData(entry)) {
        throw new IOException(name + " is not locked");
      }
      byte[] raw = zip.getRawInputStream(entry).readAllBytes();
      byte[] packed = entry.getMethod() == AES ? aes(raw, password) : old(raw, password);
      Inflater inflater = new Inflater(true);
      inflater.setInput(packed);
      byte[] plain = new byte[(int) entry.getSize()];
      int length = inflater.inflate(plain);
      inflater.end();
      return Arrays.copyOf(plain, length);
    }
  }

  private static byte[] aes(byte[] raw, String password) throws GeneralSecurityException {
    byte[] salt = Arrays.copyOf(raw, SALT);
    byte[] keys =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
            .generateSecret(
                new PBEKeySpec(password.toCharArray(), salt, 1000, (2 * KEY + CHECK) * 8))
            .getEncoded();
    if (!Arrays.equals(keys, 2 * KEY, 2 * KEY + CHECK, raw, SALT, SALT + CHECK)) {
      throw new GeneralSecurityException("Wrong password");
    }
    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(keys, 0, KEY, "AES"));
    byte[] data = Arrays.copyOfRange(raw, SALT + CHECK, raw.length - MAC);
    byte[] counter = new byte[16]; // little-endian, unlike that of the platform's counter mode
    byte[] mask = new byte[0];
    for (int i = 0; i < data.length; i++) {
      if (i % 16 == 0) {
        for (int j = 0; ++counter[j] == 0; j++) {
          // carry
        }
        mask = cipher.doFinal(counter);
      }
      data[i] ^= mask[i % 16];
    }
    return data;
  }

  private static byte[] old(byte[] raw, String password) {
    int[] keys = {0x12345678, 0x23456789, 0x34567890};
    for (byte letter : password.getBytes(StandardCharsets.ISO_8859_1)) {
      update(keys, letter);
    }
    byte[] plain = new byte[raw.length];
    for (int i = 0; i < raw.length; i++) {
      int t = (keys[2] & 0xFFFF) | 2;
      plain[i] = (byte) (raw[i] ^ ((t * (t ^ 1)) >>> 8));
      update(keys, plain[i]);
    }
    return Arrays.copyOfRange(plain, OLD_HEADER, plain.length);
  }

  private static void update(int[] keys, byte plain) {
    keys[0] = crc(keys[0], plain);
    keys[1] = (keys[1] + (keys[0] & 0xFF)) * 134775813 + 1;
    keys[2] = crc(keys[2], (byte) (keys[1] >>> 24));
  }

  /** One step of the checksum from any state; the platform's only starts from the beginning. */
  private static int crc(int state, byte next) {
    int value = (state ^ next) & 0xFF;
    for (int bit = 0; bit < 8; bit++) {
      value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ 0xEDB88320;
    }
    return (state >>> 8) ^ value;
  }
}
