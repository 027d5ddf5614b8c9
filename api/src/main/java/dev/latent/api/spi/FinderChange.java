package dev.latent.api.spi;

import java.time.Instant;
import java.util.List;

/**
 * One change of a chain of finders. Immutable.
 *
 * @param generation the generation of the chain since this change; the first chain has 1
 * @param description what was done, for example {@code directory plugins was added at 0}
 * @param before the finders as they were, in order
 * @param after the finders as they are since, in order
 * @param time when it happened
 * @param thread the name of the thread that made it
 */
public record FinderChange(
    long generation,
    String description,
    List<PluginFinder> before,
    List<PluginFinder> after,
    Instant time,
    String thread) {

  /** Makes a change; lists are copied. */
  public FinderChange {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  @Override
  public String toString() {
    return description;
  }
}
