package dev.latent.demo.actions.docxhtml;

import dev.latent.demo.api.Document;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A look at the parts of a document before a library reads them.
 *
 * @param linksPictures whether it has pictures that lie elsewhere, which reading it would fetch
 */
record DocxParts(boolean linksPictures) {

  private static final long MOST_BYTES = 128L * 1024 * 1024;

  static DocxParts of(Document document) throws IOException {
    boolean links = false;
    boolean text = false;
    long left = MOST_BYTES;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(document.content()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] part = zip.readNBytes((int) left + 1);
        left -= part.length;
        if (left < 0) {
          throw new IllegalArgumentException(document.name() + " unpacks to more than 128 MB.");
        }
        if (entry.getName().endsWith(".xml") || entry.getName().endsWith(".rels")) {
          links |= linksPictures(document, entry.getName(), new ByteArrayInputStream(part));
        }
        text |= entry.getName().equals("word/document.xml");
      }
    }
    if (!text) {
      throw new IllegalArgumentException(document.name() + " holds no text of a word processor.");
    }
    return new DocxParts(links);
  }

  private static boolean linksPictures(Document document, String name, InputStream part) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    boolean links = false;
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(part);
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD) {
          throw new IllegalArgumentException(
              document.name() + " has a DOCTYPE in " + name + ", which is not read.");
        }
        if (event == XMLStreamConstants.START_ELEMENT && reader.getLocalName().equals("blip")) {
          for (int i = 0; i < reader.getAttributeCount(); i++) {
            links |= reader.getAttributeLocalName(i).equals("link");
          }
        }
      }
      reader.close();
    } catch (XMLStreamException e) {
      throw new IllegalArgumentException(
          document.name() + " is damaged in " + name + ": " + e.getMessage(), e);
    }
    return links;
  }
}
