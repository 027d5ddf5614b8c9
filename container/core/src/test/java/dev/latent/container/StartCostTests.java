package dev.latent.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start costs, counted in a JVM of its own by the JVM's own log of loaded classes. */
class StartCostTests {

  private static final Path ALLOWED = Path.of("src/test/resources/classes-before-ready.txt");

  @TempDir private Path work;

  /** Runs in the child JVM. */
  static final class Start {
    public static void main(String[] arguments) {
      PluginContainer container =
          PluginContainer.builder().plugins(Path.of(arguments[0])).framework("none").build();
      container.ready();
      System.out.println("READY");
      container.close();
    }
  }

  @Test
  void noMoreOwnClassesAreLoadedBeforeReadyThanAllowed() throws Exception {
    Path plugins = Files.createDirectory(work.resolve("plugins"));
    PluginJar.supplying("acme.one", "hello").into(plugins);
    PluginJar.supplying("acme.two", "hello").into(plugins);
    start(plugins); // makes the index
    List<String> loaded = loadedBeforeReady(start(plugins));

    List<String> own = new ArrayList<>();
    List<String> costly = new ArrayList<>();
    for (String name : loaded) {
      if (name.startsWith("dev.latent.") && !name.contains("StartCostTests")) {
        own.add(name);
      }
      if ((name.startsWith("dev.latent.") && name.contains("$$Lambda"))
          || name.startsWith("java.util.regex.Matcher")
          || name.startsWith("java.util.stream.ReferencePipeline")
          || name.startsWith("java.util.logging.")) {
        costly.add(name);
      }
      assertThat(name).doesNotStartWith("acme.");
    }
    int allowed = Integer.parseInt(Files.readString(ALLOWED).trim());
    assertThat(own)
        .as("own classes before ready; lower the number in %s when there are fewer", ALLOWED)
        .hasSizeBetween(20, allowed);
    assertThat(costly).isEmpty();
  }

  private Path start(Path plugins) throws IOException, InterruptedException {
    Path log = work.resolve("out.txt");
    String path =
        System.getProperty("jdk.module.path", "")
            + java.io.File.pathSeparator
            + System.getProperty("java.class.path")
            + java.io.File.pathSeparator
            + Path.of("target/classes").toAbsolutePath()
            + java.io.File.pathSeparator
            + Path.of("target/test-classes").toAbsolutePath();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout",
                "-Xshare:auto",
                "-cp",
                path,
                Start.class.getName(),
                plugins.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(() -> tail(log)).isZero();
    return log;
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The names in lines such as {@code [0.1s][info][class,load] acme.A source: ...}. */
  private static List<String> loadedBeforeReady(Path log) throws IOException {
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      if (line.equals("READY")) {
        return names;
      }
      int begin = line.lastIndexOf("] ");
      int end = line.indexOf(" source: ");
      if (begin >= 0 && end > begin) {
        names.add(line.substring(begin + 2, end).trim());
      }
    }
    throw new AssertionError("The child JVM was never ready: " + tail(log));
  }
}
