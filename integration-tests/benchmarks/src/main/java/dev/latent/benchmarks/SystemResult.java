package dev.latent.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What is known of one system at one count. Filled by the driver's only thread. */
final class SystemResult {

  /** Times of one start, in nanoseconds since the JVM was started. */
  record Sample(long ready, long first, long ten) {}

  /**
   * What one start weighs.
   *
   * @param heapReady bytes in use after a collection, when ready
   * @param heapFirst the same after the first service worked
   * @param classes loaded until then
   */
  record Weight(long heapReady, long heapFirst, long classes) {}

  /** Median, least and most of some nanoseconds. */
  record Spread(double median, long least, long most) {}

  private final MeasuredSystem system;
  private final List<Sample> samples = new ArrayList<>();
  private @Nullable Weight weight;
  private @Nullable String failure;

  SystemResult(MeasuredSystem system) {
    this.system = system;
  }

  MeasuredSystem system() {
    return system;
  }

  List<Sample> samples() {
    return List.copyOf(samples);
  }

  void add(ChildRun run) {
    samples.add(
        new Sample(run.line("ready").nanos(), run.line("first").nanos(), run.line("ten").nanos()));
  }

  void weigh(ChildRun run) {
    weight =
        new Weight(
            run.line("heap-ready").value(),
            run.line("heap-first").value(),
            run.line("classes").value());
  }

  Optional<Weight> weight() {
    return Optional.ofNullable(weight);
  }

  void fail(String message) {
    failure = message;
  }

  /** Why the system was skipped. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether there is something to report. */
  boolean complete() {
    return failure == null && !samples.isEmpty();
  }

  Spread spread(ToLongFunction<Sample> time) {
    long[] sorted = samples.stream().mapToLong(time).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }
}
