package dev.latent.demo.terminal;

import dev.latent.container.PluginContainer;
import dev.latent.demo.server.WorkbenchServer;
import dev.latent.demo.workbench.LoadedClasses;
import dev.latent.demo.workbench.StartFigures;
import dev.latent.demo.workbench.StartTime;
import dev.latent.demo.workbench.Workbench;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Serves the workbench until the process is ended. Everything up to the link runs before the
 * workbench is ready, so it loads as little as it can; figures come after.
 */
final class ServeCommand {

  /** How long an action may take. */
  static final Duration LIMIT = Duration.ofMinutes(2);

  private final Console console;

  ServeCommand(Console console) {
    this.console = console;
  }

  int run(Path plugins, Arguments arguments) throws IOException, InterruptedException {
    int port = arguments.number("--port", 0, 0, 65_535);
    try (PluginContainer container = console.opening().open(plugins);
        Workbench workbench =
            new Workbench(container.services(), container.admin(), console.samples(), LIMIT);
        WorkbenchServer server = start(workbench, port)) {
      long ready = System.currentTimeMillis();
      String link = server.newLink();
      console.out().println("Latent workbench: " + link);
      if (!arguments.has("--no-browser")) {
        Browser.open(link);
      }
      tellFigures(container, workbench, ready);
      container.ready();
      untilEnded(server);
      return ExitCodes.DONE;
    }
  }

  private static WorkbenchServer start(Workbench workbench, int port) throws IOException {
    try {
      return WorkbenchServer.start(workbench, port);
    } catch (BindException e) {
      throw new UsageException(
          ExitCodes.NOT_THERE,
          "Port " + port + " is taken (" + e.getMessage() + "). Choose another, or none at all.",
          e);
    }
  }

  private void tellFigures(PluginContainer container, Workbench workbench, long ready) {
    int registered = container.admin().plugins().size();
    long classes = LoadedClasses.measure().map(LoadedClasses::ofPlugins).orElse(-1L);
    StartFigures figures = new StartFigures(ready - StartTime.millis(), registered, classes);
    workbench.start(figures);
    console
        .out()
        .println(
            "ready in "
                + figures.readyMillis()
                + " ms, "
                + registered
                + " plugins registered, "
                + (classes < 0 ? "an unknown number of" : Long.toString(classes))
                + " plugin classes loaded");
  }

  /** Ends with the process; on a line of input it makes a new link, as each one works once. */
  private void untilEnded(WorkbenchServer server) throws IOException, InterruptedException {
    console.out().println("Press Enter for another link (each works once), Ctrl+C to stop.");
    console.out().flush();
    int read;
    while ((read = console.in().read()) >= 0) {
      if (read == '\n') {
        console.out().println("Latent workbench: " + server.newLink());
        console.out().flush();
      }
    }
    // No input, as when started by a script: serve until the process is ended.
    Thread.currentThread().join();
  }
}
