package dev.latent.container.knowledge;

import dev.latent.api.ActivationPolicy;

/**
 * The activation policy of one plugin that is in force, and why.
 *
 * @param policy the policy, never {@link ActivationPolicy#AUTO}
 * @param source where it comes from
 * @param reason the place and the reason, for people
 */
public record EffectivePolicy(ActivationPolicy policy, SettingSource source, String reason) {

  /**
   * Whether the plugin's services are not offered while it is not active.
   *
   * @return true for {@code manual} and {@code disabled}
   */
  public boolean withdraws() {
    return policy == ActivationPolicy.MANUAL || policy == ActivationPolicy.DISABLED;
  }
}
