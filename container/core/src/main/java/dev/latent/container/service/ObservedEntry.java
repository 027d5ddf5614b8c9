package dev.latent.container.service;

import dev.latent.api.PluginId;
import dev.latent.api.ServiceInstance;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.Match;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service that a plugin registered in the registry of its runtime and that nothing announced. */
final class ObservedEntry extends ServiceEntry {

  private final ObservedService service;
  private final PluginId id;

  ObservedEntry(ObservedService service, PluginId host) {
    this.service = service;
    RegisteredPlugin plugin = service.plugin();
    this.id = plugin == null ? host : plugin.id();
  }

  @Override
  @Nullable RegisteredPlugin plugin() {
    return service.plugin();
  }

  @Override
  PluginId pluginId() {
    return id;
  }

  @Override
  List<String> types() {
    return service.types();
  }

  @Override
  Map<String, Object> attributes() {
    return service.attributes();
  }

  @Override
  int ranking() {
    return service.attributes().get("service.ranking") instanceof Integer number ? number : 0;
  }

  @Override
  int group() {
    return UNANNOUNCED;
  }

  @Override
  long order() {
    return service.order();
  }

  @Override
  String scope() {
    return service.attributes().get("service.scope") instanceof String scope ? scope : "singleton";
  }

  @Override
  String source() {
    return "registered by the plugin, announced nowhere";
  }

  @Override
  boolean active() {
    return true;
  }

  @Override
  boolean promised() {
    return false;
  }

  @Override
  Match match(LdapFilter filter) {
    return filter.matches(new StandardAttributes(service.attributes(), this))
        ? Match.TRUE
        : Match.FALSE;
  }

  @Override
  @Nullable Object resolve(ActivationCause cause) {
    Object found = service.get();
    object(found);
    if (gone()) {
      object(null);
    }
    return found;
  }

  @Override
  @Nullable ServiceInstance<Object> instance(ActivationCause cause) {
    touch();
    return service.instance();
  }
}
