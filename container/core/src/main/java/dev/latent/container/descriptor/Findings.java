package dev.latent.container.descriptor;

import dev.latent.api.PluginId;
import dev.latent.api.admin.Problem;
import dev.latent.api.admin.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one plugin's content while it is read. Not thread-safe. */
final class Findings {

  private record Finding(String rule, Severity severity, String message) {}

  private final List<Finding> findings = new ArrayList<>();

  void error(String rule, String message) {
    findings.add(new Finding(rule, Severity.ERROR, message));
  }

  void warning(String rule, String message) {
    findings.add(new Finding(rule, Severity.WARNING, message));
  }

  void notice(String rule, String message) {
    findings.add(new Finding(rule, Severity.NOTICE, message));
  }

  void error(DescriptorFault fault) {
    error(fault.rule(), fault.getMessage());
  }

  void warning(DescriptorFault fault) {
    warning(fault.rule(), fault.getMessage());
  }

  List<Problem> problems(String location, @Nullable PluginId plugin) {
    List<Problem> problems = new ArrayList<>(findings.size());
    for (Finding finding : findings) {
      problems.add(
          new Problem(
              finding.rule(),
              finding.severity(),
              location,
              Optional.ofNullable(plugin),
              finding.message()));
    }
    return problems;
  }
}
