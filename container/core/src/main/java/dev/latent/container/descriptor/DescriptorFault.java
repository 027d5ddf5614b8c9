package dev.latent.container.descriptor;

import java.util.Objects;

/** One fault in a plugin's content; ends the reading of the part it was found in, not more. */
final class DescriptorFault extends Exception {

  private static final long serialVersionUID = 1L;

  private final String rule;

  DescriptorFault(String rule, String message) {
    super(message, null, false, false);
    this.rule = rule;
  }

  /** The stable id of the rule that was broken. */
  String rule() {
    return rule;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
