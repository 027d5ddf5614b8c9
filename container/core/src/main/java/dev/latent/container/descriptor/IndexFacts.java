package dev.latent.container.descriptor;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a descriptor that the tables of an index are made of. Kept as the first section of
 * each blob, so that an index can be made again from an older one without reading descriptors.
 */
record IndexFacts(
    PluginId id,
    boolean bundle,
    boolean module,
    @Nullable String host,
    List<Key> keys,
    List<Offered> offers) {

  /** A capability by namespace and main attribute. */
  record Key(String namespace, String value) {}

  /** What a lookup needs of an offer. */
  record Offered(PluginKind kind, boolean component, int ranking, List<String> types) {

    /** Kind and component in one number. */
    int code() {
      return DescriptorCodec.number(kind) + (component ? IndexFormat.COMPONENT : 0);
    }
  }

  static IndexFacts of(PluginDescriptor descriptor) {
    Set<Key> keys = new LinkedHashSet<>();
    for (Capability capability : descriptor.capabilities()) {
      String namespace = capability.namespace();
      String attribute = namespace.equals(Namespaces.SERVICE) ? "objectClass" : namespace;
      Object value = capability.attributes().get(attribute);
      if (value instanceof List<?> values) {
        for (Object single : values) {
          keys.add(new Key(namespace, single.toString()));
        }
      } else {
        String text = value == null || value.getClass().isArray() ? "" : value.toString();
        keys.add(new Key(namespace, text));
      }
    }
    List<Offered> offers = new ArrayList<>();
    for (ServiceOffer offer : descriptor.offers()) {
      offers.add(
          new Offered(offer.kind(), offer.component().isPresent(), offer.ranking(), offer.types()));
    }
    return new IndexFacts(
        descriptor.id(),
        descriptor.bundle(),
        !descriptor.module().automatic(),
        host(descriptor.headers().get("Fragment-Host")),
        List.copyOf(keys),
        offers);
  }

  private static @Nullable String host(@Nullable String header) {
    if (header == null) {
      return null;
    }
    int semicolon = header.indexOf(';');
    return (semicolon < 0 ? header : header.substring(0, semicolon)).trim();
  }

  boolean statesPolicy() {
    for (Key key : keys) {
      if (key.namespace().equals(Namespaces.ACTIVATION)) {
        return true;
      }
    }
    return false;
  }

  void write(BlobWriter to) {
    to.text(id.name());
    ValueCodec.writeVersion(to, id.version());
    to.flag(bundle);
    to.flag(module);
    DescriptorCodec.writeOptional(to, host);
    to.count(keys.size());
    for (Key key : keys) {
      to.text(key.namespace());
      to.text(key.value());
    }
    to.count(offers.size());
    for (Offered offer : offers) {
      to.octet(offer.code());
      to.signed(offer.ranking());
      to.texts(offer.types());
    }
  }

  static IndexFacts read(BlobReader from) {
    String name = from.text();
    PluginId id = new PluginId(name, ValueCodec.readVersion(from));
    boolean bundle = from.flag();
    boolean module = from.flag();
    String host = DescriptorCodec.readOptional(from);
    int count = from.count();
    List<Key> keys = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String namespace = from.text();
      keys.add(new Key(namespace, from.text()));
    }
    count = from.count();
    List<Offered> offers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int code = from.octet();
      boolean component = (code & IndexFormat.COMPONENT) != 0;
      PluginKind kind = DescriptorCodec.kind(component ? code - IndexFormat.COMPONENT : code);
      int ranking = (int) from.signed();
      offers.add(new Offered(kind, component, ranking, from.texts()));
    }
    return new IndexFacts(id, bundle, module, host, keys, offers);
  }
}
