/**
 * What the workbench does, whoever asks for it: documents, actions, runs, and the state of plugins.
 */
@NullMarked
package dev.latent.demo.workbench;

import org.jspecify.annotations.NullMarked;
