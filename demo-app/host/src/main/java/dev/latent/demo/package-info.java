/** A document workbench: a host whose actions are plugins, activated by their first use. */
@NullMarked
package dev.latent.demo;

import org.jspecify.annotations.NullMarked;
