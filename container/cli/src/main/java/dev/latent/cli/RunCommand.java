package dev.latent.cli;

import dev.latent.container.PluginContainer;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Hosts directories of plugins until stopped. */
@Command(
    name = "run",
    description = "Hosts the plugins until stopped; on a terminal with a prompt.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Mixin private final ContainerOptions container = new ContainerOptions();

  @Option(names = "--no-prompt", description = "No prompt, also on a terminal")
  private boolean noPrompt;

  @Spec private CommandSpec spec = CommandSpec.create();

  RunCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stopped.countDown();
              try {
                closed.await(60, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "latent-shutdown");
    long start = System.nanoTime();
    try (PluginContainer opened =
        container.open(ContainerOptions.Use.HOST, spec.commandLine().getErr())) {
      opened.ready();
      long nanos = System.nanoTime() - start;
      Runtime.getRuntime().addShutdownHook(hook);
      Style style = Style.ofTerminal();
      ListCommand.print(opened.admin(), out, style);
      out.println("Ready in " + Wording.millis(nanos) + ".");
      out.flush();
      if (!noPrompt && Style.isTerminal()) {
        new Prompt(opened, style).run();
      } else {
        opened
            .admin()
            .onTransition(
                transition -> {
                  out.println(
                      transition.at()
                          + " "
                          + transition.plugin()
                          + " "
                          + Wording.word(transition.to())
                          + ": "
                          + transition.cause());
                  out.flush();
                });
        stopped.await();
      }
    } finally {
      closed.countDown();
    }
    return ExitCodes.OK;
  }
}
