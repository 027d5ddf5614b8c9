package dev.latent.demo.actions.jsonxml;

import com.ctc.wstx.stax.WstxInputFactory;
import com.ctc.wstx.stax.WstxOutputFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.xml.XmlFactory;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import com.fasterxml.jackson.dataformat.xml.ser.ToXmlGenerator;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.IOException;

/** Writes JSON as XML: a member becomes an element, an item of a list a repeated one. */
final class JsonXml implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    Object tree = new ObjectMapper().readValue(input.content(), Object.class);
    // The factories by name: which one the platform's own look-up finds depends on who asks.
    XmlMapper mapper =
        XmlMapper.builder(new XmlFactory(new WstxInputFactory(), new WstxOutputFactory()))
            .configure(
                ToXmlGenerator.Feature.WRITE_XML_DECLARATION, options.flag("declaration", true))
            .build();
    ObjectWriter writer = mapper.writer().withRootName(options.text("root", "document"));
    if (options.flag("pretty", true)) {
      writer = writer.withDefaultPrettyPrinter();
    }
    return Document.ofText(
        input.nameWithExtension("xml"), "application/xml", writer.writeValueAsString(tree));
  }
}
