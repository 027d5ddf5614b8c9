package dev.latent.demo.actions.csvreport;

import dev.latent.demo.api.DocumentAction;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the action for as long as the bundle is active. */
public final class CsvReportActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> attributes = new Hashtable<>();
    attributes.put("action.id", "csv-report");
    attributes.put("action.label", "Table to web page");
    attributes.put("action.group", "Tables");
    attributes.put("action.from", new String[] {"text/csv", "text/tab-separated-values"});
    attributes.put("action.to", "text/html");
    attributes.put(
        "action.options",
        new String[] {"layout|choice:table:cards:list|table|Layout", "title|text||Title"});
    attributes.put("action.library", "freemarker 2.3.35");
    context.registerService(DocumentAction.class, new CsvReport(), attributes);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework withdraws the service
  }
}
