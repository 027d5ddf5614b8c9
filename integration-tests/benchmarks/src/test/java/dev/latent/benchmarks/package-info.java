@NullMarked
package dev.latent.benchmarks;

import org.jspecify.annotations.NullMarked;
