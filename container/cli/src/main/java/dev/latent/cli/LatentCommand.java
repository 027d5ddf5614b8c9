package dev.latent.cli;

import dev.latent.api.PluginException;
import java.io.PrintWriter;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code latent} command with its subcommands. */
@Command(
    name = "latent",
    description = "Looks at directories of plugins, and hosts them.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    subcommands = {
      ListCommand.class,
      InfoCommand.class,
      WhyCommand.class,
      ServicesCommand.class,
      LookupCommand.class,
      RunCommand.class,
      IndexCommand.class,
      CheckCommand.class,
      DemoCommand.class,
      VersionCommand.class,
      GenerateCompletion.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:what was asked for is not there, or failed",
      "2:the command line can't be read",
      "3:check found an error"
    })
public final class LatentCommand {

  LatentCommand() {}

  /**
   * Runs the command and ends the JVM with its exit code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command line, ready to execute. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new LatentCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          Throwable shown = failure;
          if (!(shown instanceof CommandFailedException
              || shown instanceof PluginException
              || shown instanceof IllegalArgumentException)) {
            throw failure;
          }
          PrintWriter err = command.getErr();
          // Messages of failures quote their causes; a cause is only shown where it says more.
          String said = String.valueOf(shown.getMessage());
          err.println(Wording.asked(said));
          for (Throwable cause = shown.getCause(); cause != null; cause = cause.getCause()) {
            if (!said.contains(String.valueOf(cause.getMessage()))) {
              err.println("  caused by " + Wording.asked(String.valueOf(cause)));
              said += cause.getMessage();
            }
          }
          return ExitCodes.FAILED;
        });
    CommandLine.IParameterExceptionHandler usual = line.getParameterExceptionHandler();
    line.setParameterExceptionHandler(
        (failure, arguments) -> {
          CommandLine command = failure.getCommandLine();
          if (command.getParent() == null && failure instanceof UnmatchedArgumentException wrong) {
            String typed = wrong.getUnmatched().get(0);
            if (!typed.startsWith("-")) {
              String near = Suggestion.after(typed, command.getSubcommands().keySet());
              command
                  .getErr()
                  .println(
                      "Unknown command '"
                          + typed
                          + "'."
                          + (near.isEmpty() ? " `latent --help` lists the commands." : near));
              return ExitCodes.USAGE;
            }
          }
          return usual.handleParseException(failure, arguments);
        });
    CommandLine completion = line.getSubcommands().get("generate-completion");
    if (completion != null) {
      completion
          .getCommandSpec()
          .usageMessage()
          .description("Prints a completion script for bash and zsh.");
    }
    return line;
  }
}
