package dev.latent.container.descriptor;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads whole descriptors. The attributes of offers stand apart, see {@link
 * #writeAttributes}, so that filters can be answered without reading the rest.
 */
final class DescriptorCodec {

  private DescriptorCodec() {}

  /** The number of a kind in files; not its ordinal, which may change. */
  static int number(PluginKind kind) {
    return kind == PluginKind.BUNDLE ? 0 : 1;
  }

  static PluginKind kind(int number) {
    return number == 0 ? PluginKind.BUNDLE : PluginKind.LAYER;
  }

  /** The attributes of each offer as a section of its own, after their number. */
  static void writeAttributes(BlobWriter to, List<ServiceOffer> offers) {
    to.count(offers.size());
    for (ServiceOffer offer : offers) {
      BlobWriter part = new BlobWriter();
      ValueCodec.writeMap(part, offer.attributes());
      to.section(part);
    }
  }

  static Map<String, Object> readAttributes(BlobReader from, int offer) {
    from.count();
    for (int i = 0; i < offer; i++) {
      from.skipSection();
    }
    return ValueCodec.readMap(from.section());
  }

  static void write(BlobWriter to, PluginDescriptor descriptor) {
    to.text(descriptor.id().name());
    ValueCodec.writeVersion(to, descriptor.id().version());
    to.flag(descriptor.bundle());
    ValueCodec.writeMap(to, descriptor.headers());
    writeModule(to, descriptor.module());
    to.count(descriptor.capabilities().size());
    for (Capability capability : descriptor.capabilities()) {
      to.text(capability.namespace());
      ValueCodec.writeMap(to, capability.attributes());
      ValueCodec.writeSorted(to, capability.directives());
    }
    to.count(descriptor.requirements().size());
    for (Requirement requirement : descriptor.requirements()) {
      to.text(requirement.namespace());
      writeOptional(to, requirement.filter());
      ValueCodec.writeMap(to, requirement.attributes());
      ValueCodec.writeSorted(to, requirement.directives());
    }
    to.count(descriptor.offers().size());
    for (ServiceOffer offer : descriptor.offers()) {
      writeOffer(to, offer);
    }
    to.count(descriptor.components().size());
    for (ComponentDescription component : descriptor.components()) {
      writeComponent(to, component);
    }
    StatedPolicy policy = descriptor.policy().orElse(null);
    to.flag(policy != null);
    if (policy != null) {
      to.text(policy.policy().name());
      to.text(policy.reason());
    }
  }

  /**
   * Reads a descriptor.
   *
   * @param from stands where {@link #write} began
   * @param attributes stands where {@link #writeAttributes} began
   */
  static PluginDescriptor read(BlobReader from, BlobReader attributes) {
    String name = from.text();
    PluginId id = new PluginId(name, ValueCodec.readVersion(from));
    boolean bundle = from.flag();
    Map<String, String> headers = readHeaders(from);
    ModuleFacts module = readModule(from);
    int count = from.count();
    List<Capability> capabilities = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String namespace = from.text();
      Map<String, Object> values = ValueCodec.readMap(from);
      capabilities.add(new Capability(namespace, values, ValueCodec.readTexts(from)));
    }
    count = from.count();
    List<Requirement> requirements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String namespace = from.text();
      String filter = readOptional(from);
      Map<String, Object> values = ValueCodec.readMap(from);
      requirements.add(new Requirement(namespace, filter, values, ValueCodec.readTexts(from)));
    }
    count = from.count();
    attributes.count();
    List<ServiceOffer> offers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      offers.add(readOffer(from, ValueCodec.readMap(attributes.section())));
    }
    count = from.count();
    List<ComponentDescription> components = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      components.add(readComponent(from));
    }
    Optional<StatedPolicy> policy = Optional.empty();
    if (from.flag()) {
      ActivationPolicy stated = ActivationPolicy.valueOf(from.text());
      policy = Optional.of(new StatedPolicy(stated, from.text()));
    }
    return new PluginDescriptor(
        id, bundle, headers, module, capabilities, requirements, offers, components, policy);
  }

  private static Map<String, String> readHeaders(BlobReader from) {
    Map<String, Object> values = ValueCodec.readMap(from);
    @SuppressWarnings({"unchecked", "rawtypes"}) // headers were written, so strings are read
    Map<String, String> headers = (Map) values;
    return headers;
  }

  private static void writeModule(BlobWriter to, ModuleFacts module) {
    to.text(module.name());
    writeOptional(to, module.version().orElse(null));
    to.flag(module.automatic());
    to.flag(module.open());
    to.count(module.requires().size());
    for (ModuleFacts.Requires requires : module.requires()) {
      to.text(requires.module());
      to.flag(requires.isStatic());
      to.flag(requires.isTransitive());
      PluginVersion compiled = requires.compiledVersion().orElse(null);
      to.flag(compiled != null);
      if (compiled != null) {
        ValueCodec.writeVersion(to, compiled);
      }
    }
    writeExports(to, module.exports());
    writeExports(to, module.opens());
    to.texts(module.uses());
    to.count(module.provides().size());
    for (ModuleFacts.Provides provides : module.provides()) {
      to.text(provides.service());
      to.texts(provides.providers());
    }
    to.texts(new TreeSet<>(module.packages()));
    writeOptional(to, module.mainClass().orElse(null));
  }

  private static ModuleFacts readModule(BlobReader from) {
    String name = from.text();
    Optional<String> version = Optional.ofNullable(readOptional(from));
    boolean automatic = from.flag();
    boolean open = from.flag();
    int count = from.count();
    List<ModuleFacts.Requires> requires = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String module = from.text();
      boolean isStatic = from.flag();
      boolean isTransitive = from.flag();
      Optional<PluginVersion> compiled =
          from.flag() ? Optional.of(ValueCodec.readVersion(from)) : Optional.empty();
      requires.add(new ModuleFacts.Requires(module, isStatic, isTransitive, compiled));
    }
    List<ModuleFacts.Exports> exports = readExports(from);
    List<ModuleFacts.Exports> opens = readExports(from);
    List<String> uses = List.copyOf(from.texts());
    count = from.count();
    List<ModuleFacts.Provides> provides = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String service = from.text();
      provides.add(new ModuleFacts.Provides(service, List.copyOf(from.texts())));
    }
    Set<String> packages = Set.copyOf(from.texts());
    Optional<String> mainClass = Optional.ofNullable(readOptional(from));
    return new ModuleFacts(
        name,
        version,
        automatic,
        open,
        List.copyOf(requires),
        exports,
        opens,
        uses,
        List.copyOf(provides),
        packages,
        mainClass);
  }

  private static void writeExports(BlobWriter to, List<ModuleFacts.Exports> exports) {
    to.count(exports.size());
    for (ModuleFacts.Exports export : exports) {
      to.text(export.packageName());
      to.texts(export.targets());
    }
  }

  private static List<ModuleFacts.Exports> readExports(BlobReader from) {
    int count = from.count();
    List<ModuleFacts.Exports> exports = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String packageName = from.text();
      exports.add(new ModuleFacts.Exports(packageName, List.copyOf(from.texts())));
    }
    return List.copyOf(exports);
  }

  private static void writeOffer(BlobWriter to, ServiceOffer offer) {
    to.octet(number(offer.kind()));
    to.text(offer.source().name());
    to.text(offer.where());
    to.texts(offer.types());
    to.signed(offer.ranking());
    to.text(offer.scope());
    writeOptional(to, offer.provider().orElse(null));
    writeOptional(to, offer.component().orElse(null));
  }

  private static ServiceOffer readOffer(BlobReader from, Map<String, Object> attributes) {
    PluginKind kind = kind(from.octet());
    ServiceOffer.Source source = ServiceOffer.Source.valueOf(from.text());
    String where = from.text();
    List<String> types = from.texts();
    int ranking = (int) from.signed();
    String scope = from.text();
    Optional<String> provider = Optional.ofNullable(readOptional(from));
    Optional<String> component = Optional.ofNullable(readOptional(from));
    return new ServiceOffer(
        kind, source, where, types, attributes, ranking, scope, provider, component);
  }

  private static void writeComponent(BlobWriter to, ComponentDescription component) {
    to.text(component.name());
    to.text(component.implementation());
    to.flag(component.enabled());
    to.octet(component.immediate().isEmpty() ? 2 : component.immediate().get() ? 1 : 0);
    writeOptional(to, component.factory().orElse(null));
    to.text(component.configurationPolicy());
    to.texts(component.configurationPids());
    to.texts(component.services());
    to.text(component.scope());
    ValueCodec.writeMap(to, component.properties());
    ValueCodec.writeMap(to, component.factoryProperties());
    to.count(component.references().size());
    for (ComponentDescription.Reference reference : component.references()) {
      to.text(reference.name());
      to.text(reference.type());
      to.text(reference.cardinality());
      to.flag(reference.isStatic());
      to.flag(reference.isGreedy());
      writeOptional(to, reference.target().orElse(null));
      to.text(reference.scope());
    }
    to.text(component.namespace());
    to.text(component.where());
  }

  private static ComponentDescription readComponent(BlobReader from) {
    String name = from.text();
    String implementation = from.text();
    boolean enabled = from.flag();
    int immediate = from.octet();
    Optional<String> factory = Optional.ofNullable(readOptional(from));
    String configurationPolicy = from.text();
    List<String> pids = from.texts();
    List<String> services = from.texts();
    String scope = from.text();
    Map<String, Object> properties = ValueCodec.readMap(from);
    Map<String, Object> factoryProperties = ValueCodec.readMap(from);
    int count = from.count();
    List<ComponentDescription.Reference> references = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String referenceName = from.text();
      String type = from.text();
      String cardinality = from.text();
      boolean isStatic = from.flag();
      boolean isGreedy = from.flag();
      Optional<String> target = Optional.ofNullable(readOptional(from));
      references.add(
          new ComponentDescription.Reference(
              referenceName, type, cardinality, isStatic, isGreedy, target, from.text()));
    }
    String namespace = from.text();
    return new ComponentDescription(
        name,
        implementation,
        enabled,
        immediate == 2 ? Optional.empty() : Optional.of(immediate == 1),
        factory,
        configurationPolicy,
        pids,
        services,
        scope,
        properties,
        factoryProperties,
        references,
        namespace,
        from.text());
  }

  static void writeOptional(BlobWriter to, @Nullable String text) {
    to.flag(text != null);
    if (text != null) {
      to.text(text);
    }
  }

  static @Nullable String readOptional(BlobReader from) {
    return from.flag() ? from.text() : null;
  }
}
