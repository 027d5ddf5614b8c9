package dev.latent.container.descriptor;

import dev.latent.api.PluginId;
import dev.latent.api.PluginVersion;
import dev.latent.api.admin.Problem;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * All descriptors of a plugin set in one array of bytes, as {@link IndexWriter} wrote them. Opening
 * one checks its sum and decodes nothing; each question is answered by a hash table in the bytes,
 * and what is found is decoded when it is asked for.
 *
 * <p>Entries are numbered: plugins first, from 0 in reference order, then what is remembered but
 * not part of the set. What they are found by stands in {@link IndexGroups}. Immutable and
 * thread-safe.
 */
public final class DescriptorIndex {

  private final byte[] bytes;
  private final int plugins;
  private final int entries;
  private final int records;
  private @Nullable IndexGroups groups;

  private DescriptorIndex(byte[] bytes) {
    this.bytes = bytes;
    this.plugins = IndexBytes.intAt(bytes, IndexFormat.AT_PLUGINS);
    this.entries = IndexBytes.intAt(bytes, IndexFormat.AT_ENTRIES);
    this.records = IndexBytes.intAt(bytes, IndexFormat.AT_RECORDS);
  }

  /**
   * Opens an index.
   *
   * @param bytes the whole file; from now on the index's own, not to be changed
   * @return the index, or null if it isn't one, or not one of this version, or not whole; {@link
   *     UnusableIndex#of} tells which
   */
  public static @Nullable DescriptorIndex open(byte[] bytes) {
    if (bytes.length < IndexFormat.HEADER
        || IndexBytes.longAt(bytes, 0) != IndexFormat.MAGIC
        || IndexBytes.intAt(bytes, IndexFormat.AT_VERSION) != IndexFormat.VERSION
        || IndexBytes.intAt(bytes, IndexFormat.AT_JAVA_RELEASE) != Runtime.version().feature()
        || IndexBytes.intAt(bytes, IndexFormat.AT_LENGTH) != bytes.length
        || IndexBytes.intAt(bytes, IndexFormat.AT_CHECKSUM) != checksum(bytes)) {
      return null;
    }
    return new DescriptorIndex(bytes);
  }

  /**
   * CRC32 rather than CRC32C: it is loaded already where the class path is jars, and CRC32C's
   * initialiser fills tables in Java.
   */
  static int checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, IndexFormat.AT_LENGTH, bytes.length - IndexFormat.AT_LENGTH);
    return (int) checksum.getValue();
  }

  static int hash(int root, String location) {
    return location.hashCode() * 31 + root;
  }

  /**
   * How many plugins the set has.
   *
   * @return the number; plugins are the entries below it
   */
  public int size() {
    return plugins;
  }

  /**
   * How many entries there are, those that are not plugins included.
   *
   * @return the number
   */
  public int entries() {
    return entries;
  }

  /**
   * How many finders the locations belong to.
   *
   * @return the number
   */
  public int roots() {
    return IndexBytes.intAt(bytes, IndexFormat.AT_ROOT_COUNT);
  }

  /**
   * Whether a finder has the name that it had when the index was written.
   *
   * @param root the number of the finder
   * @param name the name
   * @return true if it is the same
   */
  public boolean isRoot(int root, String name) {
    return root < roots() && IndexBytes.equalsAt(bytes, rootAt(root), name);
  }

  /**
   * The name of a finder.
   *
   * @param root its number
   * @return the name
   */
  public String root(int root) {
    return IndexBytes.stringAt(bytes, rootAt(root));
  }

  private int rootAt(int root) {
    int table = IndexBytes.intAt(bytes, IndexFormat.AT_ROOTS);
    return IndexBytes.intAt(bytes, table + 8 * root);
  }

  /**
   * How many entries come from a finder.
   *
   * @param root its number
   * @return the number
   */
  public int entriesOf(int root) {
    return IndexBytes.intAt(bytes, IndexBytes.intAt(bytes, IndexFormat.AT_ROOTS) + 8 * root + 4);
  }

  private int field(int entry, int field) {
    return IndexBytes.intAt(bytes, records + entry * IndexFormat.RECORD + field);
  }

  private long wideField(int entry, int field) {
    return IndexBytes.longAt(bytes, records + entry * IndexFormat.RECORD + field);
  }

  /**
   * The number of the finder that an entry comes from.
   *
   * @param entry the entry
   * @return an index into the roots
   */
  public int rootOf(int entry) {
    return field(entry, IndexFormat.ROOT);
  }

  /**
   * Where an entry is.
   *
   * @param entry the entry
   * @return the location in its finder
   */
  public String location(int entry) {
    return IndexBytes.stringAt(bytes, field(entry, IndexFormat.LOCATION));
  }

  /**
   * The place of an entry in the reference order.
   *
   * @param entry the entry
   * @return the number
   */
  public int order(int entry) {
    return field(entry, IndexFormat.ORDER);
  }

  /**
   * The name and version of an entry that has a descriptor.
   *
   * @param entry the entry
   * @return the id
   */
  public PluginId id(int entry) {
    return new PluginId(
        IndexBytes.stringAt(bytes, field(entry, IndexFormat.NAME)),
        PluginVersion.parse(IndexBytes.stringAt(bytes, field(entry, IndexFormat.VERSION_TEXT))));
  }

  /**
   * Whether an entry can run in an OSGi framework.
   *
   * @param entry the entry
   * @return true for a bundle
   */
  public boolean isBundle(int entry) {
    return has(entry, IndexFormat.HAS_BUNDLE);
  }

  /**
   * Whether an entry has a {@code module-info}.
   *
   * @param entry the entry
   * @return true for an explicit module
   */
  public boolean isModule(int entry) {
    return has(entry, IndexFormat.HAS_MODULE);
  }

  /**
   * Whether the metadata of an entry states an activation policy.
   *
   * @param entry the entry
   * @return true if its descriptor has one
   */
  public boolean statesPolicy(int entry) {
    return has(entry, IndexFormat.STATES_POLICY);
  }

  /**
   * Whether an entry is a plugin that is left out because one before it has the same id.
   *
   * @param entry the entry
   * @return true for a duplicate
   */
  public boolean isDuplicate(int entry) {
    return has(entry, IndexFormat.IS_DUPLICATE);
  }

  /**
   * Whether an entry is no plugin and not meant to be one.
   *
   * @param entry the entry
   * @return true for other files
   */
  public boolean isIgnored(int entry) {
    return has(entry, IndexFormat.IS_IGNORED);
  }

  /**
   * Whether reading an entry found problems.
   *
   * @param entry the entry
   * @return true if {@link #problems} is not empty
   */
  public boolean hasProblems(int entry) {
    return has(entry, IndexFormat.HAS_PROBLEMS);
  }

  private boolean has(int entry, int flag) {
    return (field(entry, IndexFormat.FLAGS) & flag) != 0;
  }

  /**
   * The plugin that a duplicate comes too late for.
   *
   * @param entry a duplicate
   * @return the entry of the plugin
   */
  public int firstOfId(int entry) {
    return field(entry, IndexFormat.FIRST_OF_ID);
  }

  /**
   * The content of an entry as it was read.
   *
   * @param entry the entry
   * @return its stamp
   */
  public ContentStamp stamp(int entry) {
    int foreign = field(entry, IndexFormat.FOREIGN_KEY);
    return new ContentStamp(
        wideField(entry, IndexFormat.SIZE),
        wideField(entry, IndexFormat.MODIFIED),
        wideField(entry, IndexFormat.DIGEST),
        wideField(entry, IndexFormat.CHANGED),
        wideField(entry, IndexFormat.INODE),
        foreign == 0 ? "" : IndexBytes.stringAt(bytes, foreign));
  }

  private BlobReader blob(int entry, int section) {
    BlobReader reader = new BlobReader(bytes, field(entry, IndexFormat.BLOB));
    for (int i = 0; i < section; i++) {
      reader.skipSection();
    }
    return reader.section();
  }

  /**
   * Decodes a descriptor.
   *
   * @param entry an entry that has one: a plugin or a duplicate
   * @return the descriptor, a new object each time
   */
  public PluginDescriptor descriptor(int entry) {
    return DescriptorCodec.read(blob(entry, 2), blob(entry, 1));
  }

  /**
   * Decodes the attributes of one offer.
   *
   * @param entry the plugin
   * @param offer the place of the offer in the descriptor
   * @return the attributes, a new object each time
   */
  public Map<String, Object> attributes(int entry, int offer) {
    return DescriptorCodec.readAttributes(blob(entry, 1), offer);
  }

  /**
   * Decodes what is wrong with an entry.
   *
   * @param entry the entry
   * @return the problems that reading it found
   */
  public List<Problem> problems(int entry) {
    return hasProblems(entry) ? IndexEntry.readProblems(blob(entry, 3)) : List.of();
  }

  /**
   * An entry as it can be written into another index.
   *
   * @param entry the entry
   * @return the entry, its bytes shared with this index
   */
  public IndexEntry entry(int entry) {
    int flags = field(entry, IndexFormat.FLAGS);
    boolean read = (flags & (IndexFormat.IS_PLUGIN | IndexFormat.IS_DUPLICATE)) != 0;
    return new IndexEntry(
        rootOf(entry),
        location(entry),
        stamp(entry),
        order(entry),
        (flags & IndexFormat.IS_IGNORED) != 0,
        read ? IndexFacts.read(blob(entry, 0)) : null,
        hasProblems(entry),
        bytes,
        field(entry, IndexFormat.BLOB),
        field(entry, IndexFormat.BLOB_LENGTH));
  }

  /**
   * Finds an entry by its place.
   *
   * @param root the number of the finder
   * @param location the location in it
   * @return the entry, or -1
   */
  public int find(int root, String location) {
    int table = IndexBytes.intAt(bytes, IndexFormat.AT_LOCATIONS);
    int bits = IndexBytes.intAt(bytes, table);
    int mask = (1 << bits) - 1;
    int hash = hash(root, location);
    int slot = IndexBytes.slot(hash, bits);
    while (true) {
      int at = table + 4 + 8 * slot;
      int value = IndexBytes.intAt(bytes, at + 4);
      if (value == 0) {
        return -1;
      }
      if (IndexBytes.intAt(bytes, at) == hash
          && rootOf(value - 1) == root
          && IndexBytes.equalsAt(bytes, field(value - 1, IndexFormat.LOCATION), location)) {
        return value - 1;
      }
      slot = (slot + 1) & mask;
    }
  }

  /**
   * What plugins are found by.
   *
   * @return the groups of this index
   */
  public IndexGroups groups() {
    IndexGroups known = groups;
    if (known == null) {
      known = new IndexGroups(bytes);
      groups = known; // immutable: whoever else makes one makes an equal one
    }
    return known;
  }
}
