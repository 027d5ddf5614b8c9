package dev.latent.demo.actions.xmlquery;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.Serializer;
import net.sf.saxon.s9api.XQueryEvaluator;

/** Asks XML a question in XQuery. */
public final class XmlQuery implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    String query = options.text("query", "<count>{count(//*)}</count>");
    Processor processor = new Processor(false);
    StringWriter text = new StringWriter();
    Serializer out = processor.newSerializer(text);
    out.setOutputProperty(Serializer.Property.METHOD, "xml");
    out.setOutputProperty(Serializer.Property.INDENT, options.flag("indent", true) ? "yes" : "no");
    out.setOutputProperty(Serializer.Property.OMIT_XML_DECLARATION, "yes");
    try {
      XQueryEvaluator evaluator = processor.newXQueryCompiler().compile(query).load();
      evaluator.setSource(new StreamSource(new ByteArrayInputStream(input.content())));
      evaluator.run(out);
    } catch (SaxonApiException e) {
      throw new IllegalArgumentException("The query failed: " + e.getMessage(), e);
    }
    return Document.ofText(input.nameWithExtension("xml"), "application/xml", text.toString());
  }
}
