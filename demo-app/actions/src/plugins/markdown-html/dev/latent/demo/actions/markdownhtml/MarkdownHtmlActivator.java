package dev.latent.demo.actions.markdownhtml;

import dev.latent.demo.api.DocumentAction;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the action for as long as the bundle is active. */
public final class MarkdownHtmlActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> attributes = new Hashtable<>();
    attributes.put("action.id", "markdown-html");
    attributes.put("action.label", "Markdown to web page");
    attributes.put("action.group", "Text and markup");
    attributes.put("action.from", new String[] {"text/markdown"});
    attributes.put("action.to", "text/html");
    attributes.put(
        "action.options",
        new String[] {
          "style|choice:magazine:plain|magazine|Style",
          "tables|flag|true|Read tables",
          "escape|flag|true|Show HTML tags as text"
        });
    attributes.put("action.library", "commonmark 0.32.0");
    attributes.put("action.preferred", "true");
    context.registerService(DocumentAction.class, new MarkdownHtml(), attributes);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework withdraws the service
  }
}
