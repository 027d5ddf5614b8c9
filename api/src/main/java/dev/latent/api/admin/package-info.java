/**
 * What an operator sees and may do: immutable snapshots of plugins, services and problems. Taking
 * one loads no class of a plugin and activates nothing.
 */
@NullMarked
package dev.latent.api.admin;

import org.jspecify.annotations.NullMarked;
