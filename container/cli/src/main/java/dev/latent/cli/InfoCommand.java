package dev.latent.cli;

import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.Problem;
import dev.latent.api.admin.ServiceSnapshot;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows all that is known of one plugin. */
@Command(name = "info", description = "Shows all that is known of one plugin.")
final class InfoCommand extends InspectCommand {

  @Parameters(paramLabel = "PLUGIN", description = "Its name, or name:version")
  private String name = "";

  InfoCommand() {}

  @Override
  int show(PluginAdmin admin, PrintWriter out) {
    PluginSnapshot plugin = plugin(admin, name);
    if (json) {
      Json.print(
          out,
          generator -> {
            generator.writeFieldName("plugin");
            Json.plugin(generator, plugin);
          });
      return ExitCodes.OK;
    }
    print(plugin, out, Style.ofTerminal());
    return ExitCodes.OK;
  }

  /** Prints one plugin for people. */
  static void print(PluginSnapshot plugin, PrintWriter out, Style style) {
    out.println(style.strong(plugin.id().toString()));
    out.println("  kind      " + Wording.word(plugin.kind()));
    out.println("  location  " + plugin.location());
    out.println("  state     " + Wording.word(plugin.state()));
    out.println("  warmth    " + Wording.word(plugin.warmth()));
    out.println("  policy    " + Wording.word(plugin.policy()) + ", " + plugin.policyReason());
    String head = "  why       ";
    for (String line : plugin.why()) {
      out.println(head + line);
      head = "            ";
    }
    plugin.failure().ifPresent(failure -> out.println("  " + style.bad("failure   " + failure)));
    if (!plugin.services().isEmpty()) {
      out.println();
      out.println(style.strong("Services"));
      for (ServiceSnapshot service : plugin.services()) {
        ServicesCommand.print(service, out, style);
      }
    }
    if (!plugin.steps().isEmpty()) {
      out.println();
      out.println(style.strong("Activation") + " " + Wording.millis(Wording.nanos(plugin)));
      out.println("  " + Wording.steps(plugin));
    }
    if (!plugin.problems().isEmpty()) {
      out.println();
      for (Problem problem : plugin.problems()) {
        CheckCommand.print(problem, out, style);
      }
    }
  }
}
