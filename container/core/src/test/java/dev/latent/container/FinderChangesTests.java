package dev.latent.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginState;
import dev.latent.api.ServiceHandle;
import dev.latent.container.testing.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changes of the chain of finders do to a container that is in use. */
class FinderChangesTests {

  @TempDir private Path plugins;
  @TempDir private Path other;
  private final List<String> notices = new CopyOnWriteArrayList<>();

  private PluginContainer container() {
    return PluginContainer.builder()
        .plugins(plugins)
        .framework("none")
        .notices(notices::add)
        .build();
  }

  private static PluginState state(PluginContainer container, String plugin) {
    return container.admin().plugin(plugin).orElseThrow().state();
  }

  @Test
  void aDirectoryThatIsAddedIsInForceAtOnce() throws Exception {
    PluginJar.supplying("acme.late", "late").into(other);
    try (PluginContainer container = container()) {
      assertThat(container.services().find(Supplier.class)).isEmpty();

      container.finders().add(PluginFinders.directory(other));
      assertThat(container.services().require(Supplier.class).get()).isEqualTo("late");

      container.finders().remove(PluginFinders.directory(other));
      assertThat(container.services().find(Supplier.class)).isEmpty();
      assertThat(container.admin().plugins()).isEmpty();
      assertThat(container.finders().history())
          .extracting(change -> change.description())
          .containsExactly(
              "directory " + other + " was added at 1",
              "directory " + other + " was removed from 1");
    }
  }

  @Test
  void aPluginThatAnotherFinderGivesInFrontIsUpdatedAndAHeldHandleFollows() throws Exception {
    PluginJar.supplying("acme.one", "installed").into(plugins);
    PluginJar.supplying("acme.one", "patched").into(other);
    try (PluginContainer container = container()) {
      ServiceHandle<?> handle = container.services().handles(Supplier.class).get(0);
      assertThat(((Supplier<?>) handle.get()).get()).isEqualTo("installed");

      container.finders().add(0, PluginFinders.directory(other));

      assertThat(state(container, "acme.one")).isEqualTo(PluginState.REGISTERED);
      assertThat(((Supplier<?>) handle.get()).get()).isEqualTo("patched");
      assertThat(notices)
          .anySatisfy(
              line -> assertThat(line).startsWith("updated acme.one 0.0.0 to other content"));

      container.finders().move(0, 1);
      assertThat(container.services().require(Supplier.class).get()).isEqualTo("installed");
    }
  }

  @Test
  void aFinderThatGivesTheSameContentDoesNotTouchAnActivePlugin() throws Exception {
    PluginJar.supplying("acme.one", "hello").into(plugins);
    Path jar;
    try (var files = Files.list(plugins)) {
      jar = files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
    Files.copy(jar, other.resolve(jar.getFileName().toString()));
    try (PluginContainer container = container()) {
      Supplier<?> before = container.services().require(Supplier.class);

      container.finders().set(0, PluginFinders.directory(other));

      assertThat(state(container, "acme.one")).isEqualTo(PluginState.ACTIVE);
      assertThat(container.services().require(Supplier.class)).isSameAs(before);
    }
  }
}
