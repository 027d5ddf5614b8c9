package dev.latent.demo;

import dev.latent.api.ActivationPolicy;
import dev.latent.container.PluginContainer;
import dev.latent.container.PluginContainerBuilder;
import dev.latent.demo.terminal.Commands;
import dev.latent.demo.terminal.Console;
import dev.latent.demo.terminal.Opening;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The document workbench: served to a browser, or used from the terminal.
 *
 * <p>The plugins and samples are beside the jar that this class is in, or where the system property
 * {@code latent.demo.home} says.
 */
public final class DemoMain {

  private static final String CHECK = "latent.check";

  private DemoMain() {}

  /**
   * Runs a command; the exit codes are listed by {@code --help}.
   *
   * @param args the command line
   * @throws InterruptedException if the thread is interrupted while a command waits
   */
  public static void main(String[] args) throws InterruptedException {
    boolean verbose = Arrays.asList(args).contains("--verbose");
    if (!verbose) {
      QuietLogging.set();
    }
    if (args.length > 0 && !args[0].startsWith("-") && System.getProperty(CHECK) == null) {
      System.setProperty(CHECK, "all"); // a command is over before a later look could find changes
    }
    int exitCode =
        Commands.run(
            new Console(System.in, System.out, System.err, home(), new RealContainer(verbose)),
            args);
    System.out.flush();
    System.exit(exitCode);
  }

  private static Path home() {
    String stated = System.getProperty("latent.demo.home");
    if (stated != null) {
      return Path.of(stated);
    }
    try {
      Path code =
          Path.of(DemoMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path parent = code.getParent();
      return parent == null ? code : parent;
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The demo can't tell where it is.", e);
    }
  }

  private static final class RealContainer implements Opening {

    private final boolean verbose;

    RealContainer(boolean verbose) {
      this.verbose = verbose;
    }

    @Override
    public PluginContainer open(Path plugins, boolean eager, @Nullable Path state) {
      PluginContainerBuilder builder =
          PluginContainer.builder()
              .plugins(plugins)
              .hostPackages("dev.latent.demo.api;version=1.0", "dev.latent.api;version=1.0")
              .notices(new PrintedNotices(verbose));
      if (eager) {
        builder.policy("*", ActivationPolicy.EAGER);
      } else {
        // Its activator offers nothing, so that it would be started in idle time. Here nothing of
        // it is needed but what plugins require, and for those the container wakes it.
        builder.policy("org.apache.aries.spifly*", ActivationPolicy.LAZY);
      }
      if (state != null) {
        builder.stateDirectory(state);
      }
      return builder.build();
    }
  }

  /** That the index is made on the first start is for those who want to know everything. */
  private static final class PrintedNotices implements Consumer<String> {

    private final boolean verbose;

    PrintedNotices(boolean verbose) {
      this.verbose = verbose;
    }

    @Override
    public void accept(String line) {
      boolean usual = line.startsWith("There is no index ") || line.startsWith("Wrote the index ");
      if (verbose || !usual) {
        System.err.println(line);
      }
    }
  }
}
