/** Tests of the OSGi runtime, run once on each framework. */
@NullMarked
package dev.latent.container.runtime.osgi;

import org.jspecify.annotations.NullMarked;
