/** Fourth step: what starting a plugin does, how that is known, and so when it may be activated. */
@NullMarked
package dev.latent.container.knowledge;

import org.jspecify.annotations.NullMarked;
