package dev.latent.demo.actions.checksum;

import dev.latent.demo.api.DocumentAction;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the action for as long as the bundle is active. */
public final class ChecksumActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> attributes = new Hashtable<>();
    attributes.put("action.id", "checksum");
    attributes.put("action.label", "Fingerprint");
    attributes.put("action.group", "Security");
    attributes.put("action.from", new String[] {"*/*"});
    attributes.put("action.to", "text/plain");
    attributes.put(
        "action.options",
        new String[] {
          "algorithm|choice:sha-256:sha-512:sha3-256:blake3|sha-256|Algorithm",
          "upper|flag|false|Upper case"
        });
    attributes.put("action.library", "commons-codec 1.22.1");
    context.registerService(DocumentAction.class, new Checksum(), attributes);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework withdraws the service
  }
}
