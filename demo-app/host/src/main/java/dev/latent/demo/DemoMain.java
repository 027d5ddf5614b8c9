package dev.latent.demo;

import dev.latent.api.ActivationPolicy;
import dev.latent.container.PluginContainer;
import dev.latent.container.PluginContainerBuilder;
import dev.latent.demo.terminal.Commands;
import dev.latent.demo.terminal.Console;
import dev.latent.demo.terminal.Opening;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The document workbench: served to a browser, or used from the terminal.
 *
 * <p>The plugins and samples are beside the jar that this class is in, or where the system property
 * {@code latent.demo.home} says.
 */
public final class DemoMain {

  private DemoMain() {}

  /**
   * Runs a command; the exit codes are listed by {@code --help}.
   *
   * @param args the command line
   * @throws InterruptedException if the thread is interrupted while a command waits
   */
  public static void main(String[] args) throws InterruptedException {
    int exitCode =
        Commands.run(
            new Console(System.in, System.out, System.err, home(), new RealContainer()), args);
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
    @Override
    public PluginContainer open(Path plugins, boolean eager, @Nullable Path state) {
      PluginContainerBuilder builder =
          PluginContainer.builder()
              .plugins(plugins)
              .hostPackages("dev.latent.demo.api;version=1.0", "dev.latent.api;version=1.0")
              .notices(new PrintedNotices());
      if (eager) {
        builder.policy("*", ActivationPolicy.EAGER);
      }
      if (state != null) {
        builder.stateDirectory(state);
      }
      return builder.build();
    }
  }

  private static final class PrintedNotices implements Consumer<String> {
    @Override
    public void accept(String line) {
      System.err.println(line);
    }
  }
}
