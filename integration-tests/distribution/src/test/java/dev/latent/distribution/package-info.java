/** The launcher and the distribution, run from a shell. */
@org.jspecify.annotations.NullMarked
package dev.latent.distribution;
