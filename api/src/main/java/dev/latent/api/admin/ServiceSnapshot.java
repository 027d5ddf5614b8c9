package dev.latent.api.admin;

import dev.latent.api.PluginId;
import java.util.List;
import java.util.Map;

/**
 * One service that is offered.
 *
 * @param types the service types, fully qualified names
 * @param plugin who offers it
 * @param ranking its {@code service.ranking}
 * @param attributes its attributes
 * @param source where it is known from, for example {@code component XML OSGI-INF/pdf.xml}
 * @param active whether its plugin is active
 */
public record ServiceSnapshot(
    List<String> types,
    PluginId plugin,
    int ranking,
    Map<String, Object> attributes,
    String source,
    boolean active) {}
