/** Finds services over the offers of the plugin set and asks for activation on first use. */
@NullMarked
package dev.latent.container.service;

import org.jspecify.annotations.NullMarked;
