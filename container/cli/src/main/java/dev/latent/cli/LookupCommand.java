package dev.latent.cli;

import dev.latent.container.PluginContainer;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks a service up, which activates its plugin, and shows what happened. */
@Command(
    name = "lookup",
    description = "Looks a service up, which activates its plugin, and shows what happened.",
    mixinStandardHelpOptions = true)
final class LookupCommand implements Callable<Integer> {

  @Mixin private final ContainerOptions container = new ContainerOptions();

  @Option(names = "--json", description = "Prints JSON of a stable form, see docs/cli.md")
  private boolean json;

  @Parameters(
      index = "0",
      paramLabel = "TYPE",
      description = "The service type; the name without its package where only one has it")
  private String type = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILTER",
      description = "An LDAP filter over the attributes, for example (format=pdf)")
  private @Nullable String filter;

  @Spec private CommandSpec spec = CommandSpec.create();

  LookupCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (PluginContainer opened =
        container.open(ContainerOptions.Use.HOST, spec.commandLine().getErr())) {
      LookupReport report = LookupReport.of(opened, type, filter);
      if (json) {
        Json.print(out, report::write);
      } else {
        report.print(out, Style.ofTerminal());
      }
      out.flush();
    }
    return ExitCodes.OK;
  }
}
