package dev.latent.demo.standin;

import dev.latent.demo.server.WorkbenchServer;
import dev.latent.demo.workbench.StartFigures;
import dev.latent.demo.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A workbench over plugins in memory, served. Its main method serves it for looking at the page.
 */
public final class StandInWorkbench implements AutoCloseable {

  private final CountDownLatch gate = new CountDownLatch(1);
  private final StandInPlugins plugins = new StandInPlugins(StandInActions.all(gate));
  private final Workbench workbench;
  private final WorkbenchServer server;

  /** Serves with sample documents that it writes into a directory. */
  public StandInWorkbench(Path directory, int port) throws IOException {
    Path samples = Files.createDirectories(directory.resolve("samples"));
    Files.writeString(samples.resolve("sample.md"), "# Sample\n\nSome *text*, and a [link](x).\n");
    Files.writeString(samples.resolve("sample.csv"), "name,amount\n\"a, b\",1\nc,2\n");
    Files.writeString(samples.resolve("sample.html"), StandInActions.HOSTILE_HTML);
    workbench = new Workbench(plugins, plugins, samples, Duration.ofSeconds(30));
    workbench.start(new StartFigures(183, plugins.plugins().size(), 0));
    server = WorkbenchServer.start(workbench, port);
  }

  /** The server. */
  public WorkbenchServer server() {
    return server;
  }

  /** The plugins. */
  public StandInPlugins plugins() {
    return plugins;
  }

  /** Lets the slow action end. */
  public void openGate() {
    gate.countDown();
  }

  @Override
  public void close() {
    gate.countDown();
    server.close();
    workbench.close();
  }

  /**
   * Serves until stopped.
   *
   * @param args none
   */
  @SuppressWarnings("resource") // it serves until the process ends
  public static void main(String[] args) throws Exception {
    StandInWorkbench standIn =
        new StandInWorkbench(
            Files.createDirectories(Path.of("target", "workbench")),
            args.length > 0 ? Integer.parseInt(args[0]) : 0);
    System.out.println(standIn.server().newLink());
    new CountDownLatch(1).await();
  }
}
