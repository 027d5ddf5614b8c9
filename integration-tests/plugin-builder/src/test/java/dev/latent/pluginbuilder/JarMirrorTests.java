package dev.latent.pluginbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarMirrorTests {

  @TempDir Path directory;

  @Test
  void aJarOfAnOlderVersionIsRemoved() throws Exception {
    Path from = jars("from", "library-1.1.jar", "action.jar");
    Path to = jars("to", "library-1.0.jar", "action.jar");
    JarMirror.main(new String[] {"--from", from.toString(), "--to", to.toString()});
    assertThat(names(to)).containsExactly("action.jar", "library-1.1.jar");
    assertThat(to.resolve("action.jar")).hasContent("from action.jar");
  }

  @Test
  void jarsThatAreBuiltThereAndFilesThatAreNoJarsStay() throws Exception {
    Path to = jars("to", "built.jar", "old-1.0.jar", "notes.txt");
    Path library = jars("from", "library-1.1.jar").resolve("library-1.1.jar");
    assertThat(JarMirror.mirror(List.of(library), to, Set.of("built.jar")))
        .containsExactly("old-1.0.jar");
    assertThat(names(to)).containsExactly("built.jar", "library-1.1.jar", "notes.txt");
  }

  @Test
  void whatHasNotChangedIsNotTouched() throws Exception {
    Path library = jars("from", "library-1.1.jar").resolve("library-1.1.jar");
    Path to = directory.resolve("to");
    JarMirror.mirror(List.of(library), to, Set.of());
    FileTime time = Files.getLastModifiedTime(library);
    Files.writeString(to.resolve("library-1.1.jar"), "FROM library-1.1.jar"); // of the same size
    Files.setLastModifiedTime(to.resolve("library-1.1.jar"), time);
    JarMirror.mirror(List.of(library), to, Set.of());
    assertThat(to.resolve("library-1.1.jar")).hasContent("FROM library-1.1.jar");
  }

  @Test
  void aCommandLineThatIsNotUnderstoodIsRefused() {
    assertThatThrownBy(() -> JarMirror.main(new String[] {"--from", "x"}))
        .hasMessage("Usage: --from DIR --to DIR");
  }

  private Path jars(String name, String... files) throws IOException {
    Path made = Files.createDirectories(directory.resolve(name));
    for (String file : files) {
      Files.writeString(made.resolve(file), name + " " + file);
    }
    return made;
  }

  private static List<String> names(Path directory) {
    String[] names = directory.toFile().list();
    return Arrays.stream(names == null ? new String[0] : names).sorted().toList();
  }
}
