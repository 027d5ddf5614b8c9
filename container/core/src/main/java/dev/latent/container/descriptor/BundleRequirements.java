package dev.latent.container.descriptor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The requirements that a manifest declares or implies, mapped as the OSGi core specification does.
 */
final class BundleRequirements {

  private static final String FILTER = "filter";
  private static final String RESOLUTION = "resolution";

  private BundleRequirements() {}

  /** All requirements of a bundle. */
  static List<Requirement> of(Map<String, String> headers) throws DescriptorFault {
    List<Requirement> requirements = new ArrayList<>();
    addHost(requirements, headers);
    addImports(requirements, headers);
    addBundles(requirements, headers);
    addCapabilities(requirements, headers);
    addDynamicImports(requirements, headers);
    ExecutionEnvironments.add(requirements, headers);
    NativeCode.add(requirements, headers);
    return requirements;
  }

  private static void addHost(List<Requirement> requirements, Map<String, String> headers)
      throws DescriptorFault {
    List<HeaderClause> clauses = HeaderParser.parse(headers, "Fragment-Host");
    if (clauses.isEmpty()) {
      return;
    }
    HeaderClause host = clauses.get(0);
    if (clauses.size() > 1 || host.paths().size() > 1) {
      throw host.fault(
          "manifest.fragment-hosts", "A fragment has one host; this names more. Keep one.");
    }
    requirements.add(named(Namespaces.HOST, host, host.path(), "bundle-version"));
  }

  /** Imports alone, which also tell what an automatic module depends on. */
  static void addImports(List<Requirement> requirements, Map<String, String> headers)
      throws DescriptorFault {
    Set<String> seen = new HashSet<>();
    for (HeaderClause clause : HeaderParser.parse(headers, "Import-Package")) {
      for (String packageName : clause.paths()) {
        if (packageName.equals(".")) {
          throw clause.fault(
              "manifest.default-package",
              "'.' is no package, and the default package can't be imported. Remove the clause.");
        }
        if (!seen.add(packageName)) {
          throw clause.fault(
              "manifest.duplicate-import",
              "Package "
                  + packageName
                  + " is imported twice, and no framework installs such a bundle. Keep one.");
        }
        requirements.add(imported(clause, packageName));
      }
    }
  }

  private static Requirement imported(HeaderClause clause, String packageName)
      throws DescriptorFault {
    BundleCapabilities.checkSameVersion(clause);
    return named(Namespaces.PACKAGE, clause, packageName, "version");
  }

  private static void addDynamicImports(List<Requirement> requirements, Map<String, String> headers)
      throws DescriptorFault {
    addDynamicImports(requirements, HeaderParser.parse(headers, DynamicImportReader.HEADER));
  }

  /** Dynamic imports alone, wherever their clauses come from. */
  static void addDynamicImports(List<Requirement> requirements, List<HeaderClause> clauses)
      throws DescriptorFault {
    for (HeaderClause clause : clauses) {
      for (String pattern : clause.paths()) {
        if (pattern.endsWith("*") && !pattern.equals("*") && !pattern.endsWith(".*")) {
          throw clause.fault(
              "manifest.dynamic-import",
              "'"
                  + pattern
                  + "' stops in the middle of a package name. Write a package, a package with .* at"
                  + " its end, or *.");
        }
        BundleCapabilities.checkSameVersion(clause);
        Requirement plain = named(Namespaces.PACKAGE, clause, pattern, "version");
        Map<String, String> directives = new LinkedHashMap<>(plain.directives());
        directives.put(RESOLUTION, "dynamic");
        requirements.add(
            new Requirement(Namespaces.PACKAGE, plain.filter(), plain.attributes(), directives));
      }
    }
  }

  private static void addBundles(List<Requirement> requirements, Map<String, String> headers)
      throws DescriptorFault {
    for (HeaderClause clause : HeaderParser.parse(headers, "Require-Bundle")) {
      for (String bundle : clause.paths()) {
        requirements.add(named(Namespaces.BUNDLE, clause, bundle, "bundle-version"));
      }
    }
  }

  private static void addCapabilities(List<Requirement> requirements, Map<String, String> headers)
      throws DescriptorFault {
    for (HeaderClause clause : HeaderParser.parse(headers, "Require-Capability")) {
      String filter = clause.directives().get(FILTER);
      if (filter != null) {
        try {
          LdapFilter.parse(filter);
        } catch (IllegalArgumentException e) {
          throw clause.fault("manifest.filter-syntax", e.getMessage());
        }
      }
      for (String namespace : clause.paths()) {
        if (namespace.startsWith("osgi.wiring.")) {
          throw clause.fault(
              "manifest.reserved-namespace",
              "A bundle can't require '"
                  + namespace
                  + "' in this header. Use Import-Package, Require-Bundle or Fragment-Host.");
        }
        requirements.add(
            new Requirement(namespace, filter, clause.attributes(), clause.directives()));
      }
    }
  }

  /**
   * A requirement for something with a name. Version attributes become comparisons, all other
   * attributes must be equal; a name with {@code *} is matched as a pattern of package names, so
   * that {@code a.*} does not match {@code a}.
   */
  private static Requirement named(
      String namespace, HeaderClause clause, String name, String versionAttribute)
      throws DescriptorFault {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(namespace, name);
    StringBuilder terms = new StringBuilder();
    int count = 1;
    terms.append('(').append(namespace).append('=').append(pattern(name)).append(')');
    for (Map.Entry<String, Object> attribute : clause.attributes().entrySet()) {
      String key = attribute.getKey();
      String target = key.equals("specification-version") ? "version" : key;
      if (target.equals("version")
          && clause.attributes().containsKey("version")
          && !target.equals(key)) {
        continue;
      }
      attributes.putIfAbsent(target, attribute.getValue());
      VersionRange range =
          target.equals(versionAttribute) || target.equals("bundle-version")
              ? clause.range(key)
              : null;
      if (range == null) {
        terms.append('(').append(target).append('=');
        terms.append(LdapFilter.escape(attribute.getValue().toString())).append(')');
        count++;
      } else {
        terms.append(range.filter(target));
        count += range.ceiling() == null ? 1 : 2;
      }
    }
    String filter = count == 1 ? terms.toString() : "(&" + terms + ")";
    Map<String, String> directives = new LinkedHashMap<>(clause.directives());
    directives.put(FILTER, filter);
    return new Requirement(namespace, filter, attributes, directives);
  }

  private static String pattern(String name) {
    return name.endsWith("*")
        ? LdapFilter.escape(name.substring(0, name.length() - 1)) + "*"
        : LdapFilter.escape(name);
  }
}
