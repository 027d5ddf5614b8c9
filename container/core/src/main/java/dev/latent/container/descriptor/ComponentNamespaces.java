package dev.latent.container.descriptor;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The XML namespaces of Declarative Services and their order. */
final class ComponentNamespaces {

  static final String NEWEST = "http://www.osgi.org/xmlns/scr/v1.5.0";

  private static final Map<String, String> VERSIONS =
      Map.of(
          "",
          "v1.0.0",
          "http://www.osgi.org/xmlns/scr/v1.0.0",
          "v1.0.0",
          "http://www.osgi.org/xmlns/scr/v1.1.0",
          "v1.1.0",
          "http://felix.apache.org/xmlns/scr/v1.1.0-felix",
          "v1.1.0-felix",
          "http://www.osgi.org/xmlns/scr/v1.2.0",
          "v1.2.0",
          "http://felix.apache.org/xmlns/scr/v1.2.0-felix",
          "v1.2.0-felix",
          "http://www.osgi.org/xmlns/scr/v1.3.0",
          "v1.3.0",
          "http://www.osgi.org/xmlns/scr/v1.4.0",
          "v1.4.0",
          NEWEST,
          "v1.5.0");

  private static final List<String> ORDER =
      List.of(
          "v1.0.0",
          "v1.1.0",
          "v1.1.0-felix",
          "v1.2.0",
          "v1.2.0-felix",
          "v1.3.0",
          "v1.4.0",
          "v1.5.0");

  private ComponentNamespaces() {}

  /** The version that a namespace stands for; null for a namespace of something else. */
  static @Nullable String version(String uri) {
    return VERSIONS.get(uri);
  }

  static boolean atLeast(String version, String wanted) {
    return ORDER.indexOf(version) >= ORDER.indexOf(wanted);
  }
}
