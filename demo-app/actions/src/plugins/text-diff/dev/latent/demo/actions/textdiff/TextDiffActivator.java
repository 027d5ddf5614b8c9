package dev.latent.demo.actions.textdiff;

import dev.latent.demo.api.DocumentAction;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the action for as long as the bundle is active. */
public final class TextDiffActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> attributes = new Hashtable<>();
    attributes.put("action.id", "text-diff");
    attributes.put("action.label", "Compare two versions");
    attributes.put("action.group", "Compare and search");
    attributes.put("action.from", new String[] {"text/*"});
    attributes.put("action.to", "text/x-diff");
    attributes.put(
        "action.options",
        new String[] {
          "other|document:text/*||Compare with",
          "context|number:0:50|3|Lines around a change",
          "ignore-blanks|flag|false|Ignore blanks"
        });
    attributes.put("action.library", "java-diff-utils 4.18");
    context.registerService(DocumentAction.class, new TextDiff(), attributes);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework withdraws the service
  }
}
