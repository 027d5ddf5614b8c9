/**
 * The service-lookup API: what a host calls and what a plugin author may implement.
 *
 * <p>Start with {@link dev.latent.api.PluginServices}: it finds services by type and LDAP filter
 * and activates the plugin that offers them on first use, never before. Types here are interfaces,
 * immutable values and exceptions; nothing in this package loads a class of a plugin by itself.
 */
@NullMarked
package dev.latent.api;

import org.jspecify.annotations.NullMarked;
