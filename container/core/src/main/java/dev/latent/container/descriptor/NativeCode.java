package dev.latent.container.descriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.felix.utils.manifest.Attribute;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Directive;
import org.apache.felix.utils.manifest.Parser;

/**
 * Turns the header {@code Bundle-NativeCode} into a requirement for {@code osgi.native}: any of its
 * clauses will do, a last clause {@code *} makes it optional. Attributes may repeat here, unlike in
 * all other headers, so its clauses are taken from the parser as they are.
 */
final class NativeCode {

  private static final String HEADER = "Bundle-NativeCode";

  private NativeCode() {}

  static void add(List<Requirement> requirements, Map<String, String> headers)
      throws DescriptorFault {
    String header = headers.get(HEADER);
    if (header == null || header.isBlank()) {
      return;
    }
    List<String> filters = new ArrayList<>();
    boolean optional = false;
    for (String part : Parser.parseDelimitedString(header, ",")) {
      if (part.equals("*")) {
        optional = true;
        continue;
      }
      try {
        String filter = filter(Parser.parseClauses(new String[] {part})[0]);
        if (!filter.isEmpty()) {
          filters.add(filter);
        }
      } catch (IllegalArgumentException e) {
        throw new DescriptorFault(
            "manifest.syntax",
            ManifestReader.ENTRY
                + ", header "
                + HEADER
                + ", clause '"
                + part
                + "': "
                + e.getMessage()
                + ". Write for example lib/x.so;osname=Linux;processor=x86-64.");
      }
    }
    if (filters.isEmpty() && !optional) {
      return;
    }
    String filter =
        filters.isEmpty()
            ? null
            : filters.size() == 1 ? filters.get(0) : "(|" + String.join("", filters) + ")";
    Map<String, String> directives = new java.util.LinkedHashMap<>();
    if (filter != null) {
      directives.put("filter", filter);
    }
    if (optional) {
      directives.put("resolution", "optional");
    }
    requirements.add(
        new Requirement(Namespaces.NATIVE, filter, Map.of(HEADER, header), directives));
  }

  private static String filter(Clause clause) {
    List<String> terms = new ArrayList<>();
    addAny(terms, clause, "osname", "osgi.native.osname~=");
    addVersions(terms, clause);
    addAny(terms, clause, "processor", "osgi.native.processor~=");
    addAny(terms, clause, "language", "osgi.native.language~=");
    for (String selection : values(clause, "selection-filter")) {
      terms.add(LdapFilter.parse(selection).toString());
    }
    return terms.isEmpty() ? "" : "(&" + String.join("", terms) + ")";
  }

  private static void addAny(List<String> terms, Clause clause, String attribute, String start) {
    List<String> any = new ArrayList<>();
    for (String value : values(clause, attribute)) {
      any.add("(" + start + LdapFilter.escape(value.toLowerCase(Locale.ROOT)) + ")");
    }
    addOr(terms, any);
  }

  private static void addVersions(List<String> terms, Clause clause) {
    List<String> any = new ArrayList<>();
    for (String value : values(clause, "osversion")) {
      VersionRange range = VersionRange.parse(value);
      String filter = range.filter("osgi.native.osversion");
      any.add(range.ceiling() == null ? filter : "(&" + filter + ")");
    }
    addOr(terms, any);
  }

  private static void addOr(List<String> terms, List<String> any) {
    if (!any.isEmpty()) {
      terms.add(any.size() == 1 ? any.get(0) : "(|" + String.join("", any) + ")");
    }
  }

  private static List<String> values(Clause clause, String name) {
    List<String> values = new ArrayList<>();
    for (Attribute attribute : clause.getAttributes()) {
      if (attribute.getName().equalsIgnoreCase(name)) {
        values.add(attribute.getValue());
      }
    }
    for (Directive directive : clause.getDirectives()) {
      if (directive.getName().equalsIgnoreCase(name)) {
        values.add(directive.getValue());
      }
    }
    return values;
  }
}
