package dev.latent.container.service;

import dev.latent.api.PluginId;
import dev.latent.api.ServiceInstance;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.descriptor.AttributeMap;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.Match;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service object that the host, or a plugin while it is active, registered itself. */
final class RegisteredEntry extends ServiceEntry {

  private final @Nullable RegisteredPlugin plugin;
  private final PluginId id;
  private final List<String> types;
  private final long order;
  private volatile Map<String, Object> attributes;
  private volatile @Nullable KeptPromise promise;

  RegisteredEntry(
      @Nullable RegisteredPlugin plugin,
      PluginId id,
      String type,
      Object service,
      Map<String, ?> attributes,
      long order) {
    this.plugin = plugin;
    this.id = id;
    this.types = List.of(type);
    this.attributes = AttributeMap.copyOf(attributes);
    this.order = order;
    object(service);
  }

  /** The promise that it keeps, whose entry then stands for it; null if it stands for itself. */
  @Nullable KeptPromise promise() {
    return promise;
  }

  void promise(@Nullable KeptPromise kept) {
    promise = kept;
  }

  void attributes(Map<String, ?> changed) {
    attributes = AttributeMap.copyOf(changed);
  }

  @Override
  @Nullable RegisteredPlugin plugin() {
    return plugin;
  }

  @Override
  PluginId pluginId() {
    return id;
  }

  @Override
  List<String> types() {
    return types;
  }

  @Override
  Map<String, Object> attributes() {
    return attributes;
  }

  @Override
  int ranking() {
    return attributes.get("service.ranking") instanceof Integer number ? number : 0;
  }

  @Override
  int group() {
    return plugin == null ? HOST : UNANNOUNCED;
  }

  @Override
  long order() {
    return order;
  }

  @Override
  String scope() {
    return "singleton";
  }

  @Override
  String source() {
    return plugin == null ? "registered by the host" : "registered by the plugin";
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
    return filter.matches(new StandardAttributes(attributes, this)) ? Match.TRUE : Match.FALSE;
  }

  @Override
  @Nullable Object resolve(ActivationCause cause) {
    touch();
    return object();
  }

  @Override
  @Nullable ServiceInstance<Object> instance(ActivationCause cause) {
    Object shared = object();
    return shared == null ? null : new SharedInstance(shared);
  }
}
