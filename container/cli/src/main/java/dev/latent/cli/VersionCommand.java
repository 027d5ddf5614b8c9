package dev.latent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says which version this is and what it runs on. */
@Command(
    name = "version",
    description = "Says which version this is and what it runs on.",
    mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  VersionCommand() {}

  @Override
  public Integer call() {
    for (String line : new Provider().getVersion()) {
      spec.commandLine().getOut().println(line);
    }
    return ExitCodes.OK;
  }

  /** The same for {@code --version}. */
  static final class Provider implements IVersionProvider {

    Provider() {}

    @Override
    public String[] getVersion() {
      Properties properties = new Properties();
      try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
        properties.load(java.util.Objects.requireNonNull(in, "version.properties"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new String[] {
        "Latent " + properties.getProperty("version"),
        "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name"),
      };
    }
  }
}
