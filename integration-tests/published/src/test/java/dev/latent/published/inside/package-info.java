/** The classes of the bundle that looks around in the framework. */
@org.jspecify.annotations.NullMarked
package dev.latent.published.inside;
