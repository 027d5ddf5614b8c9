package dev.latent.demo.actions.archivetar;

import dev.latent.demo.api.DocumentAction;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the action for as long as the bundle is active. */
public final class ArchiveTarActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> attributes = new Hashtable<>();
    attributes.put("action.id", "archive-tar");
    attributes.put("action.label", "Pack a zip smaller");
    attributes.put("action.group", "Archives");
    attributes.put("action.from", new String[] {"application/zip"});
    attributes.put("action.to", "application/x-xz");
    attributes.put(
        "action.options",
        new String[] {"level|number:0:9|6|Level", "without|text||Leave out names with"});
    attributes.put("action.library", "xz 1.12");
    context.registerService(DocumentAction.class, new ArchiveTar(), attributes);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework withdraws the service
  }
}
