/** Builds the plugins of the contract suite: each is a bundle and a module at once. */
@NullMarked
package dev.latent.contract;

import org.jspecify.annotations.NullMarked;
