package dev.latent.container.finder;

import dev.latent.api.PluginKind;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which kind a plugin runs as: a jar with {@code Bundle-SymbolicName} is a bundle where a
 * framework is available, everything else a layer plugin, and an override by name wins as far as
 * the jar can follow it. Thread-safe; asks for the framework once, and not before it matters.
 */
final class KindChoice {

  private final List<Map.Entry<String, PluginKind>> overrides;
  private final @Nullable BooleanSupplier frameworkAvailable;
  private volatile @Nullable Boolean available;

  /** Makes a choice; null where there is never a framework. */
  KindChoice(
      List<Map.Entry<String, PluginKind>> overrides, @Nullable BooleanSupplier frameworkAvailable) {
    this.overrides = overrides;
    this.frameworkAvailable = frameworkAvailable;
  }

  PluginKind kind(String name, boolean bundle) {
    if (!bundle) {
      return PluginKind.LAYER;
    }
    for (int i = 0; i < overrides.size(); i++) {
      Map.Entry<String, PluginKind> override = overrides.get(i);
      if (matches(override.getKey(), 0, name, 0)) {
        return override.getValue();
      }
    }
    return frameworkAvailable() ? PluginKind.BUNDLE : PluginKind.LAYER;
  }

  private boolean frameworkAvailable() {
    Boolean known = available;
    if (known == null) {
      known = frameworkAvailable != null && frameworkAvailable.getAsBoolean();
      available = known;
    }
    return known;
  }

  /** Whether a pattern, in which {@code *} stands for any text, matches the rest of a name. */
  private static boolean matches(String pattern, int from, String name, int at) {
    int i = from;
    int j = at;
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      if (c == '*') {
        for (int rest = j; rest <= name.length(); rest++) {
          if (matches(pattern, i + 1, name, rest)) {
            return true;
          }
        }
        return false;
      }
      if (j == name.length() || name.charAt(j) != c) {
        return false;
      }
      i++;
      j++;
    }
    return j == name.length();
  }
}
