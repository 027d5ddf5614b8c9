package dev.latent.cli;

import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.container.PluginContainer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that only looks: it starts no framework and activates nothing. */
@Command(mixinStandardHelpOptions = true)
abstract class InspectCommand implements Callable<Integer> {

  @Mixin final ContainerOptions container = new ContainerOptions();

  @Option(names = "--json", description = "Prints JSON of a stable form, see docs/cli.md")
  boolean json;

  @Spec CommandSpec spec = CommandSpec.create();

  InspectCommand() {}

  @Override
  public final Integer call() {
    try (PluginContainer opened =
        container.open(ContainerOptions.Use.INSPECT, spec.commandLine().getErr())) {
      int code = show(opened.admin(), spec.commandLine().getOut());
      spec.commandLine().getOut().flush();
      return code;
    }
  }

  /** Prints what the command is for, and gives the exit code. */
  abstract int show(PluginAdmin admin, PrintWriter out);

  /** The plugin of a name, or a failure that names the nearest. */
  static PluginSnapshot plugin(PluginAdmin admin, String name) {
    return plugin(admin, name, "`latent list`", "`latent check`");
  }

  /** The same for who types other commands. */
  static PluginSnapshot plugin(PluginAdmin admin, String name, String list, String check) {
    Optional<PluginSnapshot> found = admin.plugin(name);
    if (found.isPresent()) {
      return found.get();
    }
    List<String> why = admin.whyNot(name);
    // A second line is advice to programmers.
    String advice =
        why.size() < 2
            ? ""
            : admin.plugins().isEmpty()
                ? " Is it the right directory? " + check + " tells what is wrong with its jars."
                : " " + list + " shows them all; a jar put into the directory is one more.";
    throw new CommandFailedException(why.get(0) + advice);
  }
}
