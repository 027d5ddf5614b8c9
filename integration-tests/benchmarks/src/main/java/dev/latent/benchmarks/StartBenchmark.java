package dev.latent.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures how long a JVM with many plugins takes until it is ready, until the first service
 * worked, and until ten more did, for several systems that hold the same plugins.
 *
 * <p>Each start is a JVM of its own; the rounds are interleaved and begin with another system each
 * time. A first round, which is not counted, installs the plugins and fills caches; a last one
 * weighs heap and classes. A system that fails is left out with a note; one that computes another
 * checksum than the others fails the whole run.
 */
public final class StartBenchmark {

  private final BenchmarkOptions options;

  StartBenchmark(BenchmarkOptions options) {
    this.options = options;
  }

  /**
   * Measures and reports.
   *
   * @param args the options; a wrong one prints all
   * @throws IOException if a file can't be read or written
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    BenchmarkOptions options;
    try {
      options = BenchmarkOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    List<CountResult> results;
    try {
      results = new StartBenchmark(options).run();
    } catch (ChecksumException e) {
      System.err.println(e.getMessage());
      System.exit(1);
      return;
    }
    System.out.println();
    System.out.println(new StartReport(options, Machine.current(), results).write());
  }

  /** Measures at each count. */
  List<CountResult> run() throws IOException, InterruptedException {
    List<CountResult> results = new ArrayList<>();
    for (int count : options.counts()) {
      results.add(run(PreparedPlugins.prepare(options.work(), count)));
    }
    return results;
  }

  private CountResult run(PreparedPlugins plugins) throws IOException, InterruptedException {
    List<SystemResult> systems = options.systems().stream().map(SystemResult::new).toList();
    Checksums checksums = new Checksums();
    for (SystemResult result : systems) {
      child(result, plugins, "prepare", checksums);
    }
    for (int round = 1; round <= options.rounds(); round++) {
      for (int i = 0; i < systems.size(); i++) {
        SystemResult result = systems.get((i + round) % systems.size());
        child(result, plugins, "time", checksums).ifPresent(result::add);
      }
    }
    for (SystemResult result : systems) {
      child(result, plugins, "weigh", checksums).ifPresent(result::weigh);
    }
    return new CountResult(plugins.jars().size(), systems);
  }

  private Optional<ChildRun> child(
      SystemResult result, PreparedPlugins plugins, String task, Checksums checksums)
      throws IOException, InterruptedException {
    if (result.failure().isPresent()) {
      return Optional.empty();
    }
    MeasuredSystem system = result.system();
    String what = plugins.jars().size() + " plugins, " + system + ", " + task + ": ";
    try {
      ChildRun run = ChildRun.run(system, plugins, task, options.limit());
      System.err.println(what + run.line("first").nanos() / 1_000_000 + " ms");
      if (system.works()) {
        checksums.check(system, run);
      }
      return Optional.of(run);
    } catch (ChildFailedException e) {
      result.fail(String.valueOf(e.getMessage()));
      System.err.println(what + e.getMessage());
      return Optional.empty();
    }
  }

  /** Systems did not do the same work, so their times can't be compared. */
  static final class ChecksumException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ChecksumException(String message) {
      super(message);
    }
  }

  /** Holds each run to the first one. */
  static final class Checksums {
    private Optional<MeasuredSystem> pattern = Optional.empty();
    private long first;
    private long ten;

    void check(MeasuredSystem system, ChildRun run) {
      long thisFirst = run.line("first").value();
      long thisTen = run.line("ten").value();
      if (pattern.isEmpty()) {
        pattern = Optional.of(system);
        first = thisFirst;
        ten = thisTen;
      } else if (first != thisFirst || ten != thisTen) {
        throw new ChecksumException(
            system
                + " computed "
                + thisFirst
                + " and "
                + thisTen
                + ", but "
                + pattern.get()
                + " "
                + first
                + " and "
                + ten
                + ". They did not do the same work; nothing is reported.");
      }
    }
  }
}
