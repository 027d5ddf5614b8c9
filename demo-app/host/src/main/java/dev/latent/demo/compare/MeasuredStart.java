package dev.latent.demo.compare;

import dev.latent.api.PluginState;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.container.PluginContainer;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.server.WorkbenchServer;
import dev.latent.demo.workbench.Action;
import dev.latent.demo.workbench.LoadedClasses;
import dev.latent.demo.workbench.RunOutcome;
import dev.latent.demo.workbench.StartTime;
import dev.latent.demo.workbench.StoredDocument;
import dev.latent.demo.workbench.Workbench;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One start that is measured, in a process of its own: the workbench is served, with all plugins
 * active or none, and one document is converted.
 */
public final class MeasuredStart {

  private MeasuredStart() {}

  /**
   * Starts, measures, prints a line of figures.
   *
   * @param out takes the line
   * @param opened the container, just opened; closed by this method
   * @param samples where the sample documents are
   * @return the exit code
   * @throws IOException if the samples can't be read or no port is free
   * @throws InterruptedException if the thread is interrupted during the conversion
   */
  public static int run(PrintStream out, PluginContainer opened, Path samples)
      throws IOException, InterruptedException {
    try (PluginContainer container = opened;
        Workbench workbench =
            new Workbench(
                container.services(), container.admin(), samples, Duration.ofMinutes(2))) {
      try (WorkbenchServer server = WorkbenchServer.start(workbench, 0)) {
        long ready = System.currentTimeMillis();
        long atReady = pluginClasses(); // the time that this takes is in no figure
        long begin = System.nanoTime();
        RunOutcome outcome = convert(workbench);
        long conversion = (System.nanoTime() - begin) / 1_000_000;
        if (outcome instanceof RunOutcome.Failed failed) {
          out.println("The conversion failed at " + server.address() + ": " + failed.message());
          return 1;
        }
        long untilReady = ready - StartTime.millis();
        List<PluginSnapshot> plugins = container.admin().plugins();
        List<String> failures = failures(plugins);
        LoadedClasses classes = LoadedClasses.measure().orElse(new LoadedClasses(-1, -1));
        Figures figures =
            new Figures(
                untilReady,
                untilReady + conversion,
                heapKilobytes(),
                classes.all(),
                atReady,
                classes.ofPlugins(),
                plugins.stream().filter(p -> p.state() == PluginState.ACTIVE).count(),
                failures.size(),
                plugins.size());
        failures.forEach(failure -> out.println("failed: " + failure));
        out.println(figures.line());
        return 0;
      }
    }
  }

  private static long pluginClasses() {
    return LoadedClasses.measure().map(LoadedClasses::ofPlugins).orElse(-1L);
  }

  private static List<String> failures(List<PluginSnapshot> plugins) {
    List<String> failures = new ArrayList<>();
    for (PluginSnapshot plugin : plugins) {
      if (plugin.state() == PluginState.FAILED) {
        failures.add(plugin.failure().orElse(plugin.id() + " failed."));
      }
    }
    return failures;
  }

  /** The first Markdown sample to HTML: what the README shows first, and every sample set has. */
  private static RunOutcome convert(Workbench workbench) throws IOException, InterruptedException {
    for (StoredDocument stored : workbench.store().documents()) {
      if (stored.document().mediaType().equals("text/markdown")) {
        for (Action action : workbench.actions().taking("text/markdown")) {
          if (action.takesByName("text/markdown") && action.to().equals("text/html")) {
            return workbench.runner().run(action, stored.document(), new ActionOptions(Map.of()));
          }
        }
      }
    }
    throw new IOException("There is no Markdown sample, or no action that makes HTML of it.");
  }

  private static long heapKilobytes() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.gc();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1024;
  }
}
