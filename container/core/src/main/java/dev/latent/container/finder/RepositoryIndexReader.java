package dev.latent.container.finder;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads where the content of resources is from the XML of an OSGi repository (OSGi Compendium
 * 132.5). What else the index says of a resource is read from its content instead. No document type
 * is accepted and nothing is fetched.
 */
final class RepositoryIndexReader {

  private static final String NAMESPACE = "http://www.osgi.org/xmlns/repository/v1.0.0";
  private static final int GZIP_FIRST = 0x1F;
  private static final int GZIP_SECOND = 0x8B;

  /**
   * One piece of content.
   *
   * @param address as the index has it
   * @param digest its SHA-256 in hexadecimal digits; empty if the index has none
   * @param size in bytes; -1 if the index has none
   */
  record Content(String address, String digest, long size) {}

  private RepositoryIndexReader() {}

  static List<Content> read(Path index) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(index))) {
      file.mark(2);
      boolean packed = file.read() == GZIP_FIRST && file.read() == GZIP_SECOND;
      file.reset();
      return read(packed ? new GZIPInputStream(file) : file);
    } catch (XMLStreamException e) {
      throw new IOException("it is not the XML of an OSGi repository (" + e.getMessage() + ")", e);
    }
  }

  private static List<Content> read(InputStream in) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader xml = factory.createXMLStreamReader(in);
    List<Content> found = new ArrayList<>();
    Draft content = null;
    boolean repository = false;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.DTD) {
        throw new XMLStreamException("a document type is not accepted");
      }
      if (event == XMLStreamConstants.START_ELEMENT) {
        String name = xml.getLocalName();
        if (!repository) {
          repository = name.equals("repository") && NAMESPACE.equals(xml.getNamespaceURI());
          if (!repository) {
            throw new XMLStreamException("it begins with <" + name + ">, not <repository>");
          }
        } else if (name.equals("capability")) {
          content =
              "osgi.content".equals(xml.getAttributeValue(null, "namespace")) ? new Draft() : null;
        } else if (name.equals("attribute") && content != null) {
          content.set(xml.getAttributeValue(null, "name"), xml.getAttributeValue(null, "value"));
        }
      } else if (event == XMLStreamConstants.END_ELEMENT
          && xml.getLocalName().equals("capability")
          && content != null) {
        if (!content.address.isEmpty()) {
          found.add(new Content(content.address, content.digest, content.size));
        }
        content = null;
      }
    }
    return found;
  }

  /** Content as far as it was read. */
  private static final class Draft {

    private String address = "";
    private String digest = "";
    private long size = -1;

    void set(String name, String value) throws XMLStreamException {
      switch (name) {
        case "url" -> address = value.strip();
        case "osgi.content" -> digest = value.strip();
        case "size" -> {
          try {
            size = Long.parseLong(value.strip());
          } catch (NumberFormatException e) {
            throw new XMLStreamException("'" + value + "' is not a size", e);
          }
        }
        default -> {} // the kind of content, and what others add
      }
    }
  }
}
