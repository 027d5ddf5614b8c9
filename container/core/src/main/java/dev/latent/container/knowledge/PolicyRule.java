package dev.latent.container.knowledge;

import dev.latent.api.ActivationPolicy;

/**
 * Sets the policy of all plugins that match a pattern, or of all that don't.
 *
 * @param pattern which plugins
 * @param inverted whether it is about those that do not match
 * @param weight which of two rules of one source counts: the one with the higher weight
 * @param policy the policy
 * @param source where the rule comes from
 * @param reason the place it stands in and what it says
 */
record PolicyRule(
    NamePattern pattern,
    boolean inverted,
    int weight,
    ActivationPolicy policy,
    SettingSource source,
    String reason) {

  boolean matches(String name) {
    return pattern.matches(name) != inverted;
  }
}
