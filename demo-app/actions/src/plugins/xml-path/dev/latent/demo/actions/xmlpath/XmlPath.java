package dev.latent.demo.actions.xmlpath;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jaxen.JaxenException;
import org.jaxen.dom.DOMXPath;
import org.osgi.service.component.annotations.Component;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Takes from XML what an XPath expression names, a line each. */
@Component(
    property = {
      "action.id=xml-path",
      "action.label=Find in XML",
      "action.group=Compare and search",
      "action.from=application/xml",
      "action.to=text/plain",
      "action.options=path|text|//*|XPath",
      "action.options=names|flag|false|Show the names too",
      "action.library=jaxen 2.0.6"
    })
public final class XmlPath implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options)
      throws IOException, ParserConfigurationException, SAXException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    Node tree = factory.newDocumentBuilder().parse(new ByteArrayInputStream(input.content()));
    String path = options.text("path", "//*");
    boolean names = options.flag("names", false);
    StringBuilder text = new StringBuilder();
    try {
      Object found = new DOMXPath(path).evaluate(tree);
      for (Object item : found instanceof List<?> list ? list : List.of(found)) {
        if (item instanceof Node node) {
          text.append(names ? node.getNodeName() + ": " : "");
          text.append(node.getTextContent().strip().replaceAll("\\s+", " "));
        } else {
          text.append(item);
        }
        text.append('\n');
      }
    } catch (JaxenException e) {
      throw new IllegalArgumentException(
          "Option path is no XPath: '" + path + "': " + e.getMessage(), e);
    }
    return Document.ofText(input.nameWithExtension("txt"), "text/plain", text.toString());
  }
}
