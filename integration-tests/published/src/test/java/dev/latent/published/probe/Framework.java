package dev.latent.published.probe;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/** The framework that runs, for those who stand outside of it. */
public final class Framework {

  private static volatile @Nullable BundleContext context;

  private Framework() {}

  /** Says which it is. */
  public static void is(@Nullable BundleContext running) {
    context = running;
  }

  /** The context of a bundle in it. */
  public static BundleContext context() {
    BundleContext running = context;
    if (running == null) {
      throw new IllegalStateException("The bundle that looks around is not active");
    }
    return running;
  }
}
