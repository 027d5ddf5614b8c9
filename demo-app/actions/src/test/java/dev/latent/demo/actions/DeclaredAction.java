package dev.latent.demo.actions;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * An action as its jar declares it, before any of its code runs.
 *
 * @param jar the plugin
 * @param kind how it is offered
 * @param implementation the class that is named, empty where an activator chooses it
 * @param attributes the attributes of the service, lists as lists, a single value as a text
 */
record DeclaredAction(Path jar, Kind kind, String implementation, Map<String, Object> attributes) {

  /** How a plugin offers its action. */
  enum Kind {
    ACTIVATOR("bundle, activator"),
    COMPONENT("bundle, component"),
    LAYER("module layer");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  String id() {
    return text("action.id");
  }

  String text(String name) {
    return (String) Objects.requireNonNull(attributes.get(name), jar + " lacks " + name);
  }

  List<String> texts(String name) {
    Object value = Objects.requireNonNull(attributes.get(name), jar + " lacks " + name);
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of((String) value);
  }

  boolean isPreferred() {
    return "true".equals(attributes.get("action.preferred"));
  }

  List<String> optionNames() {
    return texts("action.options").stream().map(option -> option.split("\\|", -1)[0]).toList();
  }

  /** The same attributes whatever way they were declared: arrays and collections become lists. */
  static Map<String, Object> comparable(Map<String, ?> attributes) {
    Map<String, Object> comparable = new TreeMap<>();
    attributes.forEach(
        (name, value) -> {
          if (name.startsWith("action.")) {
            Object list =
                value instanceof Object[] array
                    ? List.of(array)
                    : value instanceof Collection<?> values ? List.copyOf(values) : value;
            // As OSGi reads it, a list of one is the same as that one.
            comparable.put(
                name, list instanceof List<?> one && one.size() == 1 ? one.get(0) : list);
          }
        });
    return comparable;
  }
}
