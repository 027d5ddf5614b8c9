package dev.latent.container.descriptor;

import dev.latent.api.PluginId;
import dev.latent.api.PluginVersion;
import dev.latent.api.admin.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One location on its way into an index: a plugin, something that can't be read as one, or
 * something that isn't one. Immutable.
 */
public final class IndexEntry {

  private final int root;
  private final String location;
  private final ContentStamp stamp;
  private final int order;
  private final boolean ignored;
  private final @Nullable IndexFacts facts;
  private final boolean problems;
  private final byte[] source;
  private final int from;
  private final int length;

  IndexEntry(
      int root,
      String location,
      ContentStamp stamp,
      int order,
      boolean ignored,
      @Nullable IndexFacts facts,
      boolean problems,
      byte[] source,
      int from,
      int length) {
    this.root = root;
    this.location = location;
    this.stamp = stamp;
    this.order = order;
    this.ignored = ignored;
    this.facts = facts;
    this.problems = problems;
    this.source = source;
    this.from = from;
    this.length = length;
  }

  /**
   * Makes the entry of something that was read.
   *
   * @param root the number of the finder it comes from
   * @param location its place in that finder
   * @param stamp its content as it was read
   * @param descriptor what was read; null if it can't be used as a plugin
   * @param problems what is wrong with it
   * @return the entry
   */
  public static IndexEntry read(
      int root,
      String location,
      ContentStamp stamp,
      @Nullable PluginDescriptor descriptor,
      List<Problem> problems) {
    IndexFacts facts = descriptor == null ? null : IndexFacts.of(descriptor);
    BlobWriter blob = new BlobWriter();
    BlobWriter part = new BlobWriter();
    if (facts != null) {
      facts.write(part);
    }
    blob.section(part);
    part = new BlobWriter();
    if (descriptor != null) {
      DescriptorCodec.writeAttributes(part, descriptor.offers());
    }
    blob.section(part);
    part = new BlobWriter();
    if (descriptor != null) {
      DescriptorCodec.write(part, descriptor);
    }
    blob.section(part);
    part = new BlobWriter();
    writeProblems(part, problems);
    blob.section(part);
    byte[] bytes = blob.toByteArray();
    return new IndexEntry(
        root, location, stamp, -1, false, facts, !problems.isEmpty(), bytes, 0, bytes.length);
  }

  /**
   * Makes the entry of something that is not meant to be a plugin, remembered so that it need not
   * be looked at on each start.
   *
   * @param root the number of the finder it comes from
   * @param location its place in that finder
   * @return the entry
   */
  public static IndexEntry ignored(int root, String location) {
    return new IndexEntry(
        root, location, ContentStamp.UNKNOWN, -1, true, null, false, new byte[0], 0, 0);
  }

  /**
   * The number of the finder it comes from.
   *
   * @return an index into the roots
   */
  public int root() {
    return root;
  }

  /**
   * Its place in its finder.
   *
   * @return the location
   */
  public String location() {
    return location;
  }

  /**
   * Its content as it was read.
   *
   * @return the stamp
   */
  public ContentStamp stamp() {
    return stamp;
  }

  /**
   * Its place in the reference order.
   *
   * @return a number, or -1 to be placed by the writer
   */
  public int order() {
    return order;
  }

  /**
   * The same entry in another place.
   *
   * @param newRoot the number of its finder
   * @param newOrder its order, or -1
   * @return the entry
   */
  public IndexEntry placed(int newRoot, int newOrder) {
    return new IndexEntry(
        newRoot, location, stamp, newOrder, ignored, facts, problems, source, from, length);
  }

  /**
   * The same entry with another stamp, where the same content was found under other circumstances.
   *
   * @param newStamp the stamp
   * @return the entry
   */
  public IndexEntry stamped(ContentStamp newStamp) {
    return new IndexEntry(
        root, location, newStamp, order, ignored, facts, problems, source, from, length);
  }

  boolean isIgnored() {
    return ignored;
  }

  @Nullable IndexFacts facts() {
    return facts;
  }

  boolean hasProblems() {
    return problems;
  }

  int blobLength() {
    return length;
  }

  void copyBlob(BlobWriter to) {
    to.raw(source, from, length);
  }

  private static void writeProblems(BlobWriter to, List<Problem> problems) {
    to.count(problems.size());
    for (Problem problem : problems) {
      to.text(problem.rule());
      to.text(problem.severity().name());
      PluginId plugin = problem.plugin().orElse(null);
      to.flag(plugin != null);
      if (plugin != null) {
        to.text(plugin.name());
        ValueCodec.writeVersion(to, plugin.version());
      }
      to.text(problem.location());
      to.text(problem.message());
    }
  }

  static List<Problem> readProblems(BlobReader from) {
    int count = from.count();
    List<Problem> problems = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String rule = from.text();
      Problem.Severity severity = Problem.Severity.valueOf(from.text());
      PluginId plugin = null;
      if (from.flag()) {
        String name = from.text();
        PluginVersion version = ValueCodec.readVersion(from);
        plugin = new PluginId(name, version);
      }
      String location = from.text();
      problems.add(new Problem(rule, severity, location, Optional.ofNullable(plugin), from.text()));
    }
    return problems;
  }
}
