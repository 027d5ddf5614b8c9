package dev.latent.pluginbuilder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/** SHA-256 digests of files and directories, each computed once in a run. */
final class Digests {

  private final Map<Path, String> known = new HashMap<>();

  /** Digest of a file's bytes, or of all files below a directory and their names. */
  String of(Path path) throws IOException {
    String digest = known.get(path);
    if (digest == null) {
      Sum sum = new Sum();
      if (Files.isDirectory(path)) {
        for (Path file : files(path)) {
          sum.add(path.relativize(file).toString()).add(file);
        }
      } else {
        sum.add(path);
      }
      digest = sum.hex();
      known.put(path, digest);
    }
    return digest;
  }

  /** Forgets a digest, as the file was written. */
  void forget(Path path) {
    known.remove(path);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** A digest in the making. Each part counts with its length, so that parts can't run together. */
  static final class Sum {
    private final MessageDigest digest;

    Sum() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has SHA-256", e);
      }
    }

    Sum add(String text) {
      return add(text.getBytes(StandardCharsets.UTF_8));
    }

    Sum add(byte[] bytes) {
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
      return this;
    }

    Sum add(SortedMap<String, byte[]> files) {
      files.forEach((name, bytes) -> add(name).add(bytes));
      return add(Integer.toString(files.size()));
    }

    Sum add(Path file) throws IOException {
      digest.update((Files.size(file) + ":").getBytes(StandardCharsets.UTF_8));
      try (InputStream in = Files.newInputStream(file)) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
      return this;
    }

    String hex() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
