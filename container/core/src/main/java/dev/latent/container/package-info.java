/** The front of the container: {@link dev.latent.container.PluginContainer} and its builder. */
@NullMarked
package dev.latent.container;

import org.jspecify.annotations.NullMarked;
