package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acme.api.Greeter;
import acme.api.Renderer;
import dev.latent.container.PluginContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where plugins lie: odd names, links, directories that can't be read or are not there. */
@Tag("files")
class PlacesTests {

  @RegisterExtension final Host host = new Host();

  @ParameterizedTest
  @ValueSource(
      strings = {"with space", "a#b", "%20", "a+b", "plügins", "日本", "a;b", "a,b", "a!b", "[x]"})
  void takesPluginsFromDirectoriesWithOddNames(String name) throws IOException {
    Path directory = Files.createDirectory(host.root().resolve(name));
    Host.copy("twin.library", directory);
    Host.copy("twin.user", directory);
    Path odd = Host.copy("twin.first", directory);
    Files.move(odd, directory.resolve(name + " 1%.jar"));
    PluginContainer container =
        host.start(PluginContainer.builder().plugins(directory).hostPackages(Host.API));

    assertThat(container.services().require(Greeter.class).greet("x")).startsWith("twin.first ");
    assertThat(container.services().require(Renderer.class).render("x")).isEqualTo("1.0.0:x");
    assertThat(Host.snapshot(container, "twin.first").location()).isEqualTo(name + " 1%.jar");
    assertThat(Host.problems(container)).isEmpty();
  }

  @Test
  void needsNoPluginAtAll() {
    PluginContainer container = host.start();
    container.ready();

    assertThat(container.admin().plugins()).isEmpty();
    assertThat(container.services().find(Greeter.class)).isEmpty();
    assertThatThrownBy(() -> container.services().require(Greeter.class))
        .hasMessage(
            "No plugin offers acme.api.Greeter, looked up by the host. Add a plugin that offers it"
                + " to a plugin directory, or check the type.");
    assertThat(container.admin().whyNot("any"))
        .containsExactly(
            "There is no plugin any. There are no plugins at all.",
            "Check the plugin directories, and what is wrong with them in admin().problems().");
    assertThat(Host.problems(container)).isEmpty();
  }

  @Test
  void reportsADirectoryThatIsNotThere() throws IOException {
    Path absent = host.root().resolve("absent");
    Path present = Files.createDirectory(host.root().resolve("present"));
    Host.copy("twin.first", present);
    PluginContainer container =
        host.start(PluginContainer.builder().plugins(present, absent).hostPackages(Host.API));

    assertThat(Host.problems(container)).contains(absent.toString()).contains("not exist");
    assertThat(container.services().require(Greeter.class)).isNotNull();
  }

  @Test
  void followsSymbolicLinksAndEndsInCircles() throws IOException {
    Path elsewhere = Files.createDirectory(host.root().resolve("elsewhere"));
    Path real = Host.copy("twin.first", elsewhere);
    Files.createSymbolicLink(host.directory().resolve("linked.jar"), real);
    Files.createSymbolicLink(host.directory().resolve("loop"), host.directory());
    Files.createSymbolicLink(
        host.directory().resolve("self.jar"), host.directory().resolve("self.jar"));
    Files.createSymbolicLink(
        host.directory().resolve("dangling.jar"), host.root().resolve("nowhere.jar"));
    host.install("twin.second");
    PluginContainer container = host.start();

    assertThat(container.services().require(Greeter.class).greet("x")).startsWith("twin.first ");
    assertThat(container.services().handles(Greeter.class)).hasSize(2);
    assertThat(Host.problems(container)).contains("self.jar").contains("dangling.jar");
  }

  @Test
  void takesThePluginsOfALinkedDirectory() throws IOException {
    host.install("twin.first");
    Path link = Files.createSymbolicLink(host.root().resolve("link"), host.directory());
    PluginContainer container =
        host.start(PluginContainer.builder().plugins(link).hostPackages(Host.API));

    assertThat(container.services().require(Greeter.class)).isNotNull();
    assertThat(Host.problems(container)).isEmpty();
  }

  @Test
  void worksWhereTheDirectoryCanNotBeWritten() throws IOException {
    host.install("twin.first");
    Files.setPosixFilePermissions(host.directory(), PosixFilePermissions.fromString("r-xr-xr-x"));
    Path state = host.root().resolve("state");
    PluginContainer container = host.start(host.builder().stateDirectory(state));

    assertThat(container.services().require(Greeter.class)).isNotNull();
    container.close();
    assertThat(host.directory().resolve(".latent")).doesNotExist();
    assertThat(state).isDirectory();
  }

  @Test
  void takesExplodedDirectories() throws IOException {
    host.install("twin.second");
    explode(Host.copy("twin.first", host.root()), host.directory().resolve("twin.first"));
    PluginContainer container = host.start();

    assertThat(Host.snapshot(container, "twin.first").location()).isEqualTo("twin.first");
    assertThat(container.services().require(Greeter.class).greet("x")).startsWith("twin.first ");
    assertThat(Host.problems(container)).isEmpty();
  }

  private static void explode(Path jar, Path directory) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = directory.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.resolveSibling("x").getParent());
          Files.copy(in, file);
        }
      }
    }
  }

  @Test
  void keepsTheOrderOfDirectories() throws IOException {
    Path second = Files.createDirectory(host.root().resolve("second"));
    Path first = Files.createDirectory(host.root().resolve("first"));
    Host.copy("twin.second", second);
    Host.copy("twin.tie", first);
    PluginContainer container =
        host.start(PluginContainer.builder().plugins(second, first).hostPackages(Host.API));

    assertThat(container.services().handles(Greeter.class))
        .extracting(handle -> handle.plugin().name())
        .containsExactly("twin.second", "twin.tie");
    container.close();
    PluginContainer turned =
        host.start(PluginContainer.builder().plugins(first, second).hostPackages(Host.API));
    assertThat(turned.services().handles(Greeter.class))
        .extracting(handle -> handle.plugin().name())
        .containsExactly("twin.tie", "twin.second");
  }

  @Test
  void whatMayNotBeReadIsAProblemAndTheRestWorks() throws Exception {
    host.install("twin.first", "twin.second");
    Path locked = Files.createDirectory(host.root().resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(
        host.directory().resolve("twin.second.jar"), PosixFilePermissions.fromString("---------"));
    Path closed = Files.createDirectory(host.directory().resolve("twin.exploded"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

    ChildJvm.Result result =
        ChildJvm.of(LockedChild.class)
            .withinPermissions()
            .run(locked.toString(), host.directory().toString());

    assertThat(result.lines())
        .as(result.output())
        .containsOnlyOnce(
            "directory.unreadable: The plugins of directory "
                + locked
                + " can't be listed: it can't be read. Give this user the right to list it.")
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("jar.unreadable: The content can't be read: ")
                    .contains("twin.second.jar"))
        .containsOnlyOnce(
            "directory.closed: The directory 'twin.exploded' of directory "
                + host.directory()
                + " can't be looked into, so nobody knows whether it is a plugin. Give this user"
                + " the right to list it, or move it elsewhere.")
        .contains("twin.first greets");
  }

  /** Looks at two directories, one of which it may not read. */
  static final class LockedChild {

    private LockedChild() {}

    public static void main(String[] args) {
      try (PluginContainer container =
          PluginContainer.builder()
              .plugins(Path.of(args[0]), Path.of(args[1]))
              .stateDirectory(Path.of(args[1]).resolveSibling("state"))
              .hostPackages(Host.API)
              .build()) {
        container
            .admin()
            .problems()
            .forEach(problem -> System.out.println(problem.rule() + ": " + problem.message()));
        String greeting = container.services().require(Greeter.class).greet("x");
        System.out.println(greeting.substring(0, greeting.indexOf(' ')) + " greets");
      }
    }
  }
}
