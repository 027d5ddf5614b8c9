package dev.latent.container.descriptor;

import dev.latent.api.PluginId;
import dev.latent.api.PluginVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The capabilities that a manifest declares or implies, mapped as the OSGi core specification does.
 */
final class BundleCapabilities {

  private BundleCapabilities() {}

  /** All capabilities of a bundle: its own identity, exported packages, provided capabilities. */
  static List<Capability> of(PluginId id, HeaderClause name, Map<String, String> headers)
      throws DescriptorFault {
    List<Capability> capabilities = new ArrayList<>();
    boolean fragment = headers.containsKey("Fragment-Host");
    capabilities.add(identity(id, name, headers, fragment));
    if (!fragment) {
      capabilities.add(named(Namespaces.BUNDLE, id, name));
      if (!"never".equalsIgnoreCase(name.directives().get("fragment-attachment"))) {
        capabilities.add(named(Namespaces.HOST, id, name));
      }
    }
    addExports(capabilities, id, headers);
    addProvided(capabilities, headers);
    return capabilities;
  }

  private static Capability identity(
      PluginId id, HeaderClause name, Map<String, String> headers, boolean fragment) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(Namespaces.IDENTITY, id.name());
    attributes.put("type", fragment ? "osgi.fragment" : "osgi.bundle");
    attributes.put("version", id.version());
    attributes.putAll(name.attributes());
    addText(attributes, "copyright", headers.get("Bundle-Copyright"));
    addText(attributes, "description", headers.get("Bundle-Description"));
    addText(attributes, "documentation", headers.get("Bundle-DocURL"));
    addText(attributes, "license", headers.get("Bundle-License"));
    String singleton = name.directives().get("singleton");
    return new Capability(
        Namespaces.IDENTITY,
        attributes,
        singleton == null ? Map.of() : Map.of("singleton", singleton));
  }

  private static void addText(Map<String, Object> attributes, String key, @Nullable String text) {
    if (text != null) {
      attributes.put(key, text);
    }
  }

  private static Capability named(String namespace, PluginId id, HeaderClause name) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(namespace, id.name());
    attributes.put("bundle-version", id.version());
    attributes.putAll(name.attributes());
    return new Capability(namespace, attributes, name.directives());
  }

  private static void addExports(
      List<Capability> capabilities, PluginId id, Map<String, String> headers)
      throws DescriptorFault {
    for (HeaderClause clause : HeaderParser.parse(headers, "Export-Package")) {
      for (String packageName : clause.paths()) {
        checkExported(clause, packageName);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put(Namespaces.PACKAGE, packageName);
        attributes.put("version", exportedVersion(clause));
        attributes.put("bundle-symbolic-name", id.name());
        attributes.put("bundle-version", id.version());
        for (Map.Entry<String, Object> attribute : clause.attributes().entrySet()) {
          if (!attribute.getKey().equals("specification-version")) {
            attributes.putIfAbsent(attribute.getKey(), attribute.getValue());
          }
        }
        capabilities.add(new Capability(Namespaces.PACKAGE, attributes, clause.directives()));
      }
    }
  }

  private static void checkExported(HeaderClause clause, String packageName)
      throws DescriptorFault {
    if (packageName.startsWith("java.")) {
      throw clause.fault(
          "manifest.export-java",
          "No bundle may export packages that start with 'java.'; they come from the JVM. Remove"
              + " the clause.");
    }
    if (packageName.equals(".")) {
      throw clause.fault(
          "manifest.default-package",
          "'.' is no package, and the default package can't be exported. Remove the clause.");
    }
    for (String reserved : List.of("bundle-symbolic-name", "bundle-version")) {
      if (clause.attributes().containsKey(reserved)) {
        throw clause.fault(
            "manifest.export-attribute",
            "An export must not state '"
                + reserved
                + "'; every export has it from the bundle. Remove the attribute.");
      }
    }
  }

  private static PluginVersion exportedVersion(HeaderClause clause) throws DescriptorFault {
    checkSameVersion(clause);
    PluginVersion version = clause.version("version");
    PluginVersion old = clause.version("specification-version");
    return version != null ? version : Objects.requireNonNullElse(old, PluginVersion.NONE);
  }

  /** The two names that the version of a package has must not say different things. */
  static void checkSameVersion(HeaderClause clause) throws DescriptorFault {
    String version = clause.text("version");
    String old = clause.text("specification-version");
    if (version != null && old != null && !version.trim().equals(old.trim())) {
      throw clause.fault(
          "manifest.version-conflict",
          "It says version " + version + " and specification-version " + old + ". Keep one.");
    }
  }

  private static void addProvided(List<Capability> capabilities, Map<String, String> headers)
      throws DescriptorFault {
    for (HeaderClause clause : HeaderParser.parse(headers, "Provide-Capability")) {
      for (String namespace : clause.paths()) {
        if (namespace.startsWith("osgi.wiring.")
            || namespace.equals(Namespaces.EXECUTION_ENVIRONMENT)
            || namespace.equals(Namespaces.NATIVE)) {
          throw clause.fault(
              "manifest.reserved-namespace",
              "A bundle can't provide '"
                  + namespace
                  + "' in this header. Use Export-Package for packages; execution environments and"
                  + " native code are the framework's to provide.");
        }
        capabilities.add(new Capability(namespace, clause.attributes(), clause.directives()));
      }
    }
  }
}
