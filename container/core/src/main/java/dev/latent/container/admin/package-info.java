/** One model of what each plugin is, why and since when, for every surface that shows it. */
@NullMarked
package dev.latent.container.admin;

import org.jspecify.annotations.NullMarked;
