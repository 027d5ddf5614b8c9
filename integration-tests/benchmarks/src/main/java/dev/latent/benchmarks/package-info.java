/** The driver: starts child JVMs in rounds, holds their results together and reports. */
@NullMarked
package dev.latent.benchmarks;

import org.jspecify.annotations.NullMarked;
