/**
 * Builds many small plugins from one source tree, a source directory a plugin, and generates plugin
 * sets of any size for measurements.
 *
 * <p>A plugin directory holds Java sources, an optional {@code plugin.bnd}, and whatever else goes
 * into the jar as it is. {@link dev.latent.pluginbuilder.PluginBuilder} compiles and packages those
 * that changed.
 */
@NullMarked
package dev.latent.pluginbuilder;

import org.jspecify.annotations.NullMarked;
