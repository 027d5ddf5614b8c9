package dev.latent.container.descriptor;

/**
 * Where things stand in an index file. All numbers are big-endian, all offsets count from the start
 * of the file, and offset 0 means that there is nothing.
 *
 * <pre>
 * header    magic, version, checksum of all that follows it, checksum of the head, length,
 *           counts, offsets of the tables
 * roots     for each finder the offset of its name, how many records are relative to it, and a sum
 *           over their locations; the names; all up to here is the head, see {@link IndexHead}
 * records   one of fixed size for each location, those that are plugins first
 * tables    slots of hash and offset (or record number plus one), two to the power of n of them
 * types     offsets of the groups of all service types, by name
 * groups    key, count, and record numbers or offer rows
 * strings   those that records and groups point to, each once
 * blobs     one for each record: facts, offer attributes, descriptor, problems
 * </pre>
 */
final class IndexFormat {

  /** "LatentIx". */
  static final long MAGIC = 0x4C6174656E744978L;

  /** Changes whenever the meaning of a byte does, {@link WellKnownStrings} included. */
  static final int VERSION = 6;

  static final int AT_VERSION = 8;
  static final int AT_CHECKSUM = 12;

  /** Of what begins with the length and ends before the records. */
  static final int AT_HEAD_CHECKSUM = 16;

  static final int AT_LENGTH = 20;
  static final int AT_PLUGINS = 24;
  static final int AT_ENTRIES = 28;
  static final int AT_ROOT_COUNT = 32;
  static final int AT_ROOTS = 36;
  static final int AT_RECORDS = 40;
  static final int AT_LOCATIONS = 44;
  static final int AT_NAMES = 48;
  static final int AT_SERVICES = 52;
  static final int AT_CAPABILITIES = 56;
  static final int AT_FRAGMENTS = 60;
  static final int AT_TYPES = 64;

  /** The Java release that the plugins were read for: multi-release jars differ by it. */
  static final int AT_JAVA_RELEASE = 68;

  /** How many plugins state the policy {@code eager}. */
  static final int AT_EAGER = 72;

  static final int HEADER = 76;

  /** Offset of the name, number of records, sum over the locations. */
  static final int ROOT_SIZE = 16;

  static final int ROOT_COUNT = 4;
  static final int ROOT_LISTING = 8;

  static final int RECORD = 80;
  static final int LOCATION = 0;
  static final int NAME = 4;
  static final int VERSION_TEXT = 8;
  static final int FLAGS = 12;
  static final int ROOT = 16;
  static final int ORDER = 20;
  static final int SIZE = 24;
  static final int MODIFIED = 32;
  static final int DIGEST = 40;
  static final int CHANGED = 48;
  static final int INODE = 56;
  static final int FOREIGN_KEY = 64;
  static final int BLOB = 68;
  static final int BLOB_LENGTH = 72;
  static final int FIRST_OF_ID = 76;

  /** Part of the set. */
  static final int IS_PLUGIN = 1;

  /** Has the id of a plugin that comes before it, and so is not part of the set. */
  static final int IS_DUPLICATE = 2;

  /** Can't be read as a plugin. */
  static final int IS_UNUSABLE = 4;

  /** Is no plugin and never meant to be one. */
  static final int IS_IGNORED = 8;

  static final int HAS_BUNDLE = 16;
  static final int HAS_MODULE = 32;
  static final int HAS_PROBLEMS = 64;

  /** Its own metadata states a policy; where it doesn't, nobody need decode it to know. */
  static final int STATES_POLICY = 128;

  /** Key offset, second key offset, count. */
  static final int GROUP = 12;

  static final int ROW = 16;
  static final int ROW_PLUGIN = 0;
  static final int ROW_OFFER = 4;
  static final int ROW_KIND = 8;
  static final int ROW_RANKING = 12;

  /** In the kind of a row: a component makes the service. */
  static final int COMPONENT = 2;

  private IndexFormat() {}
}
