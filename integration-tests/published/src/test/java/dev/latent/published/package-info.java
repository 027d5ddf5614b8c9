/** Published bundles in Latent and in a bare framework, compared. */
@org.jspecify.annotations.NullMarked
package dev.latent.published;
