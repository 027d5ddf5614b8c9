package dev.latent.cli;

import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.Problem;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/** Brings the index of a directory up to date, so that the next start reads nothing else. */
@Command(
    name = "index",
    description = "Brings the index up to date by looking at each jar, and says what changed.")
final class IndexCommand extends InspectCommand {

  IndexCommand() {}

  @Override
  int show(PluginAdmin admin, PrintWriter out) {
    long start = System.nanoTime();
    List<String> changes = admin.refresh();
    long nanos = System.nanoTime() - start;
    List<PluginSnapshot> plugins = admin.plugins();
    int services = 0;
    for (PluginSnapshot plugin : plugins) {
      services += plugin.services().size();
    }
    long unreadable =
        admin.problems().stream()
            .filter(p -> p.severity() == Problem.Severity.ERROR && p.plugin().isEmpty())
            .count();
    if (json) {
      int offered = services;
      Json.print(
          out,
          generator -> {
            generator.writeNumberField("plugins", plugins.size());
            generator.writeNumberField("services", offered);
            generator.writeNumberField("unreadable", unreadable);
            generator.writeNumberField("wallNanos", nanos);
            Json.strings(generator, "changes", changes);
          });
      return ExitCodes.OK;
    }
    changes.forEach(out::println);
    out.println(
        "Index: "
            + Wording.count(plugins.size(), "plugin")
            + ", "
            + Wording.count(services, "service")
            + (unreadable == 0 ? "" : ", " + unreadable + " not readable (see latent check)")
            + "; "
            + (changes.isEmpty() ? "nothing changed" : Wording.count(changes.size(), "change"))
            + ", looked at in "
            + Wording.millis(nanos));
    return ExitCodes.OK;
  }
}
