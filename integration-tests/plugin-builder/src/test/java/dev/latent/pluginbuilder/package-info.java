/** Tests of the plugin builder, on real directories and with the real compiler. */
@NullMarked
package dev.latent.pluginbuilder;

import org.jspecify.annotations.NullMarked;
