package dev.latent.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All systems at one count of plugins.
 *
 * @param plugins how many plugins there were
 * @param systems the results, in the order of the systems
 */
record CountResult(int plugins, List<SystemResult> systems) {

  CountResult {
    systems = List.copyOf(systems);
  }

  /** How long a system takes to its first service, as a multiple of what another takes. */
  OptionalDouble ratio(SystemResult of, Optional<MeasuredSystem> to) {
    Optional<SystemResult> base =
        systems.stream()
            .filter(result -> to.isPresent() && result.system() == to.get())
            .filter(SystemResult::complete)
            .findFirst();
    if (base.isEmpty() || !of.complete()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        of.spread(SystemResult.Sample::first).median()
            / base.get().spread(SystemResult.Sample::first).median());
  }
}
