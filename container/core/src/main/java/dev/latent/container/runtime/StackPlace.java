package dev.latent.container.runtime;

/** Says where a thread is, for messages about waiting. */
public final class StackPlace {

  private static final int MOST_FRAMES = 5;

  private StackPlace() {}

  /**
   * The innermost calls of a thread that say something: how the JDK waits is the same everywhere,
   * who called it is what matters.
   *
   * @param thread a thread
   * @return for example {@code acme.Pool.take(Pool.java:12) < acme.Start.start(Start.java:7)};
   *     empty if the thread is over or runs nothing but the JDK
   */
  public static String of(Thread thread) {
    StringBuilder place = new StringBuilder();
    int told = 0;
    for (StackTraceElement frame : thread.getStackTrace()) {
      String module = frame.getModuleName();
      boolean jdk = module != null && (module.startsWith("java.") || module.startsWith("jdk."));
      if (!jdk && told < MOST_FRAMES) {
        place.append(told++ == 0 ? "" : " < ").append(frame);
      }
    }
    return place.toString();
  }
}
