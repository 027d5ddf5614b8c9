package dev.latent.demo.terminal;

import dev.latent.api.PluginKind;
import dev.latent.api.PluginState;
import dev.latent.demo.workbench.PluginView;
import dev.latent.demo.workbench.RunOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Says what a conversion made, what was activated for it, and what that took. */
final class ConvertedReport {

  private ConvertedReport() {}

  static String of(Path out, RunOutcome.Done done, List<PluginView> plugins, long readyMillis) {
    List<PluginView> active =
        plugins.stream().filter(plugin -> plugin.state() == PluginState.ACTIVE).toList();
    StringBuilder text = new StringBuilder();
    text.append(out).append(": ").append(size(done.result().document().content().length));
    text.append(" by ").append(done.action().label());
    if (!done.action().library().isEmpty()) {
      text.append(" (").append(done.action().library()).append(')');
    }
    text.append("\nready in ").append(readyMillis).append(" ms; activated ").append(active.size());
    text.append(" of ").append(plugins.size()).append(" plugins in ");
    text.append(done.activationNanos() / 1_000_000).append(" ms; the action took ");
    text.append(done.runNanos() / 1_000_000).append(" ms\n");
    int width = active.stream().mapToInt(plugin -> plugin.title().length()).max().orElse(0);
    for (PluginView plugin : active) {
      text.append(String.format(Locale.ROOT, "%,7d ms  ", plugin.micros() / 1000));
      text.append(ActionsCommand.pad(plugin.title(), width)).append("  ").append(plugin.words());
      text.append('\n');
    }
    long rest = done.activationNanos() / 1_000_000;
    for (PluginView plugin : active) {
      rest -= plugin.micros() / 1000;
    }
    if (rest > 0 && active.stream().anyMatch(plugin -> plugin.kind() == PluginKind.BUNDLE)) {
      text.append(String.format(Locale.ROOT, "%,7d ms  ", rest));
      text.append("the rest: starting the OSGi framework, resolving bundles\n");
    }
    return text.toString();
  }

  private static String size(int bytes) {
    return bytes < 10_000
        ? String.format(Locale.ROOT, "%,d bytes", bytes)
        : String.format(Locale.ROOT, "%,d kB", bytes / 1000);
  }
}
