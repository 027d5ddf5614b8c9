/**
 * What a host implements to extend the container: where plugins come from, what changes their
 * classes, who hears of events. Callers of services need nothing of this package.
 */
@NullMarked
package dev.latent.api.spi;

import org.jspecify.annotations.NullMarked;
