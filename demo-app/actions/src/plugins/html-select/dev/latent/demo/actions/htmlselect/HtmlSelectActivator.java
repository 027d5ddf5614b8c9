package dev.latent.demo.actions.htmlselect;

import dev.latent.demo.api.DocumentAction;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the action for as long as the bundle is active. */
public final class HtmlSelectActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> attributes = new Hashtable<>();
    attributes.put("action.id", "html-select");
    attributes.put("action.label", "List parts of a page");
    attributes.put("action.group", "Web pages");
    attributes.put("action.from", new String[] {"text/html"});
    attributes.put("action.to", "text/csv");
    attributes.put(
        "action.options",
        new String[] {
          "selector|text|a[href]|CSS selector",
          "base|text|https://example.org/|Address that links start from"
        });
    attributes.put("action.library", "jsoup 1.24.1");
    context.registerService(DocumentAction.class, new HtmlSelect(), attributes);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework withdraws the service
  }
}
