package dev.latent.container.descriptor;

import dev.latent.api.PluginKind;

/**
 * What plugins are found by in a {@link DescriptorIndex}: names, capabilities, hosts of fragments
 * and the types of services. Groups and their rows are named by offsets; 0 is the empty group.
 * Immutable and thread-safe.
 */
public final class IndexGroups {

  private final byte[] bytes;

  IndexGroups(byte[] bytes) {
    this.bytes = bytes;
  }

  static int hash(String namespace, String key) {
    return key.hashCode() * 31 + namespace.hashCode();
  }

  private int group(int headerField, int hash, String namespace, String key) {
    int table = IndexBytes.intAt(bytes, headerField);
    int bits = IndexBytes.intAt(bytes, table);
    int mask = (1 << bits) - 1;
    int slot = IndexBytes.slot(hash, bits);
    while (true) {
      int at = table + 4 + 8 * slot;
      int group = IndexBytes.intAt(bytes, at + 4);
      if (group == 0) {
        return 0;
      }
      if (IndexBytes.intAt(bytes, at) == hash
          && IndexBytes.equalsAt(bytes, IndexBytes.intAt(bytes, group + 4), key)
          && (headerField != IndexFormat.AT_CAPABILITIES
              || IndexBytes.equalsAt(bytes, IndexBytes.intAt(bytes, group), namespace))) {
        return group;
      }
      slot = (slot + 1) & mask;
    }
  }

  /**
   * The plugins of a name, highest version first.
   *
   * @param name a symbolic name or module name
   * @return their group
   */
  public int named(String name) {
    return group(IndexFormat.AT_NAMES, name.hashCode(), "", name);
  }

  /**
   * The plugins with a capability, in reference order.
   *
   * @param namespace the namespace
   * @param key the value of its main attribute; {@code objectClass} for services; empty for
   *     capabilities without one
   * @return their group
   */
  public int providers(String namespace, String key) {
    return group(IndexFormat.AT_CAPABILITIES, hash(namespace, key), namespace, key);
  }

  /**
   * The fragments of a host, in reference order.
   *
   * @param host the symbolic name of the host
   * @return their group
   */
  public int fragmentsOf(String host) {
    return group(IndexFormat.AT_FRAGMENTS, host.hashCode(), "", host);
  }

  /**
   * How many members or rows a group has.
   *
   * @param group the group
   * @return the number
   */
  public int count(int group) {
    return group == 0 ? 0 : IndexBytes.intAt(bytes, group + 8);
  }

  /**
   * A member of a group of plugins.
   *
   * @param group the group
   * @param i which one, from 0
   * @return the entry
   */
  public int member(int group, int i) {
    return IndexBytes.intAt(bytes, group + IndexFormat.GROUP + 4 * i);
  }

  /**
   * The rows of offers under a type, best first: by ranking, then reference order.
   *
   * @param type a fully qualified name
   * @return their group
   */
  public int offers(String type) {
    return group(IndexFormat.AT_SERVICES, type.hashCode(), "", type);
  }

  private int row(int group, int i, int field) {
    return IndexBytes.intAt(bytes, group + IndexFormat.GROUP + IndexFormat.ROW * i + field);
  }

  /**
   * Who offers.
   *
   * @param group the group of a type
   * @param i which row
   * @return the entry
   */
  public int rowPlugin(int group, int i) {
    return row(group, i, IndexFormat.ROW_PLUGIN);
  }

  /**
   * The place of the offer in the descriptor.
   *
   * @param group the group of a type
   * @param i which row
   * @return the index
   */
  public int rowOffer(int group, int i) {
    return row(group, i, IndexFormat.ROW_OFFER);
  }

  /**
   * The kind that the offer holds for.
   *
   * @param group the group of a type
   * @param i which row
   * @return the kind
   */
  public PluginKind rowKind(int group, int i) {
    return (row(group, i, IndexFormat.ROW_KIND) & ~IndexFormat.COMPONENT) == 0
        ? PluginKind.BUNDLE
        : PluginKind.LAYER;
  }

  /**
   * Whether a component makes the service of a row.
   *
   * @param group the group of a type
   * @param i which row
   * @return true if component XML promises it
   */
  public boolean rowComponent(int group, int i) {
    return (row(group, i, IndexFormat.ROW_KIND) & IndexFormat.COMPONENT) != 0;
  }

  /**
   * The ranking of the offer.
   *
   * @param group the group of a type
   * @param i which row
   * @return {@code service.ranking}
   */
  public int rowRanking(int group, int i) {
    return row(group, i, IndexFormat.ROW_RANKING);
  }

  /**
   * How many types anything is offered under.
   *
   * @return the number
   */
  public int types() {
    return IndexBytes.intAt(bytes, IndexBytes.intAt(bytes, IndexFormat.AT_TYPES));
  }

  /**
   * The group of one of the types.
   *
   * @param i which one, in the order of their names
   * @return its group
   */
  public int typeGroup(int i) {
    return IndexBytes.intAt(bytes, IndexBytes.intAt(bytes, IndexFormat.AT_TYPES) + 4 + 4 * i);
  }

  /**
   * The name of the type of a group of offers.
   *
   * @param group the group
   * @return the fully qualified name
   */
  public String typeName(int group) {
    return IndexBytes.stringAt(bytes, IndexBytes.intAt(bytes, group + 4));
  }
}
