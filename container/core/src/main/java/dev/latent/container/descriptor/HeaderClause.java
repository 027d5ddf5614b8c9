package dev.latent.container.descriptor;

import dev.latent.api.PluginVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One clause of a manifest header: {@code path;path;attribute=value;directive:=value}. Attributes
 * are typed as the header says ({@code name:Long=1}); immutable.
 */
record HeaderClause(
    String header,
    List<String> paths,
    Map<String, Object> attributes,
    Map<String, String> directives) {

  HeaderClause {
    paths = List.copyOf(paths);
    attributes = AttributeMap.copyOf(attributes);
    directives = Map.copyOf(directives);
  }

  /** The first path; every clause has one. */
  String path() {
    return paths.get(0);
  }

  @Nullable String text(String attribute) {
    Object value = attributes.get(attribute);
    return value == null ? null : value.toString();
  }

  /** The range in a version attribute; null where there is none. */
  @Nullable VersionRange range(String attribute) throws DescriptorFault {
    String text = text(attribute);
    if (text == null) {
      return null;
    }
    try {
      return text.isBlank() ? VersionRange.ANY : VersionRange.parse(text);
    } catch (IllegalArgumentException e) {
      throw fault("manifest.version-syntax", e.getMessage());
    }
  }

  /** The version in an attribute; null where there is none. */
  @Nullable PluginVersion version(String attribute) throws DescriptorFault {
    String text = text(attribute);
    if (text == null) {
      return null;
    }
    try {
      return text.isBlank() ? PluginVersion.NONE : PluginVersion.parse(text);
    } catch (IllegalArgumentException e) {
      throw fault("manifest.version-syntax", e.getMessage());
    }
  }

  DescriptorFault fault(String rule, @Nullable String why) {
    return new DescriptorFault(
        rule,
        ManifestReader.ENTRY
            + ", header "
            + header
            + ", clause '"
            + String.join(";", paths)
            + "': "
            + why);
  }

  /** Gives a raw value the type that the header names for it. */
  static Object typed(String type, String raw) {
    if (type.startsWith("List")) {
      String element = "String";
      if (type.length() > 4) {
        if (type.charAt(4) != '<' || !type.endsWith(">")) {
          throw unknownType(type);
        }
        element = type.substring(5, type.length() - 1).trim();
      }
      List<Object> values = new ArrayList<>();
      for (String value : listElements(raw)) {
        values.add(scalar(element, value, type));
      }
      return List.copyOf(values);
    }
    return scalar(type, unescape(raw), type);
  }

  private static Object scalar(String type, String value, String whole) {
    return switch (type) {
      case "String" -> value;
      case "Long" -> Long.valueOf(value.trim());
      case "Double" -> Double.valueOf(value.trim());
      case "Version" -> PluginVersion.parse(value);
      default -> throw unknownType(whole);
    };
  }

  private static IllegalArgumentException unknownType(String type) {
    return new IllegalArgumentException(
        "There is no attribute type '"
            + type
            + "'. Use String, Long, Double, Version, or a List of one of them.");
  }

  /** Splits at commas; a backslash takes the next character as it is. */
  private static List<String> listElements(String raw) {
    List<String> elements = new ArrayList<>();
    StringBuilder element = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\\' && i + 1 < raw.length()) {
        element.append(raw.charAt(++i));
      } else if (c == ',') {
        elements.add(element.toString());
        element.setLength(0);
      } else {
        element.append(c);
      }
    }
    if (!element.isEmpty()) {
      elements.add(element.toString());
    }
    return elements;
  }

  /** Resolves the two escapes that a quoted string may have: of the quote and of the backslash. */
  static String unescape(String raw) {
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\\' && i + 1 < raw.length() && "\\\"".indexOf(raw.charAt(i + 1)) >= 0) {
        c = raw.charAt(++i);
      }
      text.append(c);
    }
    return text.toString();
  }

  /** Puts entries into a map and refuses a second one of the same name. */
  static <V> Map<String, V> noDuplicates(List<Map.Entry<String, V>> entries) {
    Map<String, V> map = new LinkedHashMap<>();
    for (Map.Entry<String, V> entry : entries) {
      if (map.put(entry.getKey(), entry.getValue()) != null) {
        throw new IllegalArgumentException(
            "It has '" + entry.getKey() + "' twice. Keep one of them.");
      }
    }
    return map;
  }
}
