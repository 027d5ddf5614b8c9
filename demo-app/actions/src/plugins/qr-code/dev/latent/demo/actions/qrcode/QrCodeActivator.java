package dev.latent.demo.actions.qrcode;

import dev.latent.demo.api.DocumentAction;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the action for as long as the bundle is active. */
public final class QrCodeActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> attributes = new Hashtable<>();
    attributes.put("action.id", "qr-code");
    attributes.put("action.label", "Text to QR code");
    attributes.put("action.group", "Codes");
    attributes.put("action.from", new String[] {"text/*"});
    attributes.put("action.to", "image/png");
    attributes.put(
        "action.options",
        new String[] {
          "text|text||Text; else that of the document",
          "size|number:64:2000|320|Width in pixels",
          "level|choice:M:L:Q:H|M|Error correction",
          "colour|text|#1b1b1b|Colour"
        });
    attributes.put("action.library", "ZXing core 3.5.4");
    attributes.put("action.preferred", "true");
    context.registerService(DocumentAction.class, new QrCode(), attributes);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework withdraws the service
  }
}
