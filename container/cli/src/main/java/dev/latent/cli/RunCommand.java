package dev.latent.cli;

import dev.latent.api.admin.PluginTransition;
import dev.latent.container.PluginContainer;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    long start = System.nanoTime();
    PluginContainer opened = container.open(ContainerOptions.Use.HOST, spec.commandLine().getErr());
    Closing closing = new Closing(opened);
    Thread hook =
        new Thread(
            () -> {
              stopped.countDown();
              closing.close();
            },
            "latent-shutdown");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      opened.ready();
      long nanos = System.nanoTime() - start;
      Style style = Style.ofTerminal();
      ListCommand.print(opened.admin(), out, style);
      out.println("Ready in " + Wording.millis(nanos) + ".");
      out.flush();
      if (!noPrompt && Style.isTerminal()) {
        new Prompt(opened, style).run();
      } else {
        opened.admin().onTransition(transition -> print(transition, out));
        stopped.await();
      }
    } finally {
      closing.close();
      forget(hook);
    }
    return ExitCodes.OK;
  }

  private static void print(PluginTransition transition, PrintWriter out) {
    out.println(
        transition.at()
            + " "
            + transition.plugin()
            + " "
            + Wording.word(transition.to())
            + ": "
            + transition.cause());
    out.flush();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is on its way down, and the hook with it.
      return;
    }
  }

  /** Closes a container once; whoever comes second waits until that is done. */
  private static final class Closing {

    private static final long LIMIT_SECONDS = 60;

    private final PluginContainer container;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);

    Closing(PluginContainer container) {
      this.container = container;
    }

    void close() {
      if (begun.compareAndSet(false, true)) {
        try {
          container.close();
        } finally {
          done.countDown();
        }
        return;
      }
      try {
        if (!done.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          System.err.println(
              "The plugins are still stopping after "
                  + LIMIT_SECONDS
                  + " s; not waiting any more.");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
