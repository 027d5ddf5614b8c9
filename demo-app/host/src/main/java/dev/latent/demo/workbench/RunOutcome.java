package dev.latent.demo.workbench;

import dev.latent.api.PluginId;
import java.util.List;

/** What came of running an action. */
public sealed interface RunOutcome {

  /**
   * It gave a document.
   *
   * @param result the document
   * @param action the action that ran
   * @param activationNanos how long getting the action took, with all that had to be activated
   * @param runNanos how long the action itself took
   * @param activated the plugins that became active while it ran
   */
  record Done(
      StoredDocument result,
      Action action,
      long activationNanos,
      long runNanos,
      List<PluginId> activated)
      implements RunOutcome {}

  /**
   * It failed.
   *
   * @param action the action that was to run
   * @param message one sentence for the user
   * @param causes the chain behind it, the outermost first, each {@code type: message}
   * @param inActivation whether its plugin could not be activated, so that the action never ran
   */
  record Failed(Action action, String message, List<String> causes, boolean inActivation)
      implements RunOutcome {}
}
