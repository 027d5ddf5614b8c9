/** Tests of whole containers with an OSGi framework, run once on each. */
@NullMarked
package dev.latent.container.osgi;

import org.jspecify.annotations.NullMarked;
