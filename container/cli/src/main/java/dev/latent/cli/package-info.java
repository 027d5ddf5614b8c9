/**
 * The {@code latent} command: looks at directories of plugins, and hosts them. Everything that it
 * shows comes from {@link dev.latent.api.admin.PluginAdmin}, so it tells the same as every other
 * surface.
 */
@NullMarked
package dev.latent.cli;

import org.jspecify.annotations.NullMarked;
