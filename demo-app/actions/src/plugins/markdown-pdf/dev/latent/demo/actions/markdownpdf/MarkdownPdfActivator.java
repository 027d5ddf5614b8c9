package dev.latent.demo.actions.markdownpdf;

import dev.latent.demo.api.DocumentAction;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the action for as long as the bundle is active. */
public final class MarkdownPdfActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> attributes = new Hashtable<>();
    attributes.put("action.id", "markdown-pdf");
    attributes.put("action.label", "Markdown to PDF");
    attributes.put("action.group", "Text and markup");
    attributes.put("action.from", new String[] {"text/markdown"});
    attributes.put("action.to", "application/pdf");
    attributes.put(
        "action.options",
        new String[] {
          "page|choice:A4:A5:letter|A4|Paper", "size|number:6:32|11|Size of the letters"
        });
    attributes.put("action.library", "openhtmltopdf-core 1.1.65");
    context.registerService(DocumentAction.class, new MarkdownPdf(), attributes);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework withdraws the service
  }
}
