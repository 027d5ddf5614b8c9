package dev.latent.container.resolve;

import dev.latent.api.admin.Problem;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;

/** Words for closures that can't be resolved. */
public final class MissingMessage {

  /** More would make a line that nobody reads. */
  private static final int MOST_SHOWN = 3;

  private MissingMessage() {}

  /**
   * Says all that keeps a plugin from being resolved.
   *
   * @param closure a closure that is not {@link Closure#resolvable()}
   * @param requestedFor what the plugin is wanted for, for example {@code service acme.Renderer};
   *     empty if that is not known
   * @return one line for each thing; each says what is missing, who needs it, what comes near, and
   *     what to do
   */
  public static String of(Closure closure, String requestedFor) {
    StringBuilder message = new StringBuilder();
    for (Closure.Missing missing : closure.missing()) {
      line(message, of(missing, requestedFor));
    }
    for (Problem problem : closure.problems()) {
      if (problem.severity() == Problem.Severity.ERROR) {
        line(message, problem.message());
      }
    }
    return message.toString();
  }

  private static void line(StringBuilder message, String line) {
    if (message.length() > 0) {
      message.append('\n');
    }
    message.append(line);
  }

  /**
   * Says one thing that is missing.
   *
   * @param missing what is missing
   * @param requestedFor what the plugin is wanted for; empty if that is not known
   * @return one line
   */
  public static String of(Closure.Missing missing, String requestedFor) {
    StringBuilder message = new StringBuilder();
    message.append(upperFirst(missing.what())).append(" not found");
    List<RegisteredPlugin> chain = missing.chain();
    for (int i = chain.size() - 1; i >= 0; i--) {
      message.append(", required by ").append(chain.get(i).id());
    }
    if (!requestedFor.isEmpty()) {
      message.append(", requested for ").append(requestedFor);
    }
    message.append(". ");
    if (!missing.nearest().isEmpty()) {
      int shown = Math.min(MOST_SHOWN, missing.nearest().size());
      message
          .append("Found: ")
          .append(String.join(", ", missing.nearest().subList(0, shown)))
          .append(". ");
    }
    boolean environment =
        missing.what().startsWith("execution environment ")
            || missing.what().startsWith("native code ");
    message.append(
        environment
            ? "Run on a JVM that has it, or use a version of the plugin made for this one."
            : missing.what().startsWith("capability osgi.extender osgi.component")
                ? "Put a component runtime (for example Apache Felix SCR, org.apache.felix.scr) into"
                    + " the plugin directory."
                : "Put the missing jar into the plugin directory.");
    return message.toString();
  }

  private static String upperFirst(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
