/** A finder and a runtime in memory, on which the contract suite runs as it does on real ones. */
@NullMarked
package dev.latent.contract.memory;

import org.jspecify.annotations.NullMarked;
