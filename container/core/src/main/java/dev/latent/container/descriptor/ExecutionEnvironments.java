package dev.latent.container.descriptor;

import dev.latent.api.PluginVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the deprecated header {@code Bundle-RequiredExecutionEnvironment} into a requirement for
 * {@code osgi.ee}, by the rules of the OSGi core specification: {@code J2SE-1.5} and {@code
 * JavaSE-1.6} name version and kind, {@code CDC-1.0/Foundation-1.0} names both twice.
 */
final class ExecutionEnvironments {

  private ExecutionEnvironments() {}

  static void add(List<Requirement> requirements, Map<String, String> headers)
      throws DescriptorFault {
    List<String> filters = new ArrayList<>();
    for (HeaderClause clause : HeaderParser.parse(headers, "Bundle-RequiredExecutionEnvironment")) {
      for (String name : clause.paths()) {
        filters.add(filter(name));
      }
    }
    if (filters.isEmpty()) {
      return;
    }
    String filter = filters.size() == 1 ? filters.get(0) : "(|" + String.join("", filters) + ")";
    requirements.add(
        new Requirement(
            Namespaces.EXECUTION_ENVIRONMENT,
            filter,
            Map.of(
                "Bundle-RequiredExecutionEnvironment",
                headers.get("Bundle-RequiredExecutionEnvironment")),
            Map.of("filter", filter)));
  }

  private record Part(String whole, String name, @Nullable PluginVersion version) {}

  private static String filter(String environment) {
    int slash = environment.indexOf('/');
    Part left = part(slash < 0 ? environment : environment.substring(0, slash));
    Part right = slash < 0 ? null : part(environment.substring(slash + 1));
    String name = left.name();
    PluginVersion version = left.version();
    if (right != null) {
      if (left.version() != null
          && right.version() != null
          && !left.version().equals(right.version())) {
        name = left.whole() + "/" + right.whole();
        version = null;
      } else {
        name = kind(left.name()) + "/" + right.name();
        version = version == null ? right.version() : version;
      }
    }
    String named = "(osgi.ee=" + LdapFilter.escape(kind(name)) + ")";
    return version == null ? named : "(&" + named + "(version=" + version + "))";
  }

  private static String kind(String name) {
    return name.equals("J2SE") ? "JavaSE" : name;
  }

  private static Part part(String text) {
    int dash = text.indexOf('-');
    if (dash > 0) {
      int end = text.indexOf('-', dash + 1);
      try {
        return new Part(
            text,
            text.substring(0, dash),
            PluginVersion.parse(
                end < 0 ? text.substring(dash + 1) : text.substring(dash + 1, end)));
      } catch (IllegalArgumentException e) {
        // no version: the dash belongs to the name
      }
    }
    return new Part(text, text, null);
  }
}
