package dev.latent.container.descriptor;

import dev.latent.api.ActivationPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the header {@code Latent-Activation: lazy|background|eager|manual;reason="…"}. */
final class StatedPolicies {

  private static final String HEADER = "Latent-Activation";

  private StatedPolicies() {}

  static Optional<StatedPolicy> read(Map<String, String> headers) throws DescriptorFault {
    List<HeaderClause> clauses = HeaderParser.parse(headers, HEADER);
    if (clauses.isEmpty()) {
      return Optional.empty();
    }
    HeaderClause clause = clauses.get(0);
    if (clauses.size() > 1 || clause.paths().size() > 1) {
      throw clause.fault(
          "latent-activation.syntax",
          "It names more than one policy. Keep one; the header was ignored.");
    }
    ActivationPolicy policy;
    try {
      policy = ActivationPolicy.parse(clause.path());
    } catch (IllegalArgumentException e) {
      throw unknown(clause);
    }
    if (policy == ActivationPolicy.AUTO || policy == ActivationPolicy.DISABLED) {
      throw unknown(clause);
    }
    String reason = clause.text("reason");
    if (reason == null) {
      reason = clause.directives().getOrDefault("reason", "");
    }
    return Optional.of(new StatedPolicy(policy, reason));
  }

  private static DescriptorFault unknown(HeaderClause clause) {
    return clause.fault(
        "latent-activation.unknown",
        "A plugin may ask for lazy, background, eager or manual activation, nothing else. The"
            + " header was ignored.");
  }
}
