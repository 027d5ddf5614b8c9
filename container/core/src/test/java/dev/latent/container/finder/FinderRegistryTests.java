package dev.latent.container.finder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginKind;
import dev.latent.api.admin.Problem;
import dev.latent.container.descriptor.Namespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FinderRegistryTests {

  @TempDir Path directory;
  private final List<IndexNotice> notices = Collections.synchronizedList(new ArrayList<>());

  private FinderRegistry open() {
    return FinderRegistry.builder()
        .directory(directory)
        .frameworkAvailable(() -> true)
        .contentHolds(Duration.ZERO)
        .notices(notices::add)
        .open();
  }

  private List<IndexNotice.Kind> kinds() {
    return notices.stream().map(IndexNotice::kind).toList();
  }

  private Path jar(String name) {
    return directory.resolve(name);
  }

  @Test
  void theOffersOfAPluginAreItsOwnAmongThoseOfTheType() throws IOException {
    TestJars.offering("acme.one", "1.0.0", "acme.Service", 0).write(jar("one.jar"));
    TestJars.offering("acme.two", "1.0.0", "acme.Service", 7).write(jar("two.jar"));

    try (FinderRegistry registry = open()) {
      PluginSet before = registry.plugins();
      RegisteredPlugin one = before.named("acme.one").get(0);
      Offer ofType = before.offers("acme.Service").get(1);

      assertThat(before.offersOf(one)).containsExactly(ofType);
      assertThat(before.offersOf(one).get(0).attributes()).isEqualTo(ofType.attributes());

      Files.delete(jar("one.jar"));
      assertThat(registry.refresh().offersOf(one)).isEmpty();
    }
  }

  @Test
  void aPluginThatLeavesStillHasItsOffersWhileThatIsTold() throws IOException {
    TestJars.offering("acme.one", "1.0.0", "acme.Service", 0).write(jar("one.jar"));
    List<Offer> left = new ArrayList<>();

    try (FinderRegistry registry = open()) {
      registry.onChange(change -> left.addAll(change.before().offersOf(change.removed().get(0))));
      Files.delete(jar("one.jar"));
      registry.refresh();
    }

    assertThat(left).hasSize(1);
    assertThat(left.get(0).plugin().id().name()).isEqualTo("acme.one");
  }

  @Test
  void aDirectoryOfBundlesCanBeAskedForAllThatItHas() throws IOException {
    TestJars.offering("acme.one", "1.0.0", "acme.Service", 0).write(jar("one.jar"));
    TestJars.offering("acme.two", "2.1.0", "acme.Service", 7)
        .header("Export-Package", "acme.two;version=2.1")
        .write(jar("two.jar"));
    TestJars.bundle("acme.two", "3.0.0").write(jar("two-3.jar"));
    TestJars.bundle("acme.patch", "1.0.0")
        .header("Fragment-Host", "acme.two;bundle-version=2")
        .write(jar("z.jar"));
    Files.writeString(jar("notes.txt"), "nothing");

    try (FinderRegistry registry = open()) {
      PluginSet set = registry.plugins();

      assertThat(set.all())
          .extracting(plugin -> plugin.id().toString())
          .containsExactly(
              "acme.one 1.0.0", "acme.two 3.0.0", "acme.two 2.1.0", "acme.patch 1.0.0");
      assertThat(set.named("acme.two"))
          .extracting(plugin -> plugin.id().version().major())
          .containsExactly(3, 2);
      assertThat(set.offers("acme.Service"))
          .extracting(offer -> offer.attributes().get("maker"))
          .containsExactly("acme.two", "acme.one");
      assertThat(set.offers("acme.Service")).extracting(Offer::ranking).containsExactly(7, 0);
      assertThat(set.offeredTypes()).containsExactly("acme.Service");
      assertThat(set.providers(Namespaces.PACKAGE, "acme.two")).containsExactly(set.at("two.jar"));
      assertThat(set.fragmentsOf("acme.two")).containsExactly(set.at("z.jar"));
      assertThat(set.at("one.jar").kind()).isEqualTo(PluginKind.BUNDLE);
      assertThat(set.at("notes.txt")).isNull();
      assertThat(set.problems()).isEmpty();
    }
  }

  @Test
  void aListenerThatFailsIsReportedAndTheOthersStillHearOfThisAndLaterChanges() throws IOException {
    List<String> heard = new ArrayList<>();
    try (FinderRegistry registry = open()) {
      registry.onChange(
          change -> {
            throw new NoClassDefFoundError("acme/Missing");
          });
      registry.onChange(change -> heard.add(change.added().get(0).id().name()));
      TestJars.bundle("acme.one", "1.0.0").write(jar("one.jar"));
      registry.refresh();
      TestJars.bundle("acme.two", "1.0.0").write(jar("two.jar"));
      registry.refresh();
    }
    assertThat(heard).containsExactly("acme.one", "acme.two");
    assertThat(notices)
        .filteredOn(notice -> notice.kind() == IndexNotice.Kind.LISTENER_FAILED)
        .hasSize(2)
        .contains(
            new IndexNotice(
                IndexNotice.Kind.LISTENER_FAILED,
                "A listener failed on a change of the plugins (refreshed on demand):"
                    + " java.lang.NoClassDefFoundError: acme/Missing"));
  }

  @Test
  void theSecondStartReadsNoPluginAtAll() throws IOException {
    TestJars.offering("acme.one", "1.0.0", "acme.Service", 0).write(jar("one.jar"));
    Files.writeString(jar("broken.jar"), "no zip");
    open().close();
    notices.clear();

    try (FinderRegistry registry =
        FinderRegistry.builder()
            .directory(directory)
            .notices(notices::add)
            .reader(
                reference -> {
                  throw new AssertionError("read " + reference);
                })
            .open()) {

      assertThat(registry.plugins().size()).isEqualTo(1);
      assertThat(registry.plugins().problems())
          .extracting(Problem::location)
          .containsExactly("broken.jar");
      assertThat(notices).isEmpty();
    }
  }

  @Test
  void aChangedJarIsFoundByVerifyAndReadAlone() throws IOException {
    TestJars.bundle("acme.one", "1.0.0").write(jar("one.jar"));
    TestJars.bundle("acme.two", "1.0.0").write(jar("two.jar"));
    try (FinderRegistry registry = open()) {
      PluginSet before = registry.plugins();
      RegisteredPlugin one = before.at("one.jar");
      RegisteredPlugin two = before.at("two.jar");
      List<PluginSetChange> changes = new ArrayList<>();
      registry.onChange(changes::add);

      assertThat(registry.verify(before.all())).isSameAs(before);
      TestJars.bundle("acme.one", "1.1.0").write(jar("one.jar"));
      PluginSet after = registry.verify(before.all());

      assertThat(after.generation()).isEqualTo(2);
      assertThat(after.at("one.jar").id().version().minor()).isEqualTo(1);
      assertThat(after.at("one.jar").order()).isEqualTo(one.order());
      assertThat(after.at("two.jar")).isSameAs(two);
      assertThat(changes).hasSize(1);
      assertThat(changes.get(0).added()).isEmpty();
      assertThat(changes.get(0).removed()).isEmpty();
      assertThat(changes.get(0).replaced())
          .containsExactly(new PluginSetChange.Replacement(one, after.at("one.jar")));
    }
  }

  @Test
  void laterArrivalsAreAppendedAndTheNextStartPutsThemWhereTheyBelong() throws IOException {
    TestJars.bundle("acme.m", "1.0.0").write(jar("m.jar"));
    try (FinderRegistry registry = open()) {
      RegisteredPlugin m = registry.plugins().at("m.jar");
      TestJars.bundle("acme.a", "1.0.0").write(jar("a.jar"));

      assertThat(registry.refresh().all()).containsExactly(m, registry.plugins().at("a.jar"));
      assertThat(registry.awaitSaved(10, TimeUnit.SECONDS)).isTrue();
    }
    notices.clear();
    try (FinderRegistry registry = open()) {
      assertThat(registry.plugins().all())
          .extracting(plugin -> plugin.id().name())
          .containsExactly("acme.a", "acme.m");
      assertThat(kinds()).isEmpty();
    }
  }
}
