/** Drives the page in a real browser. */
@NullMarked
package dev.latent.demo.browser;

import org.jspecify.annotations.NullMarked;
