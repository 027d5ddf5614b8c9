package dev.latent.demo.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts the demo both ways in turn, each time in a fresh process, and prints the medians side by
 * side. A first start of each is not counted: it writes the index and warms the disk cache.
 */
public final class Comparison {

  private static final int SECONDS_PER_START = 180;

  private Comparison() {}

  /**
   * Measures and prints.
   *
   * @param out takes the table
   * @param err takes the progress and what went wrong
   * @param plugins where the plugins are
   * @param rounds how often each way is started
   * @param svg where to draw the figures, or null for nowhere
   * @return the exit code
   * @throws IOException if a process can't be started or the picture can't be written
   * @throws InterruptedException if the thread is interrupted
   */
  public static int run(
      PrintStream out, PrintStream err, Path plugins, int rounds, @Nullable Path svg)
      throws IOException, InterruptedException {
    Path states = Files.createTempDirectory("latent-demo-");
    try {
      return run(out, err, plugins, states, rounds, svg);
    } finally {
      delete(states);
    }
  }

  private static int run(
      PrintStream out, PrintStream err, Path plugins, Path states, int rounds, @Nullable Path svg)
      throws IOException, InterruptedException {
    List<Figures> lazy = new ArrayList<>();
    List<Figures> eager = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      err.println(round == 0 ? "Warming up" : "Round " + round + " of " + rounds);
      Figures oneLazy = start("lazy", plugins, states, err, round == 0);
      Figures oneEager = start("eager", plugins, states, err, round == 0);
      if (oneLazy == null || oneEager == null) {
        return 1;
      }
      if (round > 0) {
        lazy.add(oneLazy);
        eager.add(oneEager);
      }
    }
    ComparisonTable table = new ComparisonTable(Figures.median(lazy), Figures.median(eager));
    out.print(table.text(rounds));
    if (svg != null) {
      Path parent = svg.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(svg, new ComparisonPicture(table).svg());
      err.println("Drew " + svg);
    }
    return 0;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static @Nullable Figures start(
      String way, Path plugins, Path states, PrintStream err, boolean tellsFailures)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(ChildProcess.java());
    command.add("--measure");
    command.add(way);
    command.add("--plugins");
    command.add(plugins.toString());
    command.add("--state"); // one each, so that neither finds what the other has left
    command.add(states.resolve(way).toString());
    Path output = Files.createTempFile("latent-demo-", ".txt");
    try {
      Process process =
          new ProcessBuilder(ChildProcess.withStartTime(command))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(SECONDS_PER_START, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        err.println("The " + way + " start took longer than " + SECONDS_PER_START + " seconds.");
        return null;
      }
      Figures figures = null;
      List<String> rest = new ArrayList<>();
      try (InputStream in = Files.newInputStream(output)) {
        for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
          if (Figures.isLine(line)) {
            figures = Figures.parse(line);
          } else {
            rest.add(line);
          }
        }
      }
      if (figures == null) {
        err.println("The " + way + " start ended with " + process.exitValue() + ":");
      }
      if (figures == null || tellsFailures) {
        rest.forEach(err::println);
      }
      return figures;
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
