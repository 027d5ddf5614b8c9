/**
 * Runs bundles in an OSGi framework, Apache Felix or Eclipse Equinox, found by class name when the
 * first bundle is needed. Bundles are installed on demand through OSGi Connect, with headers from
 * the index and content read in place; no jar is copied but those with native code.
 */
@NullMarked
package dev.latent.container.runtime.osgi;

import org.jspecify.annotations.NullMarked;
