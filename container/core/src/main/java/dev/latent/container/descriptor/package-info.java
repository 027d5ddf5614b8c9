/**
 * First step of a plugin's path: what is known of it without loading a class. Jar bytes become a
 * {@link dev.latent.container.descriptor.PluginDescriptor}; all descriptors of a plugin set become
 * one index file that later starts read instead of the jars.
 *
 * <p>Manifest headers are split into clauses by the parser of Apache Felix Utils. It knows the
 * grammar and, unlike the parsers of the frameworks and of bnd, has no OSGi type in it, so that a
 * host which runs module layers only needs no OSGi jar; it has four small classes, which are packed
 * into the jar under a name of ours. It knows no escaped quotes and overlooks a quote that is never
 * closed; {@code HeaderParser} makes up for both. The meaning of the clauses, that is the mapping
 * to capabilities and requirements, is here, and tests compare it with what Felix declares for
 * published bundles.
 *
 * <p>Module descriptors are read by the JDK, component XML by the JDK's own parser with document
 * types refused.
 */
@NullMarked
package dev.latent.container.descriptor;

import org.jspecify.annotations.NullMarked;
