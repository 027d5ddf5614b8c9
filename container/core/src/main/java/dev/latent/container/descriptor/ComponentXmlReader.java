package dev.latent.container.descriptor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads the component XML that the header {@code Service-Component} names. A file that is broken
 * costs its components, a component that breaks a rule costs itself. The JDK's own XML parser is
 * used, whatever else is on the path, with document types refused: nothing is expanded and nothing
 * is fetched.
 */
final class ComponentXmlReader {

  private static final String HEADER = "Service-Component";

  private final PluginContent content;
  private final PluginClassPath classPath;
  private final Findings findings;
  private @Nullable SAXParser parser;

  ComponentXmlReader(PluginContent content, PluginClassPath classPath, Findings findings) {
    this.content = content;
    this.classPath = classPath;
    this.findings = findings;
  }

  /** All valid components, in the order of the header. */
  List<ComponentDescription> read(Map<String, String> headers) {
    List<HeaderClause> clauses;
    try {
      clauses = HeaderParser.parse(headers, HEADER);
    } catch (DescriptorFault e) {
      findings.warning(e);
      return List.of();
    }
    List<ComponentDescription> components = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String entry : entries(clauses)) {
      for (ComponentDescription component : readEntry(entry)) {
        if (names.add(component.name())) {
          components.add(component);
        } else {
          findings.warning(
              "component.duplicate-name",
              entry
                  + " describes a component named "
                  + component.name()
                  + ", and so does an earlier file of this plugin. The earlier one counts; give this"
                  + " one another name.");
        }
      }
    }
    return components;
  }

  private Set<String> entries(List<HeaderClause> clauses) {
    Set<String> entries = new LinkedHashSet<>();
    for (HeaderClause clause : clauses) {
      for (String path : clause.paths()) {
        String entry = path.startsWith("/") ? path.substring(1) : path;
        if (entry.indexOf('*') < 0) {
          entries.add(entry);
        } else {
          addMatching(clause, entry, entries);
        }
      }
    }
    return entries;
  }

  /** A wildcard stands in the last part only and is looked up in the content, not nested jars. */
  private void addMatching(HeaderClause clause, String pattern, Set<String> entries) {
    int slash = pattern.lastIndexOf('/') + 1;
    String directory = pattern.substring(0, slash);
    LdapFilter matcher = LdapFilter.parse("(name=" + wildcard(pattern.substring(slash)) + ")");
    boolean any = false;
    for (String name : content.names()) {
      if (name.startsWith(directory)
          && name.indexOf('/', slash) < 0
          && matcher.matches(Map.of("name", name.substring(slash)))) {
        entries.add(name);
        any = true;
      }
    }
    if (!any) {
      findings.notice(
          "component.entry-missing",
          clause
              .fault(
                  "component.entry-missing",
                  "No file in the jar matches. A fragment may bring some; if none does, remove the"
                      + " clause.")
              .getMessage());
    }
  }

  /** The pattern as the value of a filter, whose asterisk means the same. */
  private static String wildcard(String pattern) {
    StringBuilder value = new StringBuilder(pattern.length());
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      value.append(c == '*' ? "*" : LdapFilter.escape(String.valueOf(c)));
    }
    return value.toString();
  }

  private List<ComponentDescription> readEntry(String entry) {
    try {
      byte[] xml = classPath.read(entry, PluginContent.TEXT_LIMIT, findings);
      if (xml == null && content.has(entry)) {
        xml = content.read(entry, PluginContent.TEXT_LIMIT);
      }
      if (xml == null) {
        throw new DescriptorFault(
            "component.entry-missing",
            ManifestReader.ENTRY
                + ", header "
                + HEADER
                + " names "
                + entry
                + ", which is not in the jar. Its components will not exist, unless a fragment"
                + " brings the file. Add the file or remove it from the header.");
      }
      return parse(entry, xml);
    } catch (DescriptorFault e) {
      findings.warning(e);
      return List.of();
    }
  }

  private List<ComponentDescription> parse(String entry, byte[] xml) throws DescriptorFault {
    ComponentXmlHandler handler = new ComponentXmlHandler(entry, findings, this::properties);
    try {
      SAXParser parser = parser();
      parser.setProperty("http://xml.org/sax/properties/lexical-handler", handler);
      InputSource source = new InputSource(new ByteArrayInputStream(xml));
      // Without an address, so that nothing relative in it could be resolved.
      parser.parse(source, handler);
    } catch (SAXParseException e) {
      throw new DescriptorFault(
          "component.xml-syntax",
          entry
              + ", line "
              + e.getLineNumber()
              + ", column "
              + e.getColumnNumber()
              + ": this is not well-formed XML: "
              + e.getMessage()
              + ". None of its components will exist; correct the file.");
    } catch (SAXException e) {
      if (e.getException() instanceof DescriptorFault fault) {
        throw fault;
      }
      throw unreadable(entry, e);
    } catch (IOException | ParserConfigurationException e) {
      throw unreadable(entry, e);
    }
    return handler.components();
  }

  private static DescriptorFault unreadable(String entry, Exception e) {
    return new DescriptorFault(
        "component.xml-syntax",
        entry
            + " can't be read as XML: "
            + PluginContent.reason(e)
            + ". None of its components will exist; correct the file.");
  }

  private SAXParser parser() throws SAXException, ParserConfigurationException {
    SAXParser parser = this.parser;
    if (parser != null) {
      parser.reset();
      return parser;
    }
    SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
    factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    parser = factory.newSAXParser();
    this.parser = parser;
    return parser;
  }

  /** Reads a properties file that a component refers to; sorted, since it has no order. */
  private Map<String, String> properties(String component, String entry) throws DescriptorFault {
    String name = entry.startsWith("/") ? entry.substring(1) : entry;
    byte[] bytes = content.read(name, PluginContent.TEXT_LIMIT);
    if (bytes == null) {
      throw new DescriptorFault(
          "component.properties-missing",
          component
              + " takes properties from "
              + entry
              + ", which is not in the jar. None of the components of the file will exist; add it or"
              + " correct the entry.");
    }
    Properties properties = new Properties();
    try {
      properties.load(
          new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.ISO_8859_1));
    } catch (IOException | IllegalArgumentException e) {
      throw new DescriptorFault(
          "component.properties-syntax",
          entry
              + " is no properties file: "
              + e.getMessage()
              + ". None of the components that refer to it will exist; correct it.");
    }
    TreeMap<String, String> sorted = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      sorted.put(key, properties.getProperty(key));
    }
    return new LinkedHashMap<>(sorted);
  }

  /** An input that has nothing in it, for whatever the parser may want to resolve. */
  static InputSource nothing() {
    return new InputSource(new StringReader(""));
  }
}
