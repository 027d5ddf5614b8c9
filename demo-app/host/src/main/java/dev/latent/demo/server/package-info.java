/** The web side of the workbench: a server for one user on this machine, and its page. */
@NullMarked
package dev.latent.demo.server;

import org.jspecify.annotations.NullMarked;
