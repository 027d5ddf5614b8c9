/** What an action of the document workbench implements, and what it is given. */
@NullMarked
package dev.latent.demo.api;

import org.jspecify.annotations.NullMarked;
