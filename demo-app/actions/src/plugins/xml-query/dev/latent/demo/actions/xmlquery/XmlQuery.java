package dev.latent.demo.actions.xmlquery;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.Source;
import javax.xml.transform.sax.SAXSource;
import net.sf.saxon.lib.Feature;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.Serializer;
import net.sf.saxon.s9api.XQueryEvaluator;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Asks XML a question in XQuery. */
public final class XmlQuery implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options)
      throws SAXException, ParserConfigurationException {
    String query = options.text("query", "<count>{count(//*)}</count>");
    Processor processor = new Processor(false);
    // A document must not make the machine read other files or ask other machines.
    processor.setConfigurationProperty(Feature.ALLOWED_PROTOCOLS, "");
    processor.setConfigurationProperty(Feature.ALLOW_EXTERNAL_FUNCTIONS, false);
    StringWriter text = new StringWriter();
    Serializer out = processor.newSerializer(text);
    out.setOutputProperty(Serializer.Property.METHOD, "xml");
    out.setOutputProperty(Serializer.Property.INDENT, options.flag("indent", true) ? "yes" : "no");
    out.setOutputProperty(Serializer.Property.OMIT_XML_DECLARATION, "yes");
    try {
      XQueryEvaluator evaluator = processor.newXQueryCompiler().compile(query).load();
      evaluator.setSource(source(input));
      evaluator.run(out);
    } catch (SaxonApiException e) {
      throw new IllegalArgumentException("The query failed: " + e.getMessage(), e);
    }
    return Document.ofText(input.nameWithExtension("xml"), "application/xml", text.toString());
  }

  /** XML without a document type: entities may name files. */
  private static Source source(Document document)
      throws SAXException, ParserConfigurationException {
    SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return new SAXSource(
        factory.newSAXParser().getXMLReader(),
        new InputSource(new ByteArrayInputStream(document.content())));
  }
}
