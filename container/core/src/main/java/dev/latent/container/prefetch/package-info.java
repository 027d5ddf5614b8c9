/** Prepares plugins in the background without running any of their code. */
@NullMarked
package dev.latent.container.prefetch;

import org.jspecify.annotations.NullMarked;
