package dev.latent.container.finder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.spi.FinderChain;
import dev.latent.api.spi.FinderChange;
import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class FinderChainTests {

  @TempDir Path directory;
  private final List<PluginSetChange> sets = Collections.synchronizedList(new ArrayList<>());
  private final List<FinderChange> changes = Collections.synchronizedList(new ArrayList<>());
  private PluginFinder a;
  private PluginFinder b;
  private PluginFinder c;
  private PluginFinder d;
  private FinderRegistry registry;
  private FinderChain chain;

  @BeforeEach
  void threeFinders() throws IOException {
    a = finder("a", "acme.a", "1.0.0");
    b = finder("b", "acme.b", "1.0.0");
    c = finder("c", "acme.c", "1.0.0");
    d = finder("d", "acme.d", "1.0.0");
    open(a, b, c);
  }

  private void open(PluginFinder... finders) {
    FinderRegistryBuilder builder =
        FinderRegistry.builder().frameworkAvailable(() -> true).contentHolds(Duration.ZERO);
    for (PluginFinder finder : finders) {
      builder.finder(finder);
    }
    registry = builder.open();
    chain = registry.finders();
    registry.onChange(sets::add);
    chain.onChange(changes::add);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private PluginFinder finder(String name, String plugin, String version) throws IOException {
    return new MemoryFinder(name, Map.of(plugin + ".jar", bytes(plugin, version, "")));
  }

  private byte[] bytes(String plugin, String version, String note) throws IOException {
    Path jar = Files.createTempFile(directory, plugin, ".jar");
    TestJars.bundle(plugin, version).header("X-Note", note.isEmpty() ? "-" : note).write(jar);
    return Files.readAllBytes(jar);
  }

  private List<String> ids() {
    return registry.plugins().all().stream().map(plugin -> plugin.id().toString()).toList();
  }

  private record Step(String name, Consumer<List<PluginFinder>> change, String words) {}

  /** All ways to change a list, each applied to a plain list as well, which says what is right. */
  @TestFactory
  Stream<DynamicTest> eachMethodOfAListIsOneStep() {
    return Stream.of(
            new Step("add", list -> list.add(d), "d was added at 3"),
            new Step("insert", list -> list.add(1, d), "d was added at 1"),
            new Step("addFirst", list -> list.listIterator().add(d), "d was added at 0"),
            new Step("set", list -> list.set(1, d), "b at 1 was replaced by d"),
            new Step("remove by index", list -> list.remove(0), "a was removed from 0"),
            new Step("remove by element", list -> list.remove(c), "c was removed from 2"),
            new Step("clear", List::clear, "all 3 finders were removed"),
            new Step(
                "addAll",
                list -> list.addAll(List.of(d, a)),
                "the finders were changed, added: d, a"),
            new Step(
                "addAll at a place",
                list -> list.addAll(1, List.of(d, a)),
                "the finders were changed, added: d, a"),
            new Step(
                "removeAll",
                list -> list.removeAll(List.of(a, c)),
                "the finders were changed, removed: a, c"),
            new Step(
                "retainAll",
                list -> list.retainAll(List.of(b)),
                "the finders were changed, removed: a, c"),
            new Step(
                "removeIf", list -> list.removeIf(finder -> finder == b), "b was removed from 1"),
            new Step(
                "replaceAll",
                list -> list.replaceAll(finder -> finder == c ? d : finder),
                "c at 2 was replaced by d"),
            new Step(
                "sort",
                list -> list.sort(Comparator.comparing(PluginFinder::description).reversed()),
                "the finders were put into the order c, b, a"),
            new Step(
                "iterator.remove",
                list -> {
                  var iterator = list.iterator();
                  iterator.next();
                  iterator.next();
                  iterator.remove();
                },
                "b was removed from 1"),
            new Step(
                "listIterator.set",
                list -> {
                  ListIterator<PluginFinder> iterator = list.listIterator(3);
                  iterator.previous();
                  iterator.set(d);
                },
                "c at 2 was replaced by d"),
            new Step(
                "subList.clear",
                list -> list.subList(0, 2).clear(),
                "the finders were changed, removed: a, b"),
            new Step("subList.add", list -> list.subList(0, 2).add(d), "d was added at 2"),
            new Step(
                "subList.sort",
                list ->
                    list.subList(1, 3)
                        .sort(Comparator.comparing(PluginFinder::description).reversed()),
                "the finders were put into the order a, c, b"))
        .map(step -> DynamicTest.dynamicTest(step.name(), () -> check(step)));
  }

  private void check(Step step) {
    close();
    open(a, b, c);
    changes.clear();
    sets.clear();
    List<PluginFinder> plain = new ArrayList<>(List.of(a, b, c));
    step.change().accept(plain);

    step.change().accept(chain);

    assertThat(chain).containsExactlyElementsOf(plain);
    assertThat(chain.generation()).isEqualTo(2);
    assertThat(changes).extracting(FinderChange::description).containsExactly(step.words());
    assertThat(changes.get(0).before()).containsExactly(a, b, c);
    assertThat(changes.get(0).after()).containsExactlyElementsOf(plain);
    assertThat(sets).extracting(PluginSetChange::reason).containsExactly(step.words());
    assertThat(chain.history()).isEqualTo(changes);
    assertThat(registry.plugins().size()).isEqualTo((int) plain.stream().distinct().count());
  }

  @Test
  void aMoveIsOneStep() {
    chain.move(0, 2);

    assertThat(chain).containsExactly(b, c, a);
    assertThat(chain.generation()).isEqualTo(2);
  }

  @Test
  void manyChangesInOneEditAreOneStepWithItsReason() {
    chain.edit(
        "user directory chosen",
        list -> {
          list.add(0, d);
          list.remove(a);
          Collections.swap(list, 1, 2);
        });

    assertThat(chain).containsExactly(d, c, b);
    assertThat(chain.generation()).isEqualTo(2);
    assertThat(sets)
        .extracting(PluginSetChange::reason)
        .containsExactly("user directory chosen: the finders were changed, added: d, removed: a");
  }

  @Test
  void whatChangesNothingIsNoStep() {
    chain.set(0, a);
    chain.removeIf(finder -> false);
    chain.edit("nothing", list -> list.sort(Comparator.comparing(PluginFinder::description)));

    assertThat(chain.generation()).isEqualTo(1);
    assertThat(sets).isEmpty();
    assertThat(changes).isEmpty();
  }

  @Test
  void anEditThatThrowsChangesNothing() {
    assertThatThrownBy(
            () ->
                chain.edit(
                    "broken",
                    list -> {
                      list.clear();
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> chain.edit("null", list -> list.add(null)))
        .hasMessage("A finder of the chain must not be null.");

    assertThat(chain).containsExactly(a, b, c);
    assertThat(chain.generation()).isEqualTo(1);
  }

  @Test
  void anIteratorReadsTheChainAsItWasAndDoesNotChangeAnother() {
    ListIterator<PluginFinder> iterator = chain.listIterator();
    List<PluginFinder> part = chain.subList(0, 2);
    iterator.next();
    chain.remove(b);

    assertThat(iterator.next()).isEqualTo(b);
    assertThatThrownBy(iterator::remove)
        .isInstanceOf(ConcurrentModificationException.class)
        .hasMessage(
            "The finders were changed by somebody else since this iterator or sublist was made"
                + " (generation 1, now 2). Make another one, or use edit() for several changes at"
                + " once.");
    assertThat(part).containsExactly(a, b);
    assertThatThrownBy(part::clear).isInstanceOf(ConcurrentModificationException.class);
    assertThat(chain).containsExactly(a, c);
  }

  @Test
  void ofTwoFindersWithOnePluginTheFirstCounts() throws IOException {
    PluginFinder other = finder("other", "acme.b", "1.0.0");
    PluginFinder patched =
        new MemoryFinder("patched", Map.of("b.jar", bytes("acme.b", "1.0.0", "patched")));
    RegisteredPlugin before = registry.plugins().named("acme.b").get(0);

    chain.add(other);
    assertThat(registry.plugins().named("acme.b")).containsExactly(before);

    chain.add(0, patched);
    RegisteredPlugin after = registry.plugins().named("acme.b").get(0);
    assertThat(after.reference().location()).isEqualTo("b.jar");
    assertThat(sets.get(1).replaced())
        .containsExactly(new PluginSetChange.Replacement(before, after));

    chain.move(0, 4);
    assertThat(registry.plugins().named("acme.b").get(0).reference().location())
        .isEqualTo("acme.b.jar");
  }

  @Test
  void aFinderThatGivesTheSameContentLeavesThePluginsAsTheyAre() throws IOException {
    RegisteredPlugin before = registry.plugins().named("acme.b").get(0);
    PluginFinder same = finder("the same in other words", "acme.b", "1.0.0");

    chain.set(1, same);

    assertThat(registry.plugins().named("acme.b")).containsExactly(before);
    assertThat(sets.get(0).added()).isEmpty();
    assertThat(sets.get(0).removed()).isEmpty();
    assertThat(sets.get(0).replaced()).isEmpty();
    assertThat(registry.verify(List.of(before))).isSameAs(registry.plugins());
  }

  @Test
  void aFinderThatStandsTwiceCountsAtItsFirstPlace() {
    chain.add(a);

    assertThat(chain).containsExactly(a, b, c, a);
    assertThat(ids()).containsExactly("acme.a 1.0.0", "acme.b 1.0.0", "acme.c 1.0.0");
    assertThat(registry.plugins().problems()).isEmpty();

    chain.remove(0);
    assertThat(ids()).containsExactly("acme.a 1.0.0", "acme.b 1.0.0", "acme.c 1.0.0");
  }

  /** Says nothing when its content changes. */
  private static final class Silent implements PluginFinder {

    private final Map<String, byte[]> jars = new LinkedHashMap<>();
    private int asked;

    @Override
    public Optional<PluginReference> find(String location) {
      asked++;
      return new MemoryFinder("silent", jars).find(location);
    }

    @Override
    public List<PluginReference> findAll() {
      asked++;
      return new MemoryFinder("silent", jars).findAll();
    }

    @Override
    public String description() {
      return "silent";
    }
  }

  @Test
  void aFinderPatchedFromOutsideIsCaughtBeforeItsPluginIsUsed() throws IOException {
    Silent silent = new Silent();
    silent.jars.put("s.jar", bytes("acme.s", "1.0.0", ""));
    chain.add(silent);
    RegisteredPlugin before = registry.plugins().named("acme.s").get(0);

    silent.jars.put("s.jar", bytes("acme.s", "1.0.0", "patched"));
    RegisteredPlugin after = registry.verify(List.of(before)).named("acme.s").get(0);

    assertThat(after).isNotSameAs(before);
    assertThat(registry.verify(List.of(after)).named("acme.s")).containsExactly(after);
  }

  @Test
  void aPluginThatAFinderGivesWithoutSayingSoIsFoundWithTheNextUseOfAnother() throws IOException {
    Silent silent = new Silent();
    chain.add(silent);
    RegisteredPlugin used = registry.plugins().named("acme.a").get(0);

    silent.jars.put("new.jar", bytes("acme.new", "1.0.0", ""));
    assertThat(registry.plugins().named("acme.new")).isEmpty();

    assertThat(registry.verify(List.of(used)).named("acme.new")).hasSize(1);
  }

  @Test
  void invalidatingAFinderComparesItsContentAndLeavesTheOthersAlone() throws IOException {
    Silent silent = new Silent();
    Silent other = new Silent();
    silent.jars.put("s.jar", bytes("acme.s", "1.0.0", ""));
    silent.jars.put("t.jar", bytes("acme.t", "1.0.0", ""));
    chain.addAll(List.of(silent, other));
    RegisteredPlugin same = registry.plugins().named("acme.t").get(0);
    silent.jars.put("s.jar", bytes("acme.s", "2.0.0", ""));
    sets.clear();

    chain.invalidate(silent);

    assertThat(registry.plugins().named("acme.s"))
        .extracting(plugin -> plugin.id().toString())
        .containsExactly("acme.s 2.0.0");
    assertThat(registry.plugins().named("acme.t")).containsExactly(same);
    assertThat(sets).extracting(PluginSetChange::reason).containsExactly("silent was invalidated");
    assertThatThrownBy(() -> chain.invalidate(d))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The finder 'd' is not in the chain of this container. Add it first.");
  }

  @Test
  void whatIsNotThereIsNotAskedForAgainBeforeTheChainChanges() throws IOException {
    Silent silent = new Silent();
    chain.add(silent);
    int asked = silent.asked;

    for (int i = 0; i < 1000; i++) {
      assertThat(registry.plugins().offers("acme.Missing")).isEmpty();
      assertThat(registry.plugins().named("acme.missing")).isEmpty();
      assertThat(registry.plugins().at("missing.jar")).isNull();
    }

    assertThat(silent.asked).isEqualTo(asked);
    silent.jars.put("missing.jar", bytes("acme.missing", "1.0.0", ""));
    chain.move(3, 0);
    assertThat(registry.plugins().named("acme.missing")).hasSize(1);
  }

  @Test
  void changesFromManyThreadsAreAllInForceAndHeardOfInOrder() throws Exception {
    int threads = 4;
    int each = 25;
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> all = new ArrayList<>();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    for (int t = 0; t < threads; t++) {
      List<PluginFinder> own = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        own.add(new MemoryFinder("finder " + t + "." + i, Map.of()));
      }
      Thread thread =
          new Thread(
              () -> {
                try {
                  begin.await();
                  for (int i = 0; i < each; i++) {
                    chain.add(i % 2 == 0 ? 0 : 1, own.get(i));
                    if (i % 5 == 4) {
                      chain.remove(own.get(i));
                    }
                  }
                } catch (InterruptedException | RuntimeException | Error e) {
                  failures.add(e);
                }
              });
      thread.start();
      all.add(thread);
    }
    begin.countDown();
    for (Thread thread : all) {
      thread.join(60_000);
    }

    int steps = threads * (each + each / 5);
    assertThat(failures).isEmpty();
    assertThat(chain).hasSize(3 + threads * (each - each / 5));
    assertThat(chain.generation()).isEqualTo(1 + steps);
    assertThat(changes).hasSize(steps);
    for (int i = 0; i < steps; i++) {
      assertThat(changes.get(i).generation()).isEqualTo(i + 2);
      assertThat(changes.get(i).before())
          .isEqualTo(i == 0 ? List.of(a, b, c) : changes.get(i - 1).after());
    }
    assertThat(registry.set().roots()).hasSize(chain.size());
    assertThat(ids()).containsExactly("acme.a 1.0.0", "acme.b 1.0.0", "acme.c 1.0.0");
  }
}
