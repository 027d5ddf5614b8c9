/**
 * Activates plugins exactly once, answers circles, and says why each is active. Returns a value and
 * knows nothing of services.
 */
@NullMarked
package dev.latent.container.activation;

import org.jspecify.annotations.NullMarked;
