package dev.latent.container.activation;

import dev.latent.api.ActivationException;
import dev.latent.api.PluginState;
import dev.latent.api.admin.ActivationStep;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.RunningPlugin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is so about a plugin at one moment. Immutable.
 *
 * @param state its state
 * @param withdrawn whether its last activation failed, so that its services are not offered until
 *     one succeeds
 * @param operation what is being done to it; null unless it is being activated or stopped
 * @param running the running plugin; null unless it is active or being stopped
 * @param sequence counts completed activations in the container; 0 if it is not active
 * @param members the plugins that it is activated over, itself among them; empty unless it is
 *     active or being stopped
 * @param why why it is active, the outermost cause first
 * @param steps what its last activation spent its time on
 * @param failure what its last activation failed with; null if that succeeded or there was none
 * @param leftovers what it left behind when it was last stopped
 */
public record PluginStatus(
    PluginState state,
    boolean withdrawn,
    @Nullable Operation operation,
    @Nullable RunningPlugin running,
    long sequence,
    List<RegisteredPlugin> members,
    List<String> why,
    List<ActivationStep> steps,
    @Nullable ActivationException failure,
    List<String> leftovers) {

  static PluginStatus initial(PluginState state) {
    return new PluginStatus(
        state, false, null, null, 0, List.of(), List.of(), List.of(), null, List.of());
  }

  PluginStatus activating(Operation by) {
    return new PluginStatus(
        PluginState.ACTIVATING,
        withdrawn,
        by,
        null,
        0,
        List.of(),
        List.of(),
        List.of(),
        failure,
        List.of());
  }

  PluginStatus active(
      RunningPlugin plugin,
      long number,
      List<RegisteredPlugin> over,
      List<String> reasons,
      List<ActivationStep> spent) {
    return new PluginStatus(
        PluginState.ACTIVE, false, null, plugin, number, over, reasons, spent, null, List.of());
  }

  PluginStatus failed(ActivationException error, List<ActivationStep> spent) {
    return new PluginStatus(
        PluginState.FAILED, true, null, null, 0, List.of(), List.of(), spent, error, List.of());
  }

  PluginStatus stopping(Operation by) {
    return new PluginStatus(
        PluginState.STOPPING, false, by, running, sequence, members, why, steps, null, List.of());
  }

  PluginStatus stopped(List<String> left) {
    return new PluginStatus(
        PluginState.REGISTERED, false, null, null, 0, List.of(), List.of(), steps, null, left);
  }

  PluginStatus resting(PluginState next) {
    return new PluginStatus(
        next, false, null, null, 0, List.of(), List.of(), steps, null, leftovers);
  }
}
