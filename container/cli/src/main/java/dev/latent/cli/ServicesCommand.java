package dev.latent.cli;

import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.ServiceSnapshot;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the services that are offered, by type. */
@Command(name = "services", description = "Lists the services that the plugins offer, by type.")
final class ServicesCommand extends InspectCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "TYPE",
      description = "Only types whose name has this text in it")
  private String type = "";

  ServicesCommand() {}

  @Override
  int show(PluginAdmin admin, PrintWriter out) {
    TreeMap<String, List<ServiceSnapshot>> byType = new TreeMap<>();
    for (PluginSnapshot plugin : admin.plugins()) {
      for (ServiceSnapshot service : plugin.services()) {
        for (String name : service.types()) {
          if (name.contains(type)) {
            byType.computeIfAbsent(name, unused -> new ArrayList<>()).add(service);
          }
        }
      }
    }
    // Stable, so equal rankings stay in reference order.
    byType.values().forEach(list -> list.sort((a, b) -> Integer.compare(b.ranking(), a.ranking())));
    if (byType.isEmpty()) {
      throw new CommandFailedException(
          type.isEmpty()
              ? "No plugin offers a service. `latent check` tells what is wrong with plugins."
              : "No service type has '" + type + "' in its name. `latent services` lists all.");
    }
    if (json) {
      Json.print(
          out,
          generator -> {
            generator.writeObjectFieldStart("services");
            for (Map.Entry<String, List<ServiceSnapshot>> entry : byType.entrySet()) {
              generator.writeArrayFieldStart(entry.getKey());
              for (ServiceSnapshot service : entry.getValue()) {
                Json.service(generator, service);
              }
              generator.writeEndArray();
            }
            generator.writeEndObject();
          });
      return ExitCodes.OK;
    }
    Style style = Style.ofTerminal();
    byType.forEach(
        (name, services) -> {
          out.println(style.strong(name));
          Map<String, Integer> lines = new LinkedHashMap<>();
          for (ServiceSnapshot service : services) {
            String attributes = Wording.attributes(service.attributes());
            lines.merge(
                "  "
                    + service.plugin()
                    + (service.active() ? style.good(" (active)") : "")
                    + (attributes.isEmpty() ? "" : style.faint("  " + attributes)),
                1,
                Integer::sum);
          }
          lines.forEach(
              (line, count) -> out.println(count == 1 ? line : line + "  " + count + " times"));
        });
    return ExitCodes.OK;
  }

  /** Prints one service of a plugin for people. */
  static void print(ServiceSnapshot service, PrintWriter out, Style style) {
    out.println("  " + String.join(", ", service.types()));
    String attributes = Wording.attributes(service.attributes());
    if (!attributes.isEmpty()) {
      out.println("    " + attributes);
    }
    out.println("    " + style.faint("from " + service.source()));
  }
}
