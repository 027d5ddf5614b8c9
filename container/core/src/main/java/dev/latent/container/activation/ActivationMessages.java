package dev.latent.container.activation;

import dev.latent.api.ActivationException;
import dev.latent.api.PluginException;
import dev.latent.api.PluginState;
import dev.latent.api.ResolutionException;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.resolve.MissingMessage;
import dev.latent.container.runtime.Work;
import java.util.List;

/** Words for what goes wrong: what, why, who asked, what to do. */
final class ActivationMessages {

  private ActivationMessages() {}

  static String refused(RegisteredPlugin plugin, String why, ActivationCause cause) {
    return "Plugin " + plugin.id() + " is " + why + ". Requested by " + cause.request() + ".";
  }

  static String resting(PluginState state) {
    return switch (state) {
      case DISABLED -> "disabled; set another policy to use it";
      case QUARANTINED -> "in quarantine, as it failed too often; release it to try again";
      default -> "no longer in the container, as it was removed or replaced; look up what is there";
    };
  }

  static String neverSettled(RegisteredPlugin plugin, ActivationCause cause) {
    return "Plugin "
        + plugin.id()
        + " could not be activated: what it needs was updated again and again meanwhile. Requested"
        + " by "
        + cause.request()
        + ". Try again when no update is running.";
  }

  static String circle(Operation wanted, List<Work> circle, ActivationCause cause, Thread thread) {
    StringBuilder text = new StringBuilder();
    text.append("Circular activation: ")
        .append(wanted.plugin().id())
        .append(" is needed while it is being ")
        .append(wanted.kind() == Operation.Kind.ACTIVATE ? "activated" : "stopped")
        .append(", and has registered nothing yet.");
    for (Work work : circle) {
      text.append("\n  ").append(work.line()).append(", which needs");
    }
    text.append("\n  ")
        .append(wanted.plugin().id())
        .append(", by thread '")
        .append(thread.getName())
        .append("', for ")
        .append(cause.request())
        .append(
            "\nLet one of them look the other up when it is used instead of when it starts: keep a"
                + " Deferred or a handle.");
    return text.toString();
  }

  static String tooLong(Operation operation, ActivationLimits limits, ActivationCause cause) {
    return "Gave up after waiting "
        + limits.activation().toMillis()
        + " ms: "
        + operation.describe(System.nanoTime())
        + ". Requested by "
        + cause.request()
        + ". If it only needs longer, raise latent.activation.limit.";
  }

  static ActivationException again(ActivationException failure) {
    return new ActivationException(
        failure.plugin().orElse(null), String.valueOf(failure.getMessage()), failure);
  }

  static ActivationException nothing(RegisteredPlugin plugin) {
    return new ActivationException(
        plugin.id(),
        "Plugin "
            + plugin.id()
            + " could not be activated: its runtime gave nothing. This is a mistake of the"
            + " runtime.",
        null);
  }

  static ActivationException failed(Operation operation, Throwable cause) {
    StringBuilder text = new StringBuilder();
    text.append("Plugin ")
        .append(operation.plugin().id())
        .append(" (")
        .append(operation.plugin().reference().location())
        .append(") could not be activated: ")
        .append(explain(cause));
    List<String> chain = operation.chain();
    text.append("\n  Requested by ").append(operation.cause().request());
    for (int i = chain.size() - 2; i >= 0; i--) {
      text.append(",\n  because ").append(chain.get(i));
    }
    text.append(".\n  The next lookup tries again.");
    return new ActivationException(operation.plugin().id(), text.toString(), cause);
  }

  /** What runtimes did not put into words yet. */
  private static String explain(Throwable error) {
    if (error instanceof PluginException known) {
      String said = String.valueOf(known.getMessage());
      String again =
          known.plugin().map(id -> "Plugin " + id + " could not be activated. ").orElse("");
      return !again.isEmpty() && said.startsWith(again) ? said.substring(again.length()) : said;
    }
    Throwable root = error;
    for (int i = 0; i < 20 && root.getCause() != null; i++) {
      root = root.getCause();
    }
    return error + (root.equals(error) ? "" : ", caused by " + root);
  }

  static ResolutionException missing(Closure closure) {
    return new ResolutionException(closure.plugin().id(), MissingMessage.of(closure, ""), null);
  }
}
