package dev.latent.container.finder;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.admin.Problem;
import dev.latent.container.descriptor.DescriptorIndex;
import dev.latent.container.descriptor.IndexGroups;
import dev.latent.container.descriptor.ServiceOffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A plugin set that answers from the bytes of an index. Making one allocates nothing per plugin;
 * what a lookup found is kept per type that was asked for.
 */
final class IndexedPluginSet implements PluginSet {

  private final long generation;
  private final DescriptorIndex index;
  private final FinderRoot[] roots;
  private final PluginTable table;
  private final List<Problem> listingProblems;
  private final int @Nullable [] serials;
  private volatile @Nullable ConcurrentHashMap<String, List<Offer>> offers;

  /**
   * Makes a set.
   *
   * @param serials the serial of each plugin; null if it is the number of its entry
   * @param listingProblems what is wrong with the finders themselves
   */
  IndexedPluginSet(
      long generation,
      DescriptorIndex index,
      FinderRoot[] roots,
      PluginTable table,
      int @Nullable [] serials,
      List<Problem> listingProblems) {
    this.generation = generation;
    this.index = index;
    this.roots = roots;
    this.table = table;
    this.serials = serials;
    this.listingProblems = listingProblems;
  }

  DescriptorIndex index() {
    return index;
  }

  FinderRoot[] roots() {
    return roots;
  }

  /** Whether it was made for a chain, and not for one with the same finders before or after it. */
  @SuppressWarnings("ReferenceEquality") // identity is meant
  boolean isOf(FinderRoot[] chain) {
    return roots == chain;
  }

  /** The number of a finder in the index of this set; -1 if it takes no part. */
  int number(FinderRoot root) {
    for (int i = 0; i < roots.length; i++) {
      if (roots[i].equals(root)) {
        return i;
      }
    }
    return -1;
  }

  /** The entry of a location; -1 if there is none. */
  int find(Indexing.Target target) {
    int number = number(target.root());
    return number < 0 ? -1 : index.find(number, target.location());
  }

  List<Problem> listingProblems() {
    return listingProblems;
  }

  int serial(int entry) {
    return serials == null ? entry : serials[entry];
  }

  IndexedPlugin plugin(int entry) {
    return table.plugin(serial(entry), roots, index, entry);
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public int size() {
    return index.size();
  }

  @Override
  public List<RegisteredPlugin> all() {
    return new All();
  }

  private final class All extends AbstractList<RegisteredPlugin> implements RandomAccess {

    @Override
    public RegisteredPlugin get(int i) {
      if (i < 0 || i >= index.size()) {
        throw new IndexOutOfBoundsException(i);
      }
      return plugin(i);
    }

    @Override
    public int size() {
      return index.size();
    }
  }

  @Override
  public long digest() {
    SetDigest digest = new SetDigest();
    for (int entry = 0; entry < index.size(); entry++) {
      digest.plugin(index.location(entry), plugin(entry));
      digest.content(index.stamp(entry));
    }
    return digest.value();
  }

  @Override
  public @Nullable RegisteredPlugin at(String location) {
    for (int root = 0; root < roots.length; root++) {
      int entry = index.find(root, location);
      if (entry >= 0 && entry < index.size()) {
        return plugin(entry);
      }
    }
    return null;
  }

  @Override
  public List<RegisteredPlugin> named(String name) {
    return members(index.groups().named(name));
  }

  @Override
  public List<RegisteredPlugin> providers(String namespace, String key) {
    return members(index.groups().providers(namespace, key));
  }

  @Override
  public List<RegisteredPlugin> fragmentsOf(String hostName) {
    return members(index.groups().fragmentsOf(hostName));
  }

  private List<RegisteredPlugin> members(int group) {
    IndexGroups groups = index.groups();
    int count = groups.count(group);
    if (count == 0) {
      return List.of();
    }
    RegisteredPlugin[] members = new RegisteredPlugin[count];
    for (int i = 0; i < count; i++) {
      members[i] = plugin(groups.member(group, i));
    }
    return List.of(members);
  }

  @Override
  public List<Offer> offers(String typeName) {
    ConcurrentHashMap<String, List<Offer>> known = offers;
    if (known != null) {
      List<Offer> before = known.get(typeName);
      if (before != null) {
        return before;
      }
    }
    IndexGroups groups = index.groups();
    int group = groups.offers(typeName);
    if (group == 0) {
      return List.of();
    }
    int count = groups.count(group);
    ArrayList<Offer> found = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int entry = groups.rowPlugin(group, i);
      IndexedPlugin plugin = plugin(entry);
      if (plugin.kind() == groups.rowKind(group, i)) {
        found.add(
            new IndexedOffer(
                plugin,
                groups.rowOffer(group, i),
                groups.rowRanking(group, i),
                groups.rowComponent(group, i),
                index,
                entry));
      }
    }
    List<Offer> answer = List.copyOf(found);
    if (known == null) {
      known = new ConcurrentHashMap<>();
      offers = known;
    }
    known.put(typeName, answer);
    return answer;
  }

  @Override
  public List<Offer> offersOf(RegisteredPlugin plugin) {
    // Without a look at who else offers the type: a list of thousands asks this of each.
    if (!(plugin instanceof IndexedPlugin own)) {
      return List.of();
    }
    int entry = entry(own);
    if (entry < 0) {
      return List.of();
    }
    List<ServiceOffer> stated = own.descriptor().offers();
    List<Offer> found = new ArrayList<>(stated.size());
    for (int i = 0; i < stated.size(); i++) {
      ServiceOffer offer = stated.get(i);
      if (offer.kind() == own.kind()) {
        found.add(
            new IndexedOffer(own, i, offer.ranking(), offer.component().isPresent(), index, entry));
      }
    }
    return found;
  }

  /**
   * The entry of a plugin; -1 if it is none of this set. By serial and not by object: while it is
   * told that a plugin leaves, the table has forgotten it already and would make another object.
   */
  private int entry(IndexedPlugin plugin) {
    int entry = find(new Indexing.Target(plugin.root(), plugin.location()));
    boolean own = entry >= 0 && entry < index.size() && serial(entry) == plugin.serial();
    return own ? entry : -1;
  }

  @Override
  public List<String> offeredTypes() {
    IndexGroups groups = index.groups();
    int count = groups.types();
    List<String> types = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int group = groups.typeGroup(i);
      if (offered(group)) {
        types.add(groups.typeName(group));
      }
    }
    return List.copyOf(types);
  }

  private boolean offered(int group) {
    IndexGroups groups = index.groups();
    int count = groups.count(group);
    for (int i = 0; i < count; i++) {
      int entry = groups.rowPlugin(group, i);
      PluginKind offered = groups.rowKind(group, i);
      if (!index.isBundle(entry) ? offered == PluginKind.LAYER : plugin(entry).kind() == offered) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>(listingProblems);
    List<Integer> entries = new ArrayList<>();
    for (int entry = 0; entry < index.entries(); entry++) {
      if (index.hasProblems(entry) || index.isDuplicate(entry)) {
        entries.add(entry);
      }
    }
    entries.sort((left, right) -> Integer.compare(index.order(left), index.order(right)));
    for (int entry : entries) {
      problems.addAll(index.problems(entry));
      if (index.isDuplicate(entry)) {
        problems.add(duplicate(entry));
      }
    }
    return List.copyOf(problems);
  }

  private Problem duplicate(int entry) {
    PluginId id = index.id(entry);
    int first = index.firstOfId(entry);
    return new Problem(
        "plugin.duplicate",
        Problem.Severity.WARNING,
        index.location(entry),
        Optional.of(id),
        "Plugin "
            + id
            + " is there twice: "
            + place(first)
            + " is used because it comes first, "
            + place(entry)
            + " is left out. Remove one of them, or give it another version.");
  }

  private String place(int entry) {
    return "'"
        + index.location(entry)
        + "' of "
        + roots[index.rootOf(entry)].finder().description();
  }

  @Override
  public String toString() {
    return "plugin set " + generation + " of " + index.size() + " plugins";
  }
}
