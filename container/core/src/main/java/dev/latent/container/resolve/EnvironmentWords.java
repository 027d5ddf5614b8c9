package dev.latent.container.resolve;

import dev.latent.api.PluginVersion;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words about execution environments: which version is needed, and which there is. */
final class EnvironmentWords {

  private static final String VERSION = "(version";

  private EnvironmentWords() {}

  /** The version that a filter asks for, for example {@code 21} or {@code >=1.8}; else empty. */
  static String needed(@Nullable String filter) {
    int at = filter == null ? -1 : filter.indexOf(VERSION);
    if (filter == null || at < 0 || filter.indexOf(VERSION, at + 1) >= 0) {
      return ""; // none, or one of several will do: the filter itself says it best
    }
    String version = filter.substring(at + VERSION.length(), filter.indexOf(')', at)).trim();
    return version.startsWith("=") ? version.substring(1).trim() : version;
  }

  /** What the host has of a name, each with its highest version. */
  static List<String> present(HostCapabilities host, String name) {
    List<String> words = new ArrayList<>();
    List<Capability> found =
        host.find(Namespaces.EXECUTION_ENVIRONMENT, name.isEmpty() ? null : name);
    for (Capability capability : found) {
      PluginVersion highest = null;
      Object versions = capability.attributes().get("version");
      for (Object one : versions instanceof List<?> list ? list : List.of()) {
        if (one instanceof PluginVersion version
            && (highest == null || version.compareTo(highest) > 0)) {
          highest = version;
        }
      }
      Object called = capability.attributes().get(Namespaces.EXECUTION_ENVIRONMENT);
      words.add(called + (highest == null ? "" : " " + highest));
    }
    return words;
  }
}
