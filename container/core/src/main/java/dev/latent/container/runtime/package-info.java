/**
 * How code of a plugin is prepared and run, whatever its kind: {@link
 * dev.latent.container.runtime.PluginRuntime} for one kind of plugin. Module layers are in {@code
 * layer}; OSGi frameworks come from an artefact of their own.
 */
@NullMarked
package dev.latent.container.runtime;

import org.jspecify.annotations.NullMarked;
