package dev.latent.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to measure.
 *
 * @param counts numbers of plugins
 * @param rounds how often each system starts at each count, besides the round that warms up
 * @param systems what is compared
 * @param work a directory for plugins and state; what an earlier run left there is deleted
 * @param out the JSON file; the Markdown goes beside it
 * @param documentation the page to update, if any
 * @param limit how long one start may take
 */
record BenchmarkOptions(
    List<Integer> counts,
    int rounds,
    List<MeasuredSystem> systems,
    Path work,
    Path out,
    Optional<Path> documentation,
    Duration limit) {

  static final String USAGE =
      "Usage: [--counts 10,100,1000] [--rounds 5] [--systems "
          + MeasuredSystem.names()
          + "] [--work DIR] [--out FILE.json] [--docs FILE.md] [--limit SECONDS]";

  BenchmarkOptions {
    counts = List.copyOf(counts);
    systems = List.copyOf(systems);
  }

  static BenchmarkOptions parse(String... args) {
    List<Integer> counts = List.of(10, 100, 1000);
    int rounds = 5;
    List<MeasuredSystem> systems = List.of(MeasuredSystem.values());
    Path work = Path.of("target", "start");
    @Nullable Path out = null;
    @Nullable Path documentation = null;
    int limit = 60;
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException("Option " + args[i] + " lacks a value. " + USAGE);
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--counts" -> {
          List<Integer> chosen = new ArrayList<>();
          for (String count : value.split(",", -1)) {
            // The middle plugin and another one are looked up.
            chosen.add(number("--counts", count, 2, 99_999));
          }
          counts = chosen;
        }
        case "--rounds" -> rounds = number("--rounds", value, 1, 1_000);
        case "--systems" -> {
          List<MeasuredSystem> chosen = new ArrayList<>();
          for (String name : value.split(",", -1)) {
            chosen.add(MeasuredSystem.named(name));
          }
          systems = chosen;
        }
        case "--work" -> work = Path.of(value);
        case "--out" -> out = Path.of(value);
        case "--docs" -> documentation = Path.of(value);
        case "--limit" -> limit = number("--limit", value, 1, 3_600);
        default -> throw new IllegalArgumentException("Unknown option " + args[i] + ". " + USAGE);
      }
    }
    return new BenchmarkOptions(
        counts,
        rounds,
        systems,
        work.toAbsolutePath(),
        out == null ? work.resolve("start-benchmark.json") : out,
        Optional.ofNullable(documentation),
        Duration.ofSeconds(limit));
  }

  private static int number(String option, String text, int least, int most) {
    int number;
    try {
      number = Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          option + " needs numbers, not '" + text + "'. " + USAGE, e);
    }
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          option + " must be from " + least + " to " + most + ", not " + number + ". " + USAGE);
    }
    return number;
  }
}
