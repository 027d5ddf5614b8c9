package dev.latent.container.descriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.ext.DefaultHandler2;

/** Takes components out of one XML file. */
final class ComponentXmlHandler extends DefaultHandler2 {

  /** Reads a properties file of the plugin. */
  interface PropertiesFile {
    Map<String, String> read(String component, String entry) throws DescriptorFault;
  }

  private final String entry;
  private final Findings findings;
  private final PropertiesFile propertiesFile;
  private final List<ComponentDescription> components = new ArrayList<>();
  private @Nullable Locator locator;
  private @Nullable ComponentDraft draft;
  private @Nullable ComponentProperty pending;
  private boolean pendingIsForFactory;
  private final StringBuilder body = new StringBuilder();
  private boolean any;

  ComponentXmlHandler(String entry, Findings findings, PropertiesFile propertiesFile) {
    this.entry = entry;
    this.findings = findings;
    this.propertiesFile = propertiesFile;
  }

  List<ComponentDescription> components() {
    if (!any) {
      findings.warning(
          "component.none",
          entry
              + " describes no component. Its root must be <component>, in a namespace like"
              + " http://www.osgi.org/xmlns/scr/v1.4.0, or hold such elements.");
    }
    return components;
  }

  @Override
  public void setDocumentLocator(Locator locator) {
    this.locator = locator;
  }

  private String where() {
    return locator == null ? entry : entry + ", line " + locator.getLineNumber();
  }

  /** A document type could name files to fetch and entities to expand; there is no use for it. */
  @Override
  public void startDTD(String name, @Nullable String publicId, @Nullable String systemId)
      throws SAXException {
    throw wrapped(
        new DescriptorFault(
            "component.doctype",
            where()
                + ": component XML must not have a DOCTYPE; entities in it are neither expanded nor"
                + " fetched. None of its components will exist. Remove the DOCTYPE and write what"
                + " its entities stand for."));
  }

  @Override
  public InputSource resolveEntity(
      @Nullable String name,
      @Nullable String publicId,
      @Nullable String baseUri,
      @Nullable String systemId) {
    return ComponentXmlReader.nothing();
  }

  @Override
  public void error(SAXParseException e) throws SAXException {
    throw e;
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes)
      throws SAXException {
    try {
      if (name.equals("component")) {
        startComponent(uri, attributes);
      } else if (draft != null && (uri.isEmpty() || ComponentNamespaces.version(uri) != null)) {
        startPart(draft, name, attributes);
      }
    } catch (DescriptorFault e) {
      throw wrapped(e);
    }
  }

  private static SAXException wrapped(DescriptorFault fault) {
    return new SAXException(fault);
  }

  private void startComponent(String uri, Attributes attributes) {
    any = true;
    String version = ComponentNamespaces.version(uri);
    if (version == null) {
      findings.warning(
          "component.unknown-namespace",
          where()
              + ": the component "
              + value(attributes, "name", "without a name")
              + " is in the namespace '"
              + uri
              + "', which no version of Declarative Services has, so it will not exist. Use "
              + ComponentNamespaces.NEWEST
              + " or an older one.");
      return;
    }
    draft = new ComponentDraft(version, entry, where(), attributes);
  }

  private void startPart(ComponentDraft draft, String name, Attributes attributes)
      throws DescriptorFault {
    switch (name) {
      case "implementation" -> draft.implementation(attributes.getValue("", "class"));
      case "property" -> startProperty(draft, attributes, false);
      case "factory-property" -> startProperty(draft, attributes, true);
      case "properties" -> addFile(draft, attributes, false);
      case "factory-properties" -> addFile(draft, attributes, true);
      case "service" -> draft.service(attributes);
      case "provide" -> draft.provide(attributes.getValue("", "interface"));
      case "reference" -> draft.reference(attributes);
      default -> {
        // Elements of other namespaces and later versions say nothing about services.
      }
    }
  }

  private void startProperty(ComponentDraft draft, Attributes attributes, boolean forFactory) {
    ComponentProperty property =
        new ComponentProperty(
            attributes.getValue("", "name"),
            value(attributes, "type", "String"),
            attributes.getValue("", "value"));
    if (property.value() == null) {
      pending = property;
      pendingIsForFactory = forFactory;
      body.setLength(0);
    } else {
      draft.property(property, forFactory);
    }
  }

  private static String value(Attributes attributes, String name, String otherwise) {
    String value = attributes.getValue("", name);
    return value == null ? otherwise : value;
  }

  private void addFile(ComponentDraft draft, Attributes attributes, boolean forFactory)
      throws DescriptorFault {
    String file = attributes.getValue("", "entry");
    if (file == null) {
      throw new DescriptorFault(
          "component.invalid",
          where()
              + ": an element for a properties file has no attribute 'entry'. None of the"
              + " components of the file will exist; add it.");
    }
    propertiesFile
        .read(where(), file)
        .forEach(
            (key, value) ->
                draft.property(new ComponentProperty(key, "String", value), forFactory));
  }

  @Override
  public void characters(char[] text, int start, int length) {
    if (pending != null) {
      body.append(text, start, length);
    }
  }

  @Override
  public void endElement(String uri, String name, String qualified) {
    if (draft == null) {
      return;
    }
    if (pending != null && (name.equals("property") || name.equals("factory-property"))) {
      if (!body.isEmpty()) {
        draft.property(pending.withLines(body.toString()), pendingIsForFactory);
      }
      pending = null;
    } else if (name.equals("component")) {
      try {
        components.add(draft.finish());
        draft.doubts().forEach(findings::warning);
      } catch (DescriptorFault e) {
        findings.warning(e);
      }
      draft = null;
    }
  }
}
