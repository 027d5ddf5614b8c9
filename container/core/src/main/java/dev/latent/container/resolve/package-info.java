/**
 * Third step: what a plugin needs. The closure of one plugin is computed over the index, with what
 * is missing as data, before any framework or layer is asked.
 */
@NullMarked
package dev.latent.container.resolve;

import org.jspecify.annotations.NullMarked;
