package dev.latent.container.runtime.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.finder.RegisteredPlugin;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bundle leaves behind when it stops. */
final class BundleStopTests {

  private static final String KEPT = "acme.leaves.kept";

  @TempDir private Path directory;
  private RuntimeHarness harness;

  @BeforeEach
  void open() {
    harness = new RuntimeHarness(directory.resolve("state"));
  }

  @AfterEach
  void close() throws Exception {
    if (System.getProperties().remove(KEPT) instanceof Closeable kept) {
      kept.close();
    }
    harness.close();
  }

  private List<String> leftBy(String start, String stop) throws Exception {
    RegisteredPlugin plugin =
        harness.plugins.add(
            RuntimeHarness.bundle("acme.leaves", start, "\"\"", stop)
                .entry("note.txt", "text")
                .writeTo(directory));
    harness.call(plugin);
    return harness.stop(plugin, RuntimeHarness.LIMIT);
  }

  private static String keep(String what) {
    return "System.getProperties().put(\"" + KEPT + "\", " + what + ");";
  }

  private static final String RELEASE =
      "((java.io.Closeable) System.getProperties().get(\"" + KEPT + "\")).close();";

  @Test
  void reportsAFileThatItLeftOpenInItsDataArea() throws Exception {
    String open = keep("new java.io.FileOutputStream(context.getDataFile(\"log.txt\"))");

    assertThat(leftBy(open, ""))
        .singleElement()
        .asString()
        .startsWith("Plugin acme.leaves 1.0.0 left file ")
        .endsWith("log.txt open. Close it when the plugin stops.");
  }

  @Test
  void reportsAnEntryOfItsOwnThatItLeftOpen() throws Exception {
    String open = keep("Start.class.getResourceAsStream(\"/note.txt\")");

    assertThat(leftBy(open, ""))
        .containsExactly(
            "Plugin acme.leaves 1.0.0 left a stream of its entry note.txt open. Close it when the"
                + " plugin stops.");
  }

  @Test
  void hasNothingToSayOfWhatIsClosed() throws Exception {
    String file = keep("new java.io.FileOutputStream(context.getDataFile(\"log.txt\"))");
    String entry =
        """
        try (java.io.InputStream in = Start.class.getResourceAsStream("/note.txt")) {
          in.readAllBytes();
        }
        """;

    assertThat(leftBy(file + entry, RELEASE)).isEmpty();
  }
}
