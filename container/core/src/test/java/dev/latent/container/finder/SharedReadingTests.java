package dev.latent.container.finder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.DescriptorReading;
import dev.latent.container.descriptor.IndexEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many jars are read by several threads while one waits, tells and gives up. */
class SharedReadingTests {

  private static final Duration NEVER = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofMillis(1);

  private final List<Indexing.Item> items = new ArrayList<>();
  private final CountDownLatch allTold = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  private void items(int count) {
    for (int i = 0; i < count; i++) {
      items.add(new Indexing.Item(0, "jar-" + i, null, -1));
    }
  }

  private static IndexEntry entry(Indexing.Item item) {
    return IndexEntry.ignored(0, item.location);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody counted down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // given up
    }
  }

  @Test
  void progressIsToldWhileOneJarIsSlow() {
    items(10);
    List<Integer> told = new CopyOnWriteArrayList<>();

    new SharedReading(
            items,
            item -> {
              if (item.location.equals("jar-0")) {
                await(allTold); // not before all others are told
              }
              return entry(item);
            },
            (item, where) -> entry(item),
            count -> {
              told.add(count);
              if (count == 9) {
                allTold.countDown();
              }
            },
            new SharedReading.Limits(SOON, NEVER))
        .run(2);

    assertThat(told).isSorted().contains(9).doesNotContain(10);
    assertThat(items)
        .allSatisfy(item -> assertThat(item.read().location()).isEqualTo(item.location));
  }

  /** More of them than threads, so that the others would never be read by those. */
  @Test
  void jarsThatNeverEndAreGivenUpAndTheOthersRead() {
    items(6);
    List<String> givenUp = new ArrayList<>();

    new SharedReading(
            items,
            item -> {
              if (item.location.compareTo("jar-3") < 0) {
                await(end);
              }
              return entry(item);
            },
            (item, where) -> {
              givenUp.add(item.location);
              assertThat(where).isNotEmpty();
              return IndexEntry.ignored(0, "instead of " + item.location);
            },
            count -> {},
            new SharedReading.Limits(NEVER, Duration.ofSeconds(1)))
        .run(2);
    end.countDown();

    assertThat(givenUp).containsExactlyInAnyOrder("jar-0", "jar-1", "jar-2");
    assertThat(items.get(0).read().location()).isEqualTo("instead of jar-0");
    assertThat(items.get(5).read().location()).isEqualTo("jar-5");
  }

  @Test
  void anErrorOfReadingReachesTheThreadThatWaits() {
    items(3);

    assertThatThrownBy(
            () ->
                new SharedReading(
                        items,
                        item -> {
                          throw new OutOfMemoryError("no heap");
                        },
                        (item, where) -> entry(item),
                        count -> {},
                        new SharedReading.Limits(NEVER, NEVER))
                    .run(2))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("no heap");
  }

  @Test
  void theFlagOfAnInterruptedThreadIsKeptAndAllIsRead() {
    items(3);
    Thread.currentThread().interrupt();

    new SharedReading(
            items,
            SharedReadingTests::entry,
            (item, where) -> entry(item),
            count -> {},
            new SharedReading.Limits(NEVER, NEVER))
        .run(2);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(items.get(2).read().location()).isEqualTo("jar-2");
  }

  @Test
  void theFirstIndexingShowsProgressAndGivesUpAForeignJarThatNeverEnds() {
    Map<String, byte[]> jars = new LinkedHashMap<>();
    jars.put("slow.jar", new byte[0]);
    jars.put("stuck.jar", new byte[0]);
    PluginFinder finder = new MemoryFinder("acme's store", jars);
    List<String> notices = new ArrayList<>();
    CountDownLatch told = new CountDownLatch(1);
    Indexing indexing =
        new Indexing(
            new FinderRoot[] {new FinderRoot("store", finder)},
            reference -> read(reference, told),
            new Notices(
                notice -> {
                  notices.add(notice.kind() + " " + notice.text());
                  told.countDown();
                }),
            new SharedReading.Limits(SOON, Duration.ofSeconds(1)));
    indexing.list(null, Set.of(), Set.of());

    indexing.read(null);
    end.countDown();

    assertThat(notices.get(0)).isEqualTo("PROGRESS Read the descriptors of 0 of 2 plugins.");
    assertThat(indexing.items()).allSatisfy(item -> assertThat(item.read()).isNotNull());
    assertThat(
            Indexing.tooLong("stuck.jar", "acme's store", Duration.ofSeconds(1), "acme.Store.open"))
        .isEqualTo(
            "Reading 'stuck.jar' of acme's store did not end within 1000 ms and was given up; its"
                + " thread is at acme.Store.open. It is left out until the next look finds it"
                + " changed; the other plugins are not concerned.");
  }

  private DescriptorReading read(PluginReference reference, CountDownLatch told) {
    await(reference.location().equals("stuck.jar") ? end : told);
    return new DescriptorReading(Optional.empty(), List.of());
  }
}
