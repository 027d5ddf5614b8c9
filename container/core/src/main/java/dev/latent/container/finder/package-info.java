/**
 * Second step: which plugins there are. Finders are asked in order, the index of their descriptors
 * is kept true to what they answer, and the result is a {@link
 * dev.latent.container.finder.PluginSet} in reference order.
 */
@NullMarked
package dev.latent.container.finder;

import org.jspecify.annotations.NullMarked;
