/** Tests of the actions: their descriptors, their wiring, and what they make. */
@NullMarked
package dev.latent.demo.actions;

import org.jspecify.annotations.NullMarked;
