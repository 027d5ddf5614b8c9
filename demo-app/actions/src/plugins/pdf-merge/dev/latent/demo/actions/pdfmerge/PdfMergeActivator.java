package dev.latent.demo.actions.pdfmerge;

import dev.latent.demo.api.DocumentAction;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the action for as long as the bundle is active. */
public final class PdfMergeActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> attributes = new Hashtable<>();
    attributes.put("action.id", "pdf-merge");
    attributes.put("action.label", "Join with another PDF");
    attributes.put("action.group", "PDF");
    attributes.put("action.from", new String[] {"application/pdf"});
    attributes.put("action.to", "application/pdf");
    attributes.put(
        "action.options",
        new String[] {
          "other|document:application/pdf||PDF to add",
          "place|choice:after:before|after|Where it goes"
        });
    attributes.put("action.library", "pdfbox 3.0.8");
    context.registerService(DocumentAction.class, new PdfMerge(), attributes);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework withdraws the service
  }
}
