package dev.latent.container.runtime.osgi;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Asks a running Service Component Runtime why a component could not be activated. Its API comes
 * from a plugin, so it is called by name. Stateless.
 */
final class ComponentFailure {

  private static final String RUNTIME =
      "org.osgi.service.component.runtime.ServiceComponentRuntime";

  private static final int MOST = 300;

  private ComponentFailure() {}

  /** What the runtime says of a component, in one line; empty if it says nothing. */
  static String of(BundleContext system, @Nullable Bundle bundle, String component) {
    ServiceReference<?>[] found;
    try {
      found = system.getAllServiceReferences(RUNTIME, null);
    } catch (org.osgi.framework.InvalidSyntaxException e) {
      throw new IllegalStateException("No filter can't be wrong", e);
    }
    if (bundle == null || found == null) {
      return "";
    }
    for (ServiceReference<?> reference : found) {
      Object runtime = system.getService(reference);
      if (runtime != null) {
        try {
          String told = ask(runtime, bundle, component);
          if (!told.isEmpty()) {
            return told;
          }
        } finally {
          system.ungetService(reference);
        }
      }
    }
    return "";
  }

  private static String ask(Object runtime, Bundle bundle, String component) {
    try {
      ClassLoader loader = runtime.getClass().getClassLoader();
      Class<?> api = Class.forName(RUNTIME, false, loader);
      Object description =
          api.getMethod("getComponentDescriptionDTO", Bundle.class, String.class)
              .invoke(runtime, bundle, component);
      if (description == null) {
        return "";
      }
      Class<?> kind =
          Class.forName(
              "org.osgi.service.component.runtime.dto.ComponentDescriptionDTO", false, loader);
      Object configurations =
          api.getMethod("getComponentConfigurationDTOs", kind).invoke(runtime, description);
      if (configurations instanceof Collection<?> all) {
        for (Object configuration : all) {
          Object failure = configuration.getClass().getField("failure").get(configuration);
          if (failure != null) {
            return shorten(String.valueOf(failure));
          }
        }
      }
      return "";
    } catch (ReflectiveOperationException | LinkageError e) {
      // An older runtime keeps no failures.
      return "";
    }
  }

  /** The exceptions of a stack trace, without the frames. */
  private static String shorten(String trace) {
    StringBuilder text = new StringBuilder();
    for (String line : trace.split("\\R", -1)) {
      String trimmed = line.trim();
      if (!trimmed.isEmpty() && !trimmed.startsWith("at ") && !trimmed.startsWith("... ")) {
        text.append(text.isEmpty() ? "" : " ").append(trimmed);
      }
    }
    return text.length() > MOST ? text.substring(0, MOST) + " ..." : text + ".";
  }
}
