package dev.latent.api;

import java.util.Locale;

/** When a plugin may be activated. */
public enum ActivationPolicy {
  /** The container decides from what it knows of the plugin, and says why; the default. */
  AUTO,
  /** On the first lookup of one of its services, never before. */
  LAZY,
  /** After the host said that it is ready, in idle time; or on an earlier lookup. */
  BACKGROUND,
  /** When the container starts, in reference order. */
  EAGER,
  /** Only when told to through the admin API; its services are not offered until then. */
  MANUAL,
  /** Never; it offers nothing. */
  DISABLED;

  /**
   * Reads a policy as headers, properties and files write it, in any case.
   *
   * @param text the text, for example {@code lazy}
   * @return the policy
   * @throws IllegalArgumentException if there is no such policy; the message lists them
   */
  public static ActivationPolicy parse(String text) {
    for (ActivationPolicy policy : values()) {
      if (policy.text().equals(text.trim().toLowerCase(Locale.ROOT))) {
        return policy;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is not an activation policy. Use auto, lazy, background, eager, manual or"
            + " disabled.");
  }

  /**
   * The text that headers, properties and files use.
   *
   * @return the name in lower case
   */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
