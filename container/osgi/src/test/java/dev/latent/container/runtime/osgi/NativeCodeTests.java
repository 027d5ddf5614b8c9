package dev.latent.container.runtime.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.Warmth;
import dev.latent.container.finder.RegisteredPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles with native code: a library of the JDK under another name, which the JVM does load. */
final class NativeCodeTests {

  private static final String LIBRARY = System.mapLibraryName("acmenative");

  @TempDir private Path directory;
  private RuntimeHarness harness;

  @BeforeEach
  void open() {
    harness = new RuntimeHarness(directory.resolve("state"));
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private static TestBundle counting(String name, String words, String stop) {
    return RuntimeHarness.bundle(name, RuntimeHarness.COUNT, "\"" + words + " \" + runs", stop);
  }

  private static TestBundle withNativeCode(String words, String stop) throws IOException {
    return RuntimeHarness.bundle(
            "acme.withnative",
            RuntimeHarness.COUNT + "System.loadLibrary(\"acmenative\");",
            "\"" + words + " \" + runs",
            stop)
        .header("Bundle-NativeCode", "lib/" + LIBRARY)
        .entry("lib/" + LIBRARY, library());
  }

  private static byte[] library() throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    String name = System.mapLibraryName("prefs");
    Path inLib = home.resolve("lib").resolve(name);
    return Files.readAllBytes(Files.exists(inLib) ? inLib : home.resolve("bin").resolve(name));
  }

  @Test
  void loadsALibraryAndKeepsItsDataOverRestartsAndUpdates() throws Exception {
    RegisteredPlugin plugin = harness.plugins.add(withNativeCode("one", "").writeTo(directory));

    assertThat(harness.call(plugin)).isEqualTo("one 1");
    harness.restart();
    assertThat(harness.call(plugin)).isEqualTo("one 2");
    harness.stop(plugin, RuntimeHarness.LIMIT);
    RegisteredPlugin updated =
        harness.plugins.replace(plugin, withNativeCode("two", "").writeTo(directory));
    assertThat(harness.call(updated)).isEqualTo("two 3");
    harness.restart();
    assertThat(harness.call(updated)).isEqualTo("two 4");
  }

  @Test
  void seesAnUpdateMadeWhileNoContainerRan() throws Exception {
    RegisteredPlugin plugin = harness.plugins.add(withNativeCode("one", "").writeTo(directory));
    assertThat(harness.call(plugin)).isEqualTo("one 1");
    harness.runtime().close(RuntimeHarness.LIMIT);
    RegisteredPlugin updated =
        harness.plugins.replace(plugin, withNativeCode("other", "").writeTo(directory));

    harness.restart();

    assertThat(harness.call(updated)).isEqualTo("other 2");
  }

  @Test
  void keepsItsDataWhereNativeCodeComesOrGoes() throws Exception {
    RegisteredPlugin plain =
        harness.plugins.add(counting("acme.withnative", "plain", "").writeTo(directory));
    assertThat(harness.call(plain)).isEqualTo("plain 1");
    harness.stop(plain, RuntimeHarness.LIMIT);
    RegisteredPlugin with =
        harness.plugins.replace(plain, withNativeCode("native", "").writeTo(directory));
    assertThat(harness.call(with)).isEqualTo("native 2");
    harness.stop(with, RuntimeHarness.LIMIT);
    RegisteredPlugin without =
        harness.plugins.replace(with, counting("acme.withnative", "plain", "").writeTo(directory));
    assertThat(harness.call(without)).isEqualTo("plain 3");

    RegisteredPlugin again =
        harness.plugins.replace(without, withNativeCode("again", "").writeTo(directory));
    harness.restart();
    assertThat(harness.call(again)).isEqualTo("again 4");
  }

  @Test
  void keepsItsDataWhereItsStopThrows() throws Exception {
    String throwing = "throw new IllegalStateException(\"untidy\");";
    RegisteredPlugin plugin =
        harness.plugins.add(withNativeCode("one", throwing).writeTo(directory));

    for (int i = 1; i < 4; i++) {
      assertThat(harness.call(plugin)).isEqualTo("one " + i);
      assertThat(harness.stop(plugin, RuntimeHarness.LIMIT)).hasSize(1);
    }
  }

  @Test
  void keepsItsDataWhileItIsAway() throws Exception {
    RegisteredPlugin plugin = harness.plugins.add(withNativeCode("one", "").writeTo(directory));
    RegisteredPlugin other =
        harness.plugins.add(counting("acme.other", "other", "").writeTo(directory));
    assertThat(harness.call(plugin)).isEqualTo("one 1");
    harness.plugins.remove(plugin);
    harness.restart();
    assertThat(harness.call(other)).isEqualTo("other 1");

    RegisteredPlugin back = harness.plugins.add(withNativeCode("back", "").writeTo(directory));
    harness.restart();

    assertThat(harness.call(back)).isEqualTo("back 2");
  }

  @Test
  void loadsItsLibraryAgainOnceItsClassLoaderWasLetGo() throws Exception {
    RegisteredPlugin plugin = harness.plugins.add(withNativeCode("one", "").writeTo(directory));
    assertThat(harness.call(plugin)).isEqualTo("one 1");
    harness.stop(plugin, RuntimeHarness.LIMIT);

    assertThat(harness.runtime().discard(plugin, Warmth.READ)).isEqualTo(Warmth.READ);

    assertThat(harness.call(plugin)).isEqualTo("one 2");
  }

  @Test
  void noJarIsCopiedUnlessItHasNativeCode() throws Exception {
    RegisteredPlugin plain =
        harness.plugins.add(counting("acme.plain", "plain", "").writeTo(directory));
    harness.call(plain);
    assertThat(jars()).isEmpty();

    harness.call(harness.plugins.add(withNativeCode("one", "").writeTo(directory)));

    // Felix finds no library in content that it reads in place.
    assertThat(jars()).hasSize(RuntimeHarness.FRAMEWORK.equals("felix") ? 1 : 0);
  }

  /** The files in the framework's storage that begin as jars do. */
  private List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>();
    for (Path file : harness.stored()) {
      try (InputStream in = Files.newInputStream(file)) {
        if (in.read() == 'P' && in.read() == 'K') {
          jars.add(file);
        }
      }
    }
    return jars;
  }
}
