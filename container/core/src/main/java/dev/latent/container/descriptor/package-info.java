/**
 * First step of a plugin's path: what is known of it without loading a class. Jar bytes become a
 * {@link dev.latent.container.descriptor.PluginDescriptor}; all descriptors of a plugin set become
 * one index file that later starts read instead of the jars.
 */
@NullMarked
package dev.latent.container.descriptor;

import org.jspecify.annotations.NullMarked;
