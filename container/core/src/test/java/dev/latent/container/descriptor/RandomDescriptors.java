package dev.latent.container.descriptor;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/** Descriptors that use every field, with odd characters and every type of value. */
final class RandomDescriptors {

  private static final String[] PARTS = {
    "osgi.wiring.package", "acme", "ä", "\u4E2D", "\uD83D\uDE00", "\uD800", "", "1.0", "\n", "a b"
  };

  private final Random random;

  RandomDescriptors(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = below(4); i >= 0; i--) {
      text.append(PARTS[below(PARTS.length)]);
    }
    return text.toString();
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = below(4); i > 0; i--) {
      texts.add(text());
    }
    return texts;
  }

  private Optional<String> maybe() {
    return random.nextBoolean() ? Optional.of(text()) : Optional.empty();
  }

  private PluginVersion version() {
    return new PluginVersion(
        below(300), below(3), below(Integer.MAX_VALUE), random.nextBoolean() ? "" : "q-1");
  }

  private Object value() {
    return switch (below(18)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextDouble();
      case 2 -> version();
      case 3 -> random.nextInt();
      case 4 -> random.nextBoolean();
      case 5 -> random.nextFloat();
      case 6 -> (short) random.nextInt();
      case 7 -> (byte) random.nextInt();
      case 8 -> (char) random.nextInt();
      case 9 -> texts();
      case 10 -> List.of(1L, -5L, Long.MIN_VALUE);
      case 11 -> new String[] {text(), text()};
      case 12 -> new int[] {1, -1, Integer.MIN_VALUE};
      case 13 -> new boolean[] {true, false};
      case 14 -> new Double[] {Double.NaN, -0.0};
      case 15 -> new char[] {'a', '\uFFFF'};
      default -> text();
    };
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = below(5); i > 0; i--) {
      values.put(text(), value());
    }
    return values;
  }

  private Map<String, String> directives() {
    Map<String, String> directives = new LinkedHashMap<>();
    for (int i = below(4); i > 0; i--) {
      directives.put(text(), text());
    }
    return directives;
  }

  private List<ModuleFacts.Exports> exports() {
    List<ModuleFacts.Exports> exports = new ArrayList<>();
    for (int i = below(3); i > 0; i--) {
      exports.add(new ModuleFacts.Exports(text(), texts()));
    }
    return exports;
  }

  private ModuleFacts module() {
    List<ModuleFacts.Requires> requires = new ArrayList<>();
    for (int i = below(3); i > 0; i--) {
      requires.add(
          new ModuleFacts.Requires(
              text(),
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean() ? Optional.of(version()) : Optional.empty()));
    }
    return new ModuleFacts(
        text(),
        maybe(),
        random.nextBoolean(),
        random.nextBoolean(),
        requires,
        exports(),
        exports(),
        texts(),
        List.of(new ModuleFacts.Provides(text(), texts())),
        new TreeSet<>(texts()),
        maybe());
  }

  private ComponentDescription component() {
    return new ComponentDescription(
        text(),
        text(),
        random.nextBoolean(),
        switch (below(3)) {
          case 0 -> Optional.empty();
          case 1 -> Optional.of(true);
          default -> Optional.of(false);
        },
        maybe(),
        text(),
        texts(),
        texts(),
        text(),
        values(),
        values(),
        List.of(
            new ComponentDescription.Reference(
                text(),
                text(),
                "0..n",
                random.nextBoolean(),
                random.nextBoolean(),
                maybe(),
                text())),
        text(),
        text());
  }

  private ServiceOffer offer() {
    ServiceOffer.Source[] sources = ServiceOffer.Source.values();
    return new ServiceOffer(
        random.nextBoolean() ? PluginKind.BUNDLE : PluginKind.LAYER,
        sources[below(sources.length)],
        text(),
        List.of(text(), "acme.Same"),
        values(),
        random.nextInt(),
        text(),
        maybe(),
        maybe());
  }

  PluginDescriptor descriptor(String name) {
    List<Capability> capabilities = new ArrayList<>();
    List<Requirement> requirements = new ArrayList<>();
    List<ServiceOffer> offers = new ArrayList<>();
    List<ComponentDescription> components = new ArrayList<>();
    for (int i = below(4); i > 0; i--) {
      capabilities.add(new Capability(text(), values(), directives()));
      requirements.add(
          new Requirement(text(), random.nextBoolean() ? text() : null, values(), directives()));
      offers.add(offer());
      components.add(component());
    }
    return new PluginDescriptor(
        new PluginId(name, version()),
        random.nextBoolean(),
        directives(),
        module(),
        capabilities,
        requirements,
        offers,
        components,
        random.nextBoolean()
            ? Optional.of(new StatedPolicy(ActivationPolicy.values()[below(6)], text()))
            : Optional.empty());
  }
}
