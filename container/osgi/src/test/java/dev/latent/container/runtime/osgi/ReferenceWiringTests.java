package dev.latent.container.runtime.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.RegisteredPlugin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class ReferenceWiringTests {

  private static final int BUNDLES = 300;
  private static final int ORDERS = 20;

  @TempDir private static Path directory;
  private static Path jars;
  private static Map<String, Set<String>> expected;

  @BeforeAll
  static void resolveAllAtOnce() throws Exception {
    jars = directory.resolve("plugins");
    GeneratedGraph.write(jars, BUNDLES, 42);
    try (PlainFramework plain =
        PlainFramework.resolved(jars, directory.resolve("plain"), ReferenceWorld.KIND)) {
      expected = plain.wires();
    }
    assertThat(expected).as("bundles that resolve").hasSizeBetween(BUNDLES / 2, BUNDLES - 1);
  }

  @Test
  void theWiringOverTheIndexIsThatOfAPlainFramework() {
    try (ReferenceWorld world = new ReferenceWorld(jars, directory.resolve("state"))) {
      assertThat(Wires.of(world.plugins(), Objects.requireNonNull(world.reference())))
          .isEqualTo(expected);
    }
  }

  @Test
  void installsOnDemandAreWiredAsInTheReferenceRunInAnyOrderOfLookups() throws Exception {
    List<String> problems = new ArrayList<>();
    for (int order = 0; order < ORDERS; order++) {
      try (ReferenceWorld world =
          new ReferenceWorld(jars, directory.resolve("state"), "state" + order)) {
        List<RegisteredPlugin> lookups = lookups(world, order);
        Set<String> needed = new TreeSet<>();
        for (RegisteredPlugin plugin : lookups) {
          if (expected.containsKey(Wires.id(plugin))) {
            world.lookUp(plugin);
            collect(Wires.id(plugin), needed);
          } else {
            assertThat(world.closure(plugin).resolvable()).as("%s", plugin).isFalse();
          }
        }
        Map<String, Set<String>> found = world.wires();
        found.keySet().removeIf(id -> id.startsWith("dev.latent.catalogue"));
        assertThat(found.keySet()).as("installed in order %s", order).isEqualTo(needed);
        assertThat(world.framework().context().getBundles())
            .filteredOn(bundle -> world.framework().pluginOf(bundle) != null)
            .hasSize(needed.size());
        for (Map.Entry<String, Set<String>> bundle : found.entrySet()) {
          Set<String> wires = withoutAbsentHosts(expected.get(bundle.getKey()), needed);
          if (!bundle.getValue().equals(wires)) {
            problems.add(order + ": " + bundle + " instead of " + wires);
          }
        }
      }
    }

    assertThat(problems).isEmpty();
  }

  /** All in the first order, some in each other. */
  private static List<RegisteredPlugin> lookups(ReferenceWorld world, int order) {
    List<RegisteredPlugin> lookups = new ArrayList<>();
    for (RegisteredPlugin plugin : world.plugins().all()) {
      if (!plugin.descriptor().headers().containsKey("Fragment-Host")) {
        lookups.add(plugin);
      }
    }
    Collections.shuffle(lookups, new Random(order));
    return order == 0 ? lookups : lookups.subList(0, 15);
  }

  /** All bundles that one needs in the reference run. */
  private static void collect(String id, Set<String> needed) {
    if (id.equals("framework") || !needed.add(id)) {
      return;
    }
    for (String wire : expected.get(id)) {
      if (!wire.contains(Namespaces.HOST)) {
        collect(wire.substring(wire.indexOf(" -> ") + 4), needed);
      }
    }
    expected.forEach(
        (fragment, wires) -> {
          for (String wire : wires) {
            if (wire.contains(Namespaces.HOST) && wire.endsWith(" -> " + id)) {
              collect(fragment, needed);
            }
          }
        });
  }

  /** A fragment also has wires to hosts that nobody asked for. */
  private static Set<String> withoutAbsentHosts(Set<String> wires, Set<String> installed) {
    Set<String> kept = new TreeSet<>(wires);
    kept.removeIf(
        wire ->
            wire.contains(Namespaces.HOST)
                && !installed.contains(wire.substring(wire.indexOf(" -> ") + 4)));
    return kept;
  }
}
