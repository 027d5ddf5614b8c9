package dev.latent.container.service.osgi;

import dev.latent.container.service.BridgedService;
import java.util.Set;

/**
 * What has to be found out before it is known whether some components register their services.
 * Immutable.
 *
 * @param configurable whether configurations may decide
 * @param framework whether the framework may, as it is not up yet
 * @param toAsk services that may decide, once it is known which properties they really have
 */
record OpenQuestions(boolean configurable, boolean framework, Set<BridgedService> toAsk) {}
