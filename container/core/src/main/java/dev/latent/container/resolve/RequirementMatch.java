package dev.latent.container.resolve;

import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.Requirement;
import org.jspecify.annotations.Nullable;

/**
 * Tells which capabilities fulfil a requirement: same namespace, filter matched, and all attributes
 * named that the one who has it calls mandatory. Immutable and thread-safe.
 */
public final class RequirementMatch {

  private final String namespace;
  private final @Nullable LdapFilter filter;

  /** Nothing matches a filter that can't be read; the reader of the descriptor reported it. */
  private final boolean broken;

  /**
   * Makes the match of a requirement.
   *
   * @param requirement the requirement
   */
  public RequirementMatch(Requirement requirement) {
    this.namespace = requirement.namespace();
    LdapFilter read = null;
    boolean unreadable = false;
    if (requirement.filter() != null) {
      try {
        read = LdapFilter.parse(requirement.filter());
      } catch (IllegalArgumentException e) {
        unreadable = true;
      }
    }
    this.filter = read;
    this.broken = unreadable;
  }

  /**
   * The one value that the attribute named like the namespace must have.
   *
   * @return the value; null if the requirement fixes none
   */
  public @Nullable String key() {
    return filter == null ? null : filter.requiredText(namespace).orElse(null);
  }

  /**
   * Whether a capability fulfils the requirement.
   *
   * @param capability any capability
   * @return true if it does
   */
  public boolean matches(Capability capability) {
    return !broken
        && capability.namespace().equals(namespace)
        && (filter == null || filter.matches(capability.attributes()))
        && mandatoryMentioned(capability);
  }

  /** Attributes that an exporter calls mandatory must be named by the importer. */
  private boolean mandatoryMentioned(Capability capability) {
    String mandatory = capability.directives().get("mandatory");
    if (mandatory != null && namespace.startsWith("osgi.wiring.")) {
      for (String name : mandatory.split(",", -1)) {
        if (!name.isBlank() && !mentions(name.trim())) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean mentions(String attribute) {
    if (filter != null) {
      for (String name : filter.attributeNames()) {
        if (name.equalsIgnoreCase(attribute)) {
          return true;
        }
      }
    }
    return false;
  }
}
