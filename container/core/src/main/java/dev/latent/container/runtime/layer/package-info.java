/** Runs module-layer plugins: one layer and class loader each, found through the index. */
@NullMarked
package dev.latent.container.runtime.layer;

import org.jspecify.annotations.NullMarked;
