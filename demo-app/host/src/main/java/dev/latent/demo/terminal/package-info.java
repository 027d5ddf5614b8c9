/** The terminal side of the workbench. */
@NullMarked
package dev.latent.demo.terminal;

import org.jspecify.annotations.NullMarked;
