package dev.latent.container.descriptor;

import java.lang.module.ModuleDescriptor;
import org.jspecify.annotations.Nullable;

/** Module name and version that a file name yields, by the rules of the JDK's module finder. */
record AutomaticName(String name, @Nullable String version) {

  static AutomaticName of(String fileName) {
    String base =
        fileName.endsWith(".jar") ? fileName.substring(0, fileName.length() - 4) : fileName;
    int dash = versionDash(base);
    if (dash < 0) {
      return new AutomaticName(JavaNames.cleaned(base), null);
    }
    String version = base.substring(dash + 1);
    try {
      ModuleDescriptor.Version.parse(version);
    } catch (IllegalArgumentException e) {
      version = null; // the JDK drops what is no version, too
    }
    return new AutomaticName(JavaNames.cleaned(base.substring(0, dash)), version);
  }

  /** The first dash before digits that end at a dot or at the end; -1 if there is none. */
  private static int versionDash(String base) {
    for (int dash = base.indexOf('-'); dash >= 0; dash = base.indexOf('-', dash + 1)) {
      int end = dash + 1;
      while (end < base.length() && base.charAt(end) >= '0' && base.charAt(end) <= '9') {
        end++;
      }
      if (end > dash + 1 && (end == base.length() || base.charAt(end) == '.')) {
        return dash;
      }
    }
    return -1;
  }
}
