/** Starts the workbench lazily and eagerly, in turn, and compares the two. */
@NullMarked
package dev.latent.demo.compare;

import org.jspecify.annotations.NullMarked;
