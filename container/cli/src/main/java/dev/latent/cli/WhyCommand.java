package dev.latent.cli;

import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.admin.PluginSnapshot;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells why a plugin is active, or what would activate it. */
@Command(name = "why", description = "Tells why a plugin is active, or what would activate it.")
final class WhyCommand extends InspectCommand {

  @Parameters(paramLabel = "PLUGIN", description = "Its name, or name:version")
  private String name = "";

  WhyCommand() {}

  @Override
  int show(PluginAdmin admin, PrintWriter out) {
    PluginSnapshot plugin = plugin(admin, name);
    List<String> lines = lines(admin, plugin);
    if (json) {
      Json.print(
          out,
          generator -> {
            generator.writeStringField("name", plugin.id().name());
            generator.writeStringField("version", plugin.id().version().toString());
            generator.writeStringField("state", Wording.word(plugin.state()));
            Json.strings(generator, "why", lines);
          });
    } else {
      lines.forEach(out::println);
    }
    return ExitCodes.OK;
  }

  /** The reasons, one a line. */
  static List<String> lines(PluginAdmin admin, PluginSnapshot plugin) {
    String id = plugin.id().name() + ":" + plugin.id().version();
    List<String> lines = new ArrayList<>();
    lines.add(plugin.id() + " is " + Wording.word(plugin.state()) + ".");
    admin.why(id).forEach(line -> lines.add(Wording.asked(line)));
    lines.addAll(admin.whyNot(id));
    lines.add(
        "Its policy is " + Wording.word(plugin.policy()) + " (" + plugin.policyReason() + ").");
    return lines;
  }
}
