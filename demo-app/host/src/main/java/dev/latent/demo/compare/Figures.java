package dev.latent.demo.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What one start cost, or the medians of several.
 *
 * @param readyMillis from the start of the process until the workbench could answer
 * @param firstMillis from the start of the process until the first conversion was done
 * @param heapKilobytes the heap in use after the first conversion and a collection
 * @param classes all classes loaded after the first conversion
 * @param pluginClassesAtReady classes of plugins loaded when ready
 * @param pluginClasses classes of plugins loaded after the first conversion
 * @param active plugins active after the first conversion
 * @param failed plugins that failed to start
 * @param registered plugins registered
 */
record Figures(
    long readyMillis,
    long firstMillis,
    long heapKilobytes,
    long classes,
    long pluginClassesAtReady,
    long pluginClasses,
    long active,
    long failed,
    long registered) {

  private static final String PREFIX = "figures ";

  /** One line that {@link #parse} reads, for handing them from a child process to its parent. */
  String line() {
    Map<String, Long> map = new LinkedHashMap<>();
    map.put("ready", readyMillis);
    map.put("first", firstMillis);
    map.put("heap", heapKilobytes);
    map.put("classes", classes);
    map.put("pluginClassesAtReady", pluginClassesAtReady);
    map.put("pluginClasses", pluginClasses);
    map.put("active", active);
    map.put("failed", failed);
    map.put("registered", registered);
    StringBuilder line = new StringBuilder(PREFIX);
    map.forEach((name, value) -> line.append(name).append('=').append(value).append(' '));
    return line.toString().strip();
  }

  static boolean isLine(String line) {
    return line.startsWith(PREFIX);
  }

  static Figures parse(String line) {
    Map<String, Long> map = new LinkedHashMap<>();
    for (String pair : line.substring(PREFIX.length()).split(" ", -1)) {
      int equals = pair.indexOf('=');
      map.put(pair.substring(0, equals), Long.valueOf(pair.substring(equals + 1)));
    }
    return new Figures(
        of(map, "ready"),
        of(map, "first"),
        of(map, "heap"),
        of(map, "classes"),
        of(map, "pluginClassesAtReady"),
        of(map, "pluginClasses"),
        of(map, "active"),
        of(map, "failed"),
        of(map, "registered"));
  }

  private static long of(Map<String, Long> map, String name) {
    Long value = map.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The figures lack " + name + ".");
    }
    return value;
  }

  static Figures median(List<Figures> all) {
    return new Figures(
        median(all, Figures::readyMillis),
        median(all, Figures::firstMillis),
        median(all, Figures::heapKilobytes),
        median(all, Figures::classes),
        median(all, Figures::pluginClassesAtReady),
        median(all, Figures::pluginClasses),
        median(all, Figures::active),
        median(all, Figures::failed),
        median(all, Figures::registered));
  }

  private static long median(List<Figures> all, ToLongFunction<Figures> of) {
    List<Long> values = new ArrayList<>();
    for (Figures figures : all) {
      values.add(of.applyAsLong(figures));
    }
    Collections.sort(values);
    int middle = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(middle)
        : (values.get(middle - 1) + values.get(middle)) / 2;
  }
}
