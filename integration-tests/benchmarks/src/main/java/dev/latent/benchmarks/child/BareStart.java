package dev.latent.benchmarks.child;

import gen.api.Work;
import java.nio.file.Path;

/** A JVM that does nothing but say the lines: what no system can do without. */
final class BareStart extends StartSequence implements Work {

  private BareStart() {}

  public static void main(String[] args) {
    new BareStart().run(args);
  }

  @Override
  void open(Path plugins, Path state, boolean prepare) {}

  @Override
  Work find(String plugin) {
    return this;
  }

  @Override
  public long run(long seed) {
    return 0;
  }

  @Override
  void close() {}
}
