package dev.latent.api;

/** How a plugin is packaged, and so which runtime activates it. */
public enum PluginKind {
  /** An OSGi bundle: a jar with {@code Bundle-SymbolicName}, activated in an OSGi framework. */
  BUNDLE,
  /** A module-layer plugin: a modular or automatic module, activated in a layer of its own. */
  LAYER
}
