package dev.latent.api;

/** How far the code of a plugin was prepared without running any of it, in rising order. */
public enum Warmth {
  /** Only its descriptor is known. */
  COLD,
  /** Its content was found and its key compared. */
  LOCATED,
  /** Its class bytes are in memory. */
  READ,
  /** Its requirements are wired to providers. */
  RESOLVED,
  /** Its classes are defined, none initialised. */
  DEFINED,
  /** Its classes are verified and linked, none initialised. */
  LINKED
}
