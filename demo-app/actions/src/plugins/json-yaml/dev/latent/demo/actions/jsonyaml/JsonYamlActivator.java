package dev.latent.demo.actions.jsonyaml;

import dev.latent.demo.api.DocumentAction;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the action for as long as the bundle is active. */
public final class JsonYamlActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> attributes = new Hashtable<>();
    attributes.put("action.id", "json-yaml");
    attributes.put("action.label", "JSON to YAML");
    attributes.put("action.group", "Data");
    attributes.put("action.from", new String[] {"application/json"});
    attributes.put("action.to", "application/yaml");
    attributes.put(
        "action.options",
        new String[] {
          "quotes|flag|false|Quote every text", "marker|flag|false|Start with three dashes"
        });
    attributes.put("action.library", "jackson-dataformat-yaml 2.23.0");
    context.registerService(DocumentAction.class, new JsonYaml(), attributes);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework withdraws the service
  }
}
