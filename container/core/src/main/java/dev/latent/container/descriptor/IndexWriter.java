package dev.latent.container.descriptor;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginId;
import dev.latent.api.PluginVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes the bytes of an index. The same roots and entries give the same bytes in every run and on
 * every machine, for one Java release: what multi-release jars say depends on it. Used once, by one
 * thread.
 */
public final class IndexWriter {

  private static final IndexFacts.Key EAGER =
      new IndexFacts.Key(Namespaces.ACTIVATION, ActivationPolicy.EAGER.text());

  private final BlobWriter out = new BlobWriter();
  private final Map<String, Integer> strings = new HashMap<>();
  private final List<IndexEntry> entries;
  private final int plugins;
  private final int[] firstOfId;

  private IndexWriter(List<IndexEntry> inOrder) {
    List<IndexEntry> first = new ArrayList<>(inOrder.size());
    List<IndexEntry> duplicates = new ArrayList<>();
    List<IndexEntry> rest = new ArrayList<>();
    Map<PluginId, Integer> winners = winners(inOrder);
    Map<PluginId, Integer> ids = new HashMap<>();
    List<PluginId> duplicateIds = new ArrayList<>();
    for (int i = 0; i < inOrder.size(); i++) {
      IndexEntry entry = inOrder.get(i);
      if (entry.order() < 0) {
        entry = entry.placed(entry.root(), i);
      }
      IndexFacts facts = entry.facts();
      if (facts == null) {
        rest.add(entry);
      } else if (Objects.equals(winners.get(facts.id()), i)) {
        ids.put(facts.id(), first.size());
        first.add(entry);
      } else {
        duplicates.add(entry);
        duplicateIds.add(facts.id());
      }
    }
    plugins = first.size();
    entries = first;
    firstOfId = new int[inOrder.size()];
    for (int i = 0; i < duplicates.size(); i++) {
      firstOfId[entries.size()] = ids.getOrDefault(duplicateIds.get(i), 0);
      entries.add(duplicates.get(i));
    }
    entries.addAll(rest);
  }

  /** Which of several entries with one id counts: that of the first finder, there the first. */
  private static Map<PluginId, Integer> winners(List<IndexEntry> inOrder) {
    Map<PluginId, Integer> winners = new HashMap<>();
    for (int i = 0; i < inOrder.size(); i++) {
      IndexFacts facts = inOrder.get(i).facts();
      if (facts != null) {
        Integer best = winners.get(facts.id());
        if (best == null || inOrder.get(i).root() < inOrder.get(best).root()) {
          winners.put(facts.id(), i);
        }
      }
    }
    return winners;
  }

  /**
   * Writes an index. Of several plugins with one id that of the first finder becomes part of the
   * set, the others are kept as duplicates.
   *
   * @param roots the names of the finders, in their order
   * @param entries the entries, in reference order; those without an order get their place
   * @return the bytes, to be opened by {@link DescriptorIndex#open}
   * @throws IllegalArgumentException if a location stands twice under one root
   */
  public static byte[] write(List<String> roots, List<IndexEntry> entries) {
    return new IndexWriter(entries).write(roots);
  }

  private byte[] write(List<String> roots) {
    int count = entries.size();
    for (int i = 0; i < IndexFormat.HEADER; i += 4) {
      out.fixedInt(0);
    }
    out.putInt(0, (int) (IndexFormat.MAGIC >>> 32));
    out.putInt(4, (int) IndexFormat.MAGIC);
    out.putInt(IndexFormat.AT_VERSION, IndexFormat.VERSION);
    out.putInt(IndexFormat.AT_JAVA_RELEASE, Runtime.version().feature());
    out.putInt(IndexFormat.AT_PLUGINS, plugins);
    out.putInt(IndexFormat.AT_ENTRIES, count);
    out.putInt(IndexFormat.AT_ROOT_COUNT, roots.size());
    int rootsAt = out.length();
    int[] perRoot = new int[roots.size()];
    long[] listings = new long[roots.size()];
    for (IndexEntry entry : entries) {
      perRoot[entry.root()]++;
      listings[entry.root()] += IndexHead.listed(entry.location());
    }
    for (int i = 0; i < perRoot.length; i++) {
      out.fixedInt(0);
      out.fixedInt(perRoot[i]);
      out.fixedInt((int) (listings[i] >>> 32));
      out.fixedInt((int) listings[i]);
    }
    out.putInt(IndexFormat.AT_EAGER, eager());
    for (int i = 0; i < roots.size(); i++) {
      out.putInt(rootsAt + IndexFormat.ROOT_SIZE * i, string(roots.get(i)));
    }
    out.putInt(IndexFormat.AT_ROOTS, rootsAt);
    int records = out.length();
    out.putInt(IndexFormat.AT_RECORDS, records);
    for (int i = 0; i < count * IndexFormat.RECORD; i += 4) {
      out.fixedInt(0);
    }
    for (int i = 0; i < count; i++) {
      record(records + i * IndexFormat.RECORD, i);
    }
    locations();
    Groups groups = new Groups();
    for (int i = 0; i < plugins; i++) {
      groups.add(i, entries.get(i));
    }
    groups.write();
    for (int i = 0; i < count; i++) {
      out.putInt(records + i * IndexFormat.RECORD + IndexFormat.BLOB, out.length());
      entries.get(i).copyBlob(out);
    }
    out.putInt(IndexFormat.AT_LENGTH, out.length());
    byte[] bytes = out.toByteArray();
    putInt(bytes, IndexFormat.AT_HEAD_CHECKSUM, IndexHead.checksum(bytes, records));
    putInt(bytes, IndexFormat.AT_CHECKSUM, DescriptorIndex.checksum(bytes));
    return bytes;
  }

  private static void putInt(byte[] bytes, int at, int value) {
    BlobWriter number = new BlobWriter();
    number.fixedInt(value);
    System.arraycopy(number.toByteArray(), 0, bytes, at, 4);
  }

  private int eager() {
    int count = 0;
    for (int i = 0; i < plugins; i++) {
      IndexFacts facts = entries.get(i).facts();
      if (facts != null && facts.keys().contains(EAGER)) {
        count++;
      }
    }
    return count;
  }

  private int string(String text) {
    Integer known = strings.get(text);
    if (known != null) {
      return known;
    }
    int at = out.length();
    out.fixedString(text);
    strings.put(text, at);
    return at;
  }

  private void putLong(int at, long value) {
    out.putInt(at, (int) (value >>> 32));
    out.putInt(at + 4, (int) value);
  }

  private void record(int at, int ordinal) {
    IndexEntry entry = entries.get(ordinal);
    ContentStamp stamp = entry.stamp();
    IndexFacts facts = entry.facts();
    int flags = entry.hasProblems() ? IndexFormat.HAS_PROBLEMS : 0;
    if (entry.isIgnored()) {
      flags |= IndexFormat.IS_IGNORED;
    } else if (facts == null) {
      flags |= IndexFormat.IS_UNUSABLE;
    } else {
      flags |= ordinal < plugins ? IndexFormat.IS_PLUGIN : IndexFormat.IS_DUPLICATE;
      flags |= facts.bundle() ? IndexFormat.HAS_BUNDLE : 0;
      flags |= facts.module() ? IndexFormat.HAS_MODULE : 0;
      flags |= facts.statesPolicy() ? IndexFormat.STATES_POLICY : 0;
      out.putInt(at + IndexFormat.NAME, string(facts.id().name()));
      out.putInt(at + IndexFormat.VERSION_TEXT, string(facts.id().version().toString()));
    }
    out.putInt(at + IndexFormat.LOCATION, string(entry.location()));
    out.putInt(at + IndexFormat.FLAGS, flags);
    out.putInt(at + IndexFormat.ROOT, entry.root());
    out.putInt(at + IndexFormat.ORDER, entry.order());
    putLong(at + IndexFormat.SIZE, stamp.size());
    putLong(at + IndexFormat.MODIFIED, stamp.modified());
    putLong(at + IndexFormat.DIGEST, stamp.digest());
    putLong(at + IndexFormat.CHANGED, stamp.changed());
    putLong(at + IndexFormat.INODE, stamp.inode());
    if (!stamp.foreignKey().isEmpty()) {
      out.putInt(at + IndexFormat.FOREIGN_KEY, string(stamp.foreignKey()));
    }
    out.putInt(at + IndexFormat.BLOB_LENGTH, entry.blobLength());
    out.putInt(at + IndexFormat.FIRST_OF_ID, firstOfId[ordinal]);
  }

  private void locations() {
    int[] hashes = new int[entries.size()];
    int[] values = new int[hashes.length];
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < hashes.length; i++) {
      IndexEntry entry = entries.get(i);
      hashes[i] = DescriptorIndex.hash(entry.root(), entry.location());
      values[i] = i + 1;
      if (!seen.add(entry.root() + "/" + entry.location())) {
        throw new IllegalArgumentException(
            "The location '" + entry.location() + "' stands twice in one finder's answer.");
      }
    }
    table(IndexFormat.AT_LOCATIONS, hashes, values);
  }

  /** Half full at most, so that an unsuccessful search ends soon. */
  private void table(int headerField, int[] hashes, int[] values) {
    int bits = 2;
    while (1 << bits < hashes.length * 2) {
      bits++;
    }
    int[] slots = new int[2 << bits];
    int mask = (1 << bits) - 1;
    for (int i = 0; i < hashes.length; i++) {
      int slot = IndexBytes.slot(hashes[i], bits);
      while (slots[2 * slot + 1] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[2 * slot] = hashes[i];
      slots[2 * slot + 1] = values[i];
    }
    out.putInt(headerField, out.length());
    out.fixedInt(bits);
    for (int slot : slots) {
      out.fixedInt(slot);
    }
  }

  /** An offer as a row under one of its types. */
  private record Row(int plugin, int order, int offer, int kind, int ranking)
      implements Comparable<Row> {

    @Override
    public int compareTo(Row other) {
      int result = Integer.compare(other.ranking, ranking);
      if (result == 0) {
        result = Integer.compare(order, other.order);
      }
      return result == 0 ? Integer.compare(offer, other.offer) : result;
    }
  }

  /** What plugins are found by, collected before it is written. */
  private final class Groups {

    private final Map<String, List<Integer>> names = new LinkedHashMap<>();
    private final Map<String, List<Integer>> fragments = new LinkedHashMap<>();
    private final Map<IndexFacts.Key, List<Integer>> capabilities = new LinkedHashMap<>();
    private final Map<String, List<Row>> services = new TreeMap<>();

    void add(int ordinal, IndexEntry entry) {
      IndexFacts facts = entry.facts();
      if (facts == null) {
        return;
      }
      names.computeIfAbsent(facts.id().name(), key -> new ArrayList<>()).add(ordinal);
      if (facts.host() != null) {
        fragments.computeIfAbsent(facts.host(), key -> new ArrayList<>()).add(ordinal);
      }
      for (IndexFacts.Key key : facts.keys()) {
        capabilities.computeIfAbsent(key, each -> new ArrayList<>()).add(ordinal);
      }
      for (int i = 0; i < facts.offers().size(); i++) {
        IndexFacts.Offered offer = facts.offers().get(i);
        for (String type : new HashSet<>(offer.types())) {
          services
              .computeIfAbsent(type, key -> new ArrayList<>())
              .add(new Row(ordinal, entry.order(), i, offer.code(), offer.ranking()));
        }
      }
    }

    void write() {
      for (List<Integer> sameName : names.values()) {
        if (sameName.size() > 1) {
          sameName.sort(this::highestVersionFirst);
        }
      }
      plain(IndexFormat.AT_NAMES, names);
      plain(IndexFormat.AT_FRAGMENTS, fragments);
      int[] hashes = new int[capabilities.size()];
      int[] groups = new int[hashes.length];
      int i = 0;
      for (Map.Entry<IndexFacts.Key, List<Integer>> entry : capabilities.entrySet()) {
        IndexFacts.Key key = entry.getKey();
        hashes[i] = IndexGroups.hash(key.namespace(), key.value());
        groups[i++] = group(key.namespace(), key.value(), entry.getValue());
      }
      table(IndexFormat.AT_CAPABILITIES, hashes, groups);
      services();
    }

    private int highestVersionFirst(Integer left, Integer right) {
      int result = version(right).compareTo(version(left));
      return result == 0 ? Integer.compare(left, right) : result;
    }

    private PluginVersion version(int ordinal) {
      IndexFacts facts = entries.get(ordinal).facts();
      return facts == null ? PluginVersion.NONE : facts.id().version();
    }

    private void plain(int headerField, Map<String, List<Integer>> members) {
      int[] hashes = new int[members.size()];
      int[] groups = new int[hashes.length];
      int i = 0;
      for (Map.Entry<String, List<Integer>> entry : members.entrySet()) {
        hashes[i] = entry.getKey().hashCode();
        groups[i++] = group("", entry.getKey(), entry.getValue());
      }
      table(headerField, hashes, groups);
    }

    private int group(String namespace, String key, List<Integer> members) {
      int first = string(namespace);
      int second = string(key);
      int at = out.length();
      out.fixedInt(first);
      out.fixedInt(second);
      out.fixedInt(members.size());
      for (int member : members) {
        out.fixedInt(member);
      }
      return at;
    }

    private void services() {
      int[] hashes = new int[services.size()];
      int[] groups = new int[hashes.length];
      int i = 0;
      for (Map.Entry<String, List<Row>> entry : services.entrySet()) {
        List<Row> rows = entry.getValue();
        rows.sort(null);
        int key = string(entry.getKey());
        hashes[i] = entry.getKey().hashCode();
        groups[i++] = out.length();
        out.fixedInt(0);
        out.fixedInt(key);
        out.fixedInt(rows.size());
        for (Row row : rows) {
          out.fixedInt(row.plugin());
          out.fixedInt(row.offer());
          out.fixedInt(row.kind());
          out.fixedInt(row.ranking());
        }
      }
      out.putInt(IndexFormat.AT_TYPES, out.length());
      out.fixedInt(groups.length);
      for (int group : groups) {
        out.fixedInt(group);
      }
      table(IndexFormat.AT_SERVICES, hashes, groups);
    }
  }
}
