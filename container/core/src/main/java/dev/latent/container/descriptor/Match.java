package dev.latent.container.descriptor;

/** What a filter says of attributes that may not all be known. */
public enum Match {
  /** It matches, whatever the unknown attributes turn out to be. */
  TRUE,
  /** It does not match, whatever the unknown attributes turn out to be. */
  FALSE,
  /** It depends on attributes that are not known yet. */
  UNKNOWN;

  static Match of(boolean value) {
    return value ? TRUE : FALSE;
  }

  Match negated() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
