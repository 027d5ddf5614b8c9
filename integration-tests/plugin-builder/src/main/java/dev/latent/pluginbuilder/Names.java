package dev.latent.pluginbuilder;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Lists of names in messages. */
final class Names {

  private static final int MOST = 20;

  private Names() {}

  static String sorted(Collection<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }

  /** Those that share something with the wanted name, else the first ones. */
  static String nearest(String wanted, Collection<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String last = wanted.substring(wanted.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
    List<String> parts = List.of(last.split("[.\\-_]", -1));
    List<String> near =
        names.stream()
            .filter(name -> parts.stream().anyMatch(part -> shares(name, part)))
            .distinct()
            .sorted()
            .limit(MOST)
            .toList();
    return near.isEmpty()
        ? String.join(", ", names.stream().distinct().sorted().limit(MOST).toList())
        : String.join(", ", near);
  }

  private static boolean shares(String name, String part) {
    return part.length() > 2 && name.toLowerCase(Locale.ROOT).contains(part);
  }
}
