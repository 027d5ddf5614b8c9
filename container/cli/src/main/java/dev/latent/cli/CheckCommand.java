package dev.latent.cli;

import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.admin.Problem;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/** Shows everything that will not resolve or is suspicious. */
@Command(
    name = "check",
    description = "Shows everything that will not resolve or is suspicious.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:no error (there may be warnings)", "3:at least one error"})
final class CheckCommand extends InspectCommand {

  CheckCommand() {}

  @Override
  int show(PluginAdmin admin, PrintWriter out) {
    List<Problem> problems = admin.check();
    boolean errors =
        problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    if (json) {
      Json.print(
          out,
          generator -> {
            generator.writeArrayFieldStart("problems");
            for (Problem problem : problems) {
              Json.problem(generator, problem);
            }
            generator.writeEndArray();
          });
    } else if (problems.isEmpty()) {
      out.println(Wording.count(admin.plugins().size(), "plugin") + " checked, nothing found.");
    } else {
      Style style = Style.ofTerminal();
      problems.forEach(problem -> print(problem, out, style));
    }
    return errors ? ExitCodes.PROBLEMS : ExitCodes.OK;
  }

  /** Prints one problem for people. */
  static void print(Problem problem, PrintWriter out, Style style) {
    String head =
        switch (problem.severity()) {
          case ERROR -> style.bad("error");
          case WARNING -> style.warning("warning");
          case NOTICE -> style.faint("notice");
        };
    out.println(
        head
            + " "
            + (problem.location().isEmpty() ? "" : style.strong(problem.location()) + ": ")
            + problem.message()
            + style.faint(" [" + problem.rule() + "]"));
  }
}
