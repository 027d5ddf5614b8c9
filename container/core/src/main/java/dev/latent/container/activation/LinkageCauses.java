package dev.latent.container.activation;

import dev.latent.api.PluginException;

/** Turns errors of the JVM's linker into what probably caused them. */
final class LinkageCauses {

  private LinkageCauses() {}

  static String explain(Throwable error) {
    if (error instanceof PluginException) {
      return String.valueOf(error.getMessage());
    }
    Throwable root = error;
    for (int i = 0; i < 20 && root.getCause() != null; i++) {
      root = root.getCause();
    }
    String advice = advice(root);
    return error
        + (root.equals(error) ? "" : ", caused by " + root)
        + (advice.isEmpty() ? "" : ". " + advice);
  }

  private static String advice(Throwable error) {
    if (error instanceof UnsupportedClassVersionError) {
      return "The plugin was compiled for a newer Java than the one that runs, "
          + Runtime.version().feature()
          + ". Run a newer Java, or get a build of the plugin for this one.";
    }
    if (error instanceof NoClassDefFoundError || error instanceof ClassNotFoundException) {
      return "The plugin uses a class that it can't see: its package is neither in the plugin nor"
          + " imported from another one, or that plugin's version does not have it.";
    }
    if (error instanceof NoSuchMethodError
        || error instanceof NoSuchFieldError
        || error instanceof AbstractMethodError) {
      return "The plugin was compiled against another version of a library than the one it is"
          + " given here.";
    }
    if (error instanceof IllegalAccessError || error instanceof IllegalAccessException) {
      return "The plugin uses something that is not public, or in a package that is not exported to"
          + " it.";
    }
    if (error instanceof LinkageError && String.valueOf(error.getMessage()).contains("loader")) {
      return "Two plugins bring the same class, and both versions meet here.";
    }
    return "";
  }
}
