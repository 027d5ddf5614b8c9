package dev.latent.demo.actions.jsonxml;

import dev.latent.demo.api.DocumentAction;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the action for as long as the bundle is active. */
public final class JsonXmlActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> attributes = new Hashtable<>();
    attributes.put("action.id", "json-xml");
    attributes.put("action.label", "JSON to XML");
    attributes.put("action.group", "Data");
    attributes.put("action.from", new String[] {"application/json"});
    attributes.put("action.to", "application/xml");
    attributes.put(
        "action.options",
        new String[] {
          "root|text|document|Name of the root",
          "pretty|flag|true|Indented",
          "declaration|flag|true|Start with the declaration"
        });
    attributes.put("action.library", "jackson-dataformat-xml 2.23.0");
    context.registerService(DocumentAction.class, new JsonXml(), attributes);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework withdraws the service
  }
}
