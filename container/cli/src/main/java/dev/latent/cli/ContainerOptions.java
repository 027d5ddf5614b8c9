package dev.latent.cli;

import dev.latent.container.PluginContainer;
import dev.latent.container.PluginContainerBuilder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which plugins, and how they are hosted. */
final class ContainerOptions {

  /** How a command uses the container. */
  enum Use {
    /** Only looks: nothing is activated, whatever the policies say. */
    INSPECT,
    /** Hosts: policies are in force. */
    HOST
  }

  @Option(
      names = {"-p", "--plugins"},
      paramLabel = "DIR",
      description = "A directory of plugins; may be given more than once. Default: ./plugins")
  private List<Path> plugins = new ArrayList<>();

  @Option(
      names = "--framework",
      paramLabel = "NAME",
      description = "felix, equinox or none. Default: the one that is on the class path, else none")
  private @Nullable String framework;

  @Option(
      names = "--host-package",
      paramLabel = "PACKAGE",
      description =
          "A package of the class path that plugins see, as in Export-Package; may be given more than"
              + " once")
  private List<String> hostPackages = new ArrayList<>();

  @Option(
      names = "--host-jar",
      paramLabel = "JAR",
      description =
          "A jar with the API of the host that the plugins are for; may be given more than once")
  private List<Path> hostJars = new ArrayList<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A latent.properties file. Default: the one beside the plugins")
  private @Nullable Path configuration;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Where the index and data areas are kept. Default: .latent in the first directory")
  private @Nullable Path state;

  ContainerOptions() {}

  /** The directories, as given or by default. */
  List<Path> directories() {
    return plugins.isEmpty() ? List.of(Path.of("plugins")) : plugins;
  }

  /** Opens the container; what it has to say goes to the writer. */
  PluginContainer open(Use use, PrintWriter notices) {
    PluginContainerBuilder builder = PluginContainer.builder();
    for (Path directory : directories()) {
      if (!Files.isDirectory(directory)) {
        throw new CommandFailedException(
            plugins.isEmpty()
                ? "There is no directory plugins here. Name one with --plugins DIR."
                : directory
                    + (Files.exists(directory) ? " is not a directory." : " does not exist.")
                    + " --plugins takes a directory of jars.");
      }
    }
    builder.plugins(directories().toArray(Path[]::new));
    if (framework != null) {
      builder.framework(framework);
    }
    if (!hostPackages.isEmpty()) {
      builder.hostPackages(hostPackages.toArray(String[]::new));
    }
    if (!hostJars.isEmpty()) {
      HostJars.into(builder, hostJars);
    }
    if (configuration != null) {
      builder.configuration(configuration);
    }
    if (state != null) {
      builder.stateDirectory(state);
    }
    if (use == Use.INSPECT) {
      builder.inspectOnly(true);
    }
    return builder
        .notices(
            line -> {
              notices.println(line);
              notices.flush();
            })
        .build();
  }
}
