package dev.latent.demo.actions.csvsql;

import dev.latent.demo.api.DocumentAction;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the action for as long as the bundle is active. */
public final class CsvSqlActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> attributes = new Hashtable<>();
    attributes.put("action.id", "csv-sql");
    attributes.put("action.label", "Ask a table in SQL");
    attributes.put("action.group", "Tables");
    attributes.put("action.from", new String[] {"text/csv", "text/tab-separated-values"});
    attributes.put("action.to", "text/csv");
    attributes.put(
        "action.options",
        new String[] {
          "query|text|SELECT * FROM doc|Query; the table is called doc",
          "rows|number:1:1000000|1000|Most rows"
        });
    attributes.put("action.library", "h2 2.5.252");
    context.registerService(DocumentAction.class, new CsvSql(), attributes);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework withdraws the service
  }
}
