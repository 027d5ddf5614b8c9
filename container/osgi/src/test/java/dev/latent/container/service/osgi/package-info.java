/** Tests of the service bridge, run once on each framework. */
@NullMarked
package dev.latent.container.service.osgi;

import org.jspecify.annotations.NullMarked;
