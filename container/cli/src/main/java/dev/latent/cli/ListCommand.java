package dev.latent.cli;

import dev.latent.api.PluginKind;
import dev.latent.api.PluginState;
import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.Problem;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists all plugins: problems first, then a line each, then a summary. */
@Command(name = "list", description = "Lists the plugins: what each offers and what would wake it.")
final class ListCommand extends InspectCommand {

  static final int WIDTH = 80;

  ListCommand() {}

  @Override
  int show(PluginAdmin admin, PrintWriter out) {
    if (json) {
      List<PluginSnapshot> plugins = admin.plugins();
      List<Problem> problems = admin.problems();
      Json.print(
          out,
          generator -> {
            generator.writeArrayFieldStart("problems");
            for (Problem problem : problems) {
              Json.problem(generator, problem);
            }
            generator.writeEndArray();
            generator.writeArrayFieldStart("plugins");
            for (PluginSnapshot plugin : plugins) {
              Json.plugin(generator, plugin);
            }
            generator.writeEndArray();
          });
    } else {
      print(admin, out, Style.ofTerminal());
    }
    return ExitCodes.OK;
  }

  /** Prints the list for people. */
  static void print(PluginAdmin admin, PrintWriter out, Style style) {
    List<PluginSnapshot> plugins = admin.plugins();
    List<Problem> problems = admin.problems();
    int shown = 0;
    for (Problem problem : problems) {
      if (problem.severity() != Problem.Severity.NOTICE) {
        CheckCommand.print(problem, out, style);
        shown++;
      }
    }
    if (shown > 0) {
      out.println();
    }
    Columns columns = new Columns(WIDTH, 36, 6, 10);
    for (PluginSnapshot plugin : plugins) {
      columns.add(
          plugin.state() == PluginState.ACTIVE
              ? style::good
              : plugin.state() == PluginState.FAILED ? style::bad : text -> text,
          Wording.shortId(plugin.id()),
          Wording.word(plugin.kind()),
          Wording.word(plugin.policy()),
          Wording.wakes(plugin));
    }
    if (!plugins.isEmpty()) {
      columns.lines().forEach(out::println);
      out.println();
    }
    out.println(style.strong(summary(plugins, problems)));
    if (!plugins.isEmpty()) {
      out.println(style.faint("Nothing was resolved for this; check tells what will not resolve."));
    }
  }

  private static String summary(List<PluginSnapshot> plugins, List<Problem> problems) {
    if (plugins.isEmpty() && problems.isEmpty()) {
      return "No plugins. Put jars into the directory.";
    }
    int bundles = 0;
    int active = 0;
    int services = 0;
    for (PluginSnapshot plugin : plugins) {
      bundles += plugin.kind() == PluginKind.BUNDLE ? 1 : 0;
      active += plugin.state() == PluginState.ACTIVE ? 1 : 0;
      services += plugin.services().size();
    }
    int errors = 0;
    int warnings = 0;
    for (Problem problem : problems) {
      errors += problem.severity() == Problem.Severity.ERROR ? 1 : 0;
      warnings += problem.severity() == Problem.Severity.WARNING ? 1 : 0;
    }
    return Wording.count(plugins.size(), "plugin")
        + " ("
        + Wording.count(bundles, "bundle")
        + ", "
        + Wording.count(plugins.size() - bundles, "layer")
        + "), "
        + Wording.count(services, "service")
        + ", "
        + active
        + " active, "
        + Wording.count(errors, "error")
        + ", "
        + Wording.count(warnings, "warning");
  }
}
