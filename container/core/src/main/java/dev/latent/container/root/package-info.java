/** Puts the container together; the only package that knows them all. */
@NullMarked
package dev.latent.container.root;

import org.jspecify.annotations.NullMarked;
