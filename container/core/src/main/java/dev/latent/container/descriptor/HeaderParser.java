package dev.latent.container.descriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.utils.manifest.Attribute;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Directive;
import org.apache.felix.utils.manifest.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Turns a header into clauses, by the parser of Felix Utils; the only place that knows it. What it
 * lacks is done around it: escaped quotes are hidden from it, an open quote is refused, attribute
 * types are applied after it.
 */
final class HeaderParser {

  /** Stands for an escaped quote while Felix Utils, which does not know escapes, splits. */
  private static final char ESCAPED_QUOTE = '\uf8f1';

  /** Stands for an escaped backslash, so that the quote after it is seen as one. */
  private static final char ESCAPED_BACKSLASH = '\uf8f2';

  private HeaderParser() {}

  /** Parses a header; one that is absent or blank has no clauses. */
  static List<HeaderClause> parse(Map<String, String> headers, String name) throws DescriptorFault {
    return parse(name, headers.get(name));
  }

  static List<HeaderClause> parse(String name, @Nullable String value) throws DescriptorFault {
    if (value == null || value.isBlank()) {
      return List.of();
    }
    String hidden = hideEscapes(name, value);
    List<HeaderClause> clauses = new ArrayList<>();
    for (String part : Parser.parseDelimitedString(hidden, ",")) {
      if (part.isEmpty()) {
        throw syntax(name, value, "there is an empty clause, a comma too much");
      }
      try {
        clauses.add(clause(name, part));
      } catch (IllegalArgumentException e) {
        throw syntax(
            name, value, "clause '" + show(part) + "': " + show(String.valueOf(e.getMessage())));
      }
    }
    return clauses;
  }

  private static HeaderClause clause(String name, String part) {
    Clause[] parsed = Parser.parseClauses(new String[] {part});
    List<String> paths = new ArrayList<>(parsed.length);
    for (Clause clause : parsed) {
      String path = show(clause.getName()).trim();
      if (path.isEmpty()) {
        throw new IllegalArgumentException("it has an empty name before its attributes");
      }
      paths.add(unquote(path));
    }
    List<Map.Entry<String, Object>> attributes = new ArrayList<>();
    for (Attribute attribute : parsed[0].getAttributes()) {
      String key = attribute.getName();
      int colon = key.indexOf(':');
      String type = colon < 0 ? "String" : key.substring(colon + 1).trim();
      attributes.add(
          Map.entry(
              colon < 0 ? key : key.substring(0, colon).trim(),
              HeaderClause.typed(type, show(attribute.getValue()))));
    }
    List<Map.Entry<String, String>> directives = new ArrayList<>();
    for (Directive directive : parsed[0].getDirectives()) {
      directives.add(
          Map.entry(directive.getName(), HeaderClause.unescape(show(directive.getValue()))));
    }
    return new HeaderClause(
        name, paths, HeaderClause.noDuplicates(attributes), HeaderClause.noDuplicates(directives));
  }

  private static String unquote(String path) {
    return path.length() > 1 && path.startsWith("\"") && path.endsWith("\"")
        ? path.substring(1, path.length() - 1)
        : path;
  }

  private static String hideEscapes(String name, String value) throws DescriptorFault {
    StringBuilder hidden = new StringBuilder(value.length());
    int open = -1;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      char next = i + 1 < value.length() ? value.charAt(i + 1) : 0;
      if (open >= 0 && c == '\\' && (next == '"' || next == '\\')) {
        hidden.append(next == '"' ? ESCAPED_QUOTE : ESCAPED_BACKSLASH);
        i++;
        continue;
      }
      if (c == '"') {
        open = open < 0 ? i : -1;
      }
      hidden.append(c);
    }
    if (open >= 0) {
      throw syntax(name, value, "the quote at character " + (open + 1) + " is never closed");
    }
    return hidden.toString();
  }

  private static String show(String hidden) {
    if (hidden.indexOf(ESCAPED_QUOTE) < 0 && hidden.indexOf(ESCAPED_BACKSLASH) < 0) {
      return hidden;
    }
    StringBuilder shown = new StringBuilder(hidden.length() + 8);
    for (int i = 0; i < hidden.length(); i++) {
      char c = hidden.charAt(i);
      switch (c) {
        case ESCAPED_QUOTE -> shown.append("\\\"");
        case ESCAPED_BACKSLASH -> shown.append("\\\\");
        default -> shown.append(c);
      }
    }
    return shown.toString();
  }

  private static DescriptorFault syntax(String name, String value, String why) {
    String start = value.length() <= 120 ? value : value.substring(0, 120) + "…";
    return new DescriptorFault(
        "manifest.syntax",
        ManifestReader.ENTRY
            + ", header "
            + name
            + ": "
            + why
            + ". The header reads: "
            + start
            + ". Correct it: clauses are parted by commas and look like"
            + " name;attribute=value;directive:=\"value\".");
  }
}
