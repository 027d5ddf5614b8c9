/**
 * Carries services between the container and an OSGi service registry. Bundles see each service
 * that the container can give out as a placeholder, whose first use activates the plugin behind it;
 * the container sees each service that bundles register.
 *
 * <p>A placeholder stands for one promise of one plugin during one cycle of activation. When the
 * plugin registers what it promised, that registration is bound to the placeholder and hidden from
 * everyone but the plugin itself and the framework, so that consumers see one reference from
 * beginning to end.
 */
@NullMarked
package dev.latent.container.service.osgi;

import org.jspecify.annotations.NullMarked;
