package dev.latent.container.testing;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.ComponentDescription;
import dev.latent.container.descriptor.ModuleFacts;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.descriptor.StatedPolicy;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A plugin that exists as a descriptor only. Built fluently, then used as it is. */
public final class FakePlugin implements RegisteredPlugin {

  private final PluginId id;
  private final int order;
  private final List<ServiceOffer> offers = new ArrayList<>();
  private final Map<String, String> headers = new HashMap<>();
  private final List<ComponentDescription> components = new ArrayList<>();
  private PluginKind kind = PluginKind.LAYER;
  private Optional<StatedPolicy> policy = Optional.empty();

  FakePlugin(PluginId id, int order) {
    this.id = id;
    this.order = order;
  }

  public FakePlugin offers(Class<?> type) {
    return offers(type, Map.of());
  }

  public FakePlugin offers(Class<?> type, Map<String, Object> attributes) {
    return offers(type.getName(), attributes, ServiceOffer.Source.MODULE_PROVIDES);
  }

  public FakePlugin offers(
      String type, Map<String, Object> attributes, ServiceOffer.Source source) {
    offers.add(
        new ServiceOffer(
            kind,
            source,
            "module-info",
            List.of(type),
            attributes,
            attributes.get("service.ranking") instanceof Integer ranking ? ranking : 0,
            "singleton",
            Optional.empty(),
            Optional.empty()));
    return this;
  }

  /** Lets a component make what was offered last. */
  public FakePlugin byComponent(String component) {
    ServiceOffer last = offers.remove(offers.size() - 1);
    offers.add(
        new ServiceOffer(
            last.kind(),
            ServiceOffer.Source.COMPONENT_XML,
            "OSGI-INF/" + component + ".xml",
            last.types(),
            last.attributes(),
            last.ranking(),
            last.scope(),
            last.provider(),
            Optional.of(component)));
    return this;
  }

  /** Makes it a bundle; call it before {@link #offers}. */
  public FakePlugin bundle() {
    kind = PluginKind.BUNDLE;
    return this;
  }

  public FakePlugin header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public FakePlugin component(ComponentDescription component) {
    components.add(component);
    return this;
  }

  public FakePlugin states(ActivationPolicy stated, String reason) {
    policy = Optional.of(new StatedPolicy(stated, reason));
    return this;
  }

  public Offer offer(int index) {
    return new FakeOffer(this, index);
  }

  int offerCount() {
    return offers.size();
  }

  @Override
  public PluginId id() {
    return id;
  }

  @Override
  public PluginKind kind() {
    return kind;
  }

  @Override
  public int order() {
    return order;
  }

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        id,
        kind == PluginKind.BUNDLE,
        headers,
        new ModuleFacts(
            id.name(),
            Optional.empty(),
            false,
            false,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            Optional.empty()),
        List.<Capability>of(),
        List.of(),
        offers,
        components,
        policy);
  }

  @Override
  public PluginReference reference() {
    return new PluginReference() {
      @Override
      public String location() {
        return id.name() + ".jar";
      }

      @Override
      public Optional<Path> path() {
        return Optional.empty();
      }

      @Override
      public String contentKey() {
        return id.toString();
      }

      @Override
      public InputStream open() {
        return InputStream.nullInputStream();
      }
    };
  }

  @Override
  public String toString() {
    return id.toString();
  }

  private record FakeOffer(FakePlugin plugin, int index) implements Offer {

    @Override
    public int ranking() {
      return stated().ranking();
    }

    @Override
    public Map<String, Object> attributes() {
      return stated().attributes();
    }

    @Override
    public ServiceOffer stated() {
      return plugin.offers.get(index);
    }
  }
}
