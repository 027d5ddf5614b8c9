package dev.latent.container.runtime.osgi;

import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.ReferenceWiring;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the wiring of the reference run beside the index: one file, replaced as a whole, with a
 * check sum. It is a cache: what is torn, foreign or of another set is as good as not there.
 */
final class ReferenceWiringFile {

  private static final int MAGIC = 0x4C575231;
  private static final int NONE = -1;

  private final Path file;

  ReferenceWiringFile(Path file) {
    this.file = file;
  }

  /** Reads the wiring that was kept under a key; null if there is none that can be used. */
  @Nullable ReferenceWiring read(String key, PluginSet set) {
    try {
      if (!Files.exists(file)) {
        return null;
      }
      byte[] bytes = Files.readAllBytes(file);
      int body = bytes.length - Long.BYTES;
      if (body < 0
          || new DataInputStream(new ByteArrayInputStream(bytes, body, Long.BYTES)).readLong()
              != checksum(bytes, body)) {
        return null;
      }
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, body));
      return in.readInt() == MAGIC && in.readUTF().equals(key) ? read(in, set.all()) : null;
    } catch (IOException | IndexOutOfBoundsException e) {
      // Computed again, as if it were not there.
      return null;
    }
  }

  private static ReferenceWiring read(DataInputStream in, List<RegisteredPlugin> plugins)
      throws IOException {
    String[] words = new String[in.readInt()];
    for (int i = 0; i < words.length; i++) {
      words[i] = in.readUTF();
    }
    int users = in.readInt();
    Map<RegisteredPlugin, List<ReferenceWiring.Wire>> wires = new LinkedHashMap<>(users * 2);
    for (int user = 0; user < users; user++) {
      RegisteredPlugin plugin = plugins.get(in.readInt());
      int count = in.readInt();
      List<ReferenceWiring.Wire> found = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        found.add(
            new ReferenceWiring.Wire(
                plugins.get(in.readInt()),
                at(plugins, in.readInt()),
                at(plugins, in.readInt()),
                words[in.readInt()],
                words[in.readInt()]));
      }
      wires.put(plugin, List.copyOf(found));
    }
    return new ReferenceWiring(wires);
  }

  private static @Nullable RegisteredPlugin at(List<RegisteredPlugin> plugins, int number) {
    return number == NONE ? null : plugins.get(number);
  }

  /** Keeps a wiring. What can't be written costs time at the next start, nothing else. */
  void write(String key, PluginSet set, ReferenceWiring wiring) {
    Path part = null;
    try {
      Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
      part = Files.createTempFile(directory, "wiring", ".part");
      Files.write(part, encode(key, set, wiring));
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(part);
    }
  }

  private static void delete(@Nullable Path part) {
    try {
      if (part != null) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      // It stays behind as a file that nobody reads.
      return;
    }
  }

  private static byte[] encode(String key, PluginSet set, ReferenceWiring wiring)
      throws IOException {
    Map<RegisteredPlugin, Integer> numbers = new HashMap<>();
    Map<String, Integer> words = new LinkedHashMap<>();
    ByteArrayOutputStream users = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(users);
    for (RegisteredPlugin plugin : set.all()) {
      numbers.put(plugin, numbers.size());
    }
    int count = 0;
    for (RegisteredPlugin plugin : set.all()) {
      if (wiring.resolved(plugin)) {
        count++;
        List<ReferenceWiring.Wire> wires = wiring.wires(plugin);
        out.writeInt(number(numbers, plugin));
        out.writeInt(wires.size());
        for (ReferenceWiring.Wire wire : wires) {
          out.writeInt(number(numbers, wire.declaredBy()));
          out.writeInt(number(numbers, wire.provider()));
          out.writeInt(number(numbers, wire.from()));
          out.writeInt(word(words, wire.namespace()));
          out.writeInt(word(words, wire.name()));
        }
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream whole = new DataOutputStream(bytes);
    whole.writeInt(MAGIC);
    whole.writeUTF(key);
    whole.writeInt(words.size());
    for (String word : words.keySet()) {
      whole.writeUTF(word);
    }
    whole.writeInt(count);
    users.writeTo(whole);
    whole.writeLong(checksum(bytes.toByteArray(), bytes.size()));
    return bytes.toByteArray();
  }

  private static int number(
      Map<RegisteredPlugin, Integer> numbers, @Nullable RegisteredPlugin plugin) {
    Integer number = plugin == null ? null : numbers.get(plugin);
    return number == null ? NONE : number;
  }

  private static int word(Map<String, Integer> words, String word) {
    Integer known = words.putIfAbsent(word, words.size());
    return known == null ? words.size() - 1 : known;
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return sum.getValue();
  }
}
