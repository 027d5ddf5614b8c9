/** What a bundle of ours hands out of the framework; the host exports it. */
@org.jspecify.annotations.NullMarked
package dev.latent.published.probe;
