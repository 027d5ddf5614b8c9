package dev.latent.demo.actions.xmlxslt;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.Source;
import javax.xml.transform.sax.SAXSource;
import net.sf.saxon.lib.Feature;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.Serializer;
import net.sf.saxon.s9api.XdmAtomicValue;
import net.sf.saxon.s9api.XdmValue;
import net.sf.saxon.s9api.Xslt30Transformer;
import net.sf.saxon.s9api.XsltCompiler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Turns XML into a page by a style sheet, XSLT 3.0. */
public final class XmlXslt implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options)
      throws SaxonApiException, SAXException, ParserConfigurationException {
    Document style =
        options
            .document("stylesheet")
            .orElseThrow(
                () -> new IllegalArgumentException("Option stylesheet: choose a style sheet."));
    Processor processor = new Processor(false);
    // A document must not make the machine read other files or ask other machines.
    processor.setConfigurationProperty(Feature.ALLOWED_PROTOCOLS, "");
    processor.setConfigurationProperty(Feature.ALLOW_EXTERNAL_FUNCTIONS, false);
    XsltCompiler compiler = processor.newXsltCompiler();
    Xslt30Transformer transformer = compiler.compile(source(style)).load30();
    Map<QName, XdmValue> parameters = new HashMap<>();
    parameters.put(new QName("title"), new XdmAtomicValue(options.text("title", input.name())));
    transformer.setStylesheetParameters(parameters);
    StringWriter text = new StringWriter();
    Serializer out = processor.newSerializer(text);
    out.setOutputProperty(Serializer.Property.METHOD, "html");
    out.setOutputProperty(Serializer.Property.INDENT, options.flag("indent", true) ? "yes" : "no");
    transformer.transform(source(input), out);
    return Document.ofText(input.nameWithExtension("html"), "text/html", text.toString());
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
