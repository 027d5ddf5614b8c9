/**
 * Plugins in memory, for tests of the workbench alone: states, reasons and failures as a container
 * shows them, in no time and with nothing on disk.
 */
@NullMarked
package dev.latent.demo.standin;

import org.jspecify.annotations.NullMarked;
