package dev.latent.container.resolve;

import dev.latent.api.PluginVersion;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.VersionRange;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what comes near to something that is missing, for messages. */
final class NearestCandidates {

  private static final int MOST = 20;

  private record Near(int distance, int order, String words) {}

  private NearestCandidates() {}

  /**
   * Finds the nearest candidates.
   *
   * @return first those of the same name, then similar names by the number of letters that differ;
   *     at most 20
   */
  static List<String> of(PluginSet set, Need need) {
    if (need.name().isEmpty()) {
      return List.of();
    }
    Set<String> words = new LinkedHashSet<>();
    Set<RegisteredPlugin> described = new HashSet<>();
    VersionRange range = range(need);
    for (RegisteredPlugin plugin : set.providers(need.namespace(), need.name())) {
      for (Capability capability : plugin.descriptor().capabilities()) {
        if (capability.namespace().equals(need.namespace())
            && need.name().equals(capability.attributes().get(need.namespace()))) {
          words.add(
              describe(plugin, capability, need.namespace())
                  + miss(range, version(plugin, capability, need.namespace())));
          described.add(plugin);
        }
      }
    }
    for (RegisteredPlugin plugin : set.named(need.name())) {
      if (described.add(plugin)) {
        boolean itself = need.namespace().equals(Namespaces.MODULE);
        words.add(plugin.id() + (itself ? miss(range, plugin.id().version()) : ""));
      }
    }
    List<Near> similar = new ArrayList<>();
    for (RegisteredPlugin plugin : set.all()) {
      similarTo(similar, plugin, need);
    }
    similar.sort(Comparator.comparingInt(Near::distance).thenComparingInt(Near::order));
    for (Near near : similar) {
      words.add(near.words());
    }
    List<String> result = new ArrayList<>(words);
    return result.size() > MOST ? result.subList(0, MOST) : result;
  }

  /** The versions that would do; null if any would, or the words for them are not a range. */
  private static @Nullable VersionRange range(Need need) {
    if (need.version().isEmpty()) {
      return null;
    }
    try {
      return VersionRange.parse(need.version());
    } catch (IllegalArgumentException e) {
      return null; // the reader of the descriptor reported it
    }
  }

  private static @Nullable PluginVersion version(
      RegisteredPlugin plugin, Capability capability, String namespace) {
    return switch (namespace) {
      case Namespaces.BUNDLE, Namespaces.HOST, Namespaces.MODULE -> plugin.id().version();
      case Namespaces.PACKAGE ->
          capability.attributes().get("version") instanceof PluginVersion known
              ? known
              : PluginVersion.NONE;
      default -> null;
    };
  }

  /** Says that it is only the version. */
  private static String miss(@Nullable VersionRange range, @Nullable PluginVersion version) {
    if (range == null || version == null || range.includes(version)) {
      return "";
    }
    return version.compareTo(range.floor()) <= 0 ? " (too low)" : " (too high)";
  }

  private static void similarTo(List<Near> similar, RegisteredPlugin plugin, Need need) {
    boolean named =
        need.namespace().equals(Namespaces.BUNDLE)
            || need.namespace().equals(Namespaces.MODULE)
            || need.namespace().equals(Namespaces.HOST);
    if (named) {
      int distance = distance(need.name(), plugin.id().name());
      if (distance > 0) {
        similar.add(new Near(distance, plugin.order(), plugin.id().toString()));
      }
      return;
    }
    for (Capability capability : plugin.descriptor().capabilities()) {
      Object key = capability.attributes().get(need.namespace());
      if (capability.namespace().equals(need.namespace()) && key instanceof String text) {
        int distance = distance(need.name(), text);
        if (distance > 0) {
          String words = describe(plugin, capability, need.namespace());
          similar.add(new Near(distance, plugin.order(), words));
        }
      }
    }
  }

  private static String describe(RegisteredPlugin plugin, Capability capability, String namespace) {
    Object key = capability.attributes().get(namespace);
    return switch (namespace) {
      case Namespaces.BUNDLE, Namespaces.HOST, Namespaces.MODULE -> plugin.id().toString();
      case Namespaces.PACKAGE -> {
        Object version = capability.attributes().get("version");
        yield plugin.id() + " exports " + key + (version == null ? "" : " " + version);
      }
      default -> plugin.id() + " provides " + namespace + " " + key;
    };
  }

  /**
   * How many letters must change to make one name the other, where that is few enough to look like
   * a slip, or one name starts with the other at a dot or dash.
   *
   * @return the distance; 0 if the names are the same or not similar
   */
  static int distance(String wanted, String actual) {
    if (extended(wanted, actual) || extended(actual, wanted)) {
      return Math.abs(wanted.length() - actual.length());
    }
    int most = Math.max(2, wanted.length() / 5);
    if (Math.abs(wanted.length() - actual.length()) > most) {
      return 0;
    }
    int[] before = new int[actual.length() + 1];
    int[] row = new int[actual.length() + 1];
    for (int j = 0; j <= actual.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= wanted.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= actual.length(); j++) {
        int change = wanted.charAt(i - 1) == actual.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], before[j]) + 1, before[j - 1] + change);
      }
      int[] swap = before;
      before = row;
      row = swap;
    }
    int distance = before[actual.length()];
    return distance <= most ? distance : 0;
  }

  private static boolean extended(String shorter, String longer) {
    return longer.length() > shorter.length()
        && longer.startsWith(shorter)
        && ".-_".indexOf(longer.charAt(shorter.length())) >= 0;
  }
}
