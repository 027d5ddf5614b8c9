package dev.latent.cli;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginActivator;
import dev.latent.api.PluginId;
import dev.latent.api.PluginVersion;
import dev.latent.api.admin.ActivationStep;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.ServiceSnapshot;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The words that several commands use for the same thing. */
final class Wording {

  private Wording() {}

  /** {@code 1 plugin}, {@code 2 plugins}. */
  static String count(int number, String one) {
    return number
        + " "
        + (number == 1
            ? one
            : one.endsWith("y") ? one.substring(0, one.length() - 1) + "ies" : one + "s");
  }

  /** The last part of a type's name. */
  static String simpleName(String typeName) {
    return typeName.substring(typeName.lastIndexOf('.') + 1);
  }

  /** Name and version without its qualifier, as a list has room for. */
  static String shortId(PluginId id) {
    PluginVersion version = id.version();
    return id.name() + " " + version.major() + "." + version.minor() + "." + version.micro();
  }

  /**
   * What a plugin offers, shortly: {@code Renderer, Exporter}; where it is one service, with the
   * value that tells it from others of its type: {@code Renderer pdf}.
   */
  static String offers(List<ServiceSnapshot> services) {
    Set<String> names = new LinkedHashSet<>();
    for (ServiceSnapshot service : services) {
      for (String type : service.types()) {
        if (!type.equals(PluginActivator.class.getName())) {
          names.add(simpleName(type));
        }
      }
    }
    String all = String.join(", ", names);
    return services.size() == 1 ? all + distinction(services.get(0).attributes()) : all;
  }

  private static String distinction(Map<String, Object> attributes) {
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      String name = attribute.getKey();
      if (attribute.getValue() instanceof String value
          && !name.startsWith("service.")
          && !name.startsWith("component.")
          && !name.startsWith("osgi.")) {
        return " " + value;
      }
    }
    return "";
  }

  /** One lower-case word for a state, a kind or a policy. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Attributes as people write them: {@code format=pdf, service.ranking=5}. */
  static String attributes(Map<String, Object> attributes) {
    StringBuilder text = new StringBuilder();
    attributes.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : ", ").append(name).append('=').append(value(value)));
    return text.toString();
  }

  private static String value(Object value) {
    if (value instanceof Collection<?> many) {
      StringBuilder text = new StringBuilder("[");
      for (Object one : many) {
        text.append(text.length() == 1 ? "" : ", ").append(one);
      }
      return text.append(']').toString();
    }
    if (value != null && value.getClass().isArray()) {
      List<Object> elements = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        elements.add(Array.get(value, i));
      }
      return value(elements);
    }
    return String.valueOf(value);
  }

  /** A cause, or a message with one in it, without the place in this program it came from. */
  static String asked(String text) {
    return OWN_LOOKUP.matcher(text).replaceAll("by the command lookup");
  }

  private static final Pattern OWN_LOOKUP =
      Pattern.compile("by the host at dev\\.latent\\.cli\\.[^\\s(]+\\([^)]*\\)");

  /** Milliseconds with one decimal place below ten. */
  static String millis(long nanos) {
    double millis = nanos / 1e6;
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  /** What all steps of an activation took. */
  static long nanos(PluginSnapshot plugin) {
    long sum = 0;
    for (ActivationStep step : plugin.steps()) {
      sum += step.wallNanos();
    }
    return sum;
  }

  /**
   * The steps of an activation in one line, those of one name together: {@code find 0.1 ms · …}.
   */
  static String steps(PluginSnapshot plugin) {
    Map<String, Long> sums = new LinkedHashMap<>();
    for (ActivationStep step : plugin.steps()) {
      sums.merge(step.name(), step.wallNanos(), Long::sum);
    }
    StringBuilder text = new StringBuilder();
    sums.forEach(
        (name, nanos) ->
            text.append(text.isEmpty() ? "" : " · ")
                .append(name)
                .append(' ')
                .append(millis(nanos)));
    return text.toString();
  }

  /** Wakes on: what would activate a plugin, in a few words, or that it is active. */
  static String wakes(PluginSnapshot plugin) {
    return switch (plugin.state()) {
      case ACTIVE -> "active, " + millis(nanos(plugin));
      case ACTIVATING, STOPPING -> word(plugin.state());
      case FAILED -> "failed, tried again on the next lookup";
      case QUARANTINED -> "in quarantine until released";
      case DISABLED, UNREGISTERED -> word(plugin.state());
      case REGISTERED ->
          switch (plugin.policy()) {
            case MANUAL -> "only when told to";
            case DISABLED -> "never";
            case EAGER -> "at start";
            case AUTO, LAZY, BACKGROUND -> {
              String offers = offers(plugin.services());
              yield plugin.policy() == ActivationPolicy.BACKGROUND
                  ? "in the background" + (offers.isEmpty() ? "" : ", or " + offers)
                  : offers.isEmpty() ? "when others need it" : offers;
            }
          };
    };
  }
}
