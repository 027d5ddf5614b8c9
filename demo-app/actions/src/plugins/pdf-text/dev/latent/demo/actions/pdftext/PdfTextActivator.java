package dev.latent.demo.actions.pdftext;

import dev.latent.demo.api.DocumentAction;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the action for as long as the bundle is active. */
public final class PdfTextActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> attributes = new Hashtable<>();
    attributes.put("action.id", "pdf-text");
    attributes.put("action.label", "Read the text of a PDF");
    attributes.put("action.group", "PDF");
    attributes.put("action.from", new String[] {"application/pdf"});
    attributes.put("action.to", "text/plain");
    attributes.put(
        "action.options",
        new String[] {
          "first|number:1:100000|1|First page",
          "last|number:1:100000|100000|Last page",
          "layout|flag|false|Order by place on the page"
        });
    attributes.put("action.library", "pdfbox 3.0.8");
    context.registerService(DocumentAction.class, new PdfText(), attributes);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework withdraws the service
  }
}
