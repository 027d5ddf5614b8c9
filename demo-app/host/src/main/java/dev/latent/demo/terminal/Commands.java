package dev.latent.demo.terminal;

import dev.latent.demo.compare.Comparison;
import dev.latent.demo.compare.MeasuredStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs what a command line asks for. */
public final class Commands {

  private static final String HELP =
      """
      Usage: latent demo [--port N] [--no-browser]
                 serves the workbench to this machine and prints its link
             latent demo --eager [--rounds N] [--svg FILE]
                 starts it lazily and with all plugins active, in turn, and compares
             latent demo convert IN OUT [--action ID] [-o NAME=VALUE]...
                 converts a document; the file names say from what to what;
                 --from EXT says what IN is where its name does not
             latent demo actions [FILE]
                 lists the actions, or those for a file

      --plugins DIR   takes the plugins from another directory
      --verbose       shows also what libraries log, and notices about the index

      Exit codes: 0 done; 1 the action failed; 2 the command line is wrong;
      3 no action fits, or several do; 4 a file, a port or the plugins are not there.
      """;

  private Commands() {}

  /**
   * Runs one.
   *
   * @param console where it reads and writes
   * @param args the command line
   * @return the exit code
   * @throws InterruptedException if the thread is interrupted while a command waits
   */
  public static int run(Console console, String[] args) throws InterruptedException {
    try {
      return run(console, Arguments.parse(args));
    } catch (UsageException e) {
      console.err().println(e.getMessage());
      return e.exitCode();
    } catch (IOException e) {
      console.err().println("Can't go on: " + e.getMessage());
      return ExitCodes.NOT_THERE;
    }
  }

  private static int run(Console console, Arguments arguments)
      throws IOException, InterruptedException {
    if (arguments.has("--help") || arguments.has("-h")) {
      console.out().print(HELP);
      return ExitCodes.DONE;
    }
    Path plugins =
        Path.of(arguments.value("--plugins").orElse(console.home().resolve("plugins").toString()));
    if (!Files.isDirectory(plugins)) {
      throw new UsageException(
          ExitCodes.NOT_THERE,
          "There is no directory " + plugins + ". Build the demo, or name one with --plugins.");
    }
    if (arguments.value("--measure").isPresent()) {
      boolean eager = arguments.value("--measure").get().equals("eager");
      return MeasuredStart.run(
          console.out(),
          console
              .opening()
              .open(plugins, eager, arguments.value("--state").map(Path::of).orElse(null)),
          console.samples());
    }
    List<String> words = arguments.words();
    if (arguments.has("--eager")) {
      int rounds = arguments.number("--rounds", 5, 1, 100);
      Path svg = arguments.value("--svg").map(Path::of).orElse(null);
      return Comparison.run(console.out(), console.err(), plugins, rounds, svg);
    }
    if (words.isEmpty()) {
      return new ServeCommand(console).run(plugins, arguments);
    }
    return switch (words.get(0)) {
      case "convert" -> new ConvertCommand(console).run(plugins, arguments);
      case "actions" -> new ActionsCommand(console).run(plugins, arguments);
      case "help" -> {
        console.out().print(HELP);
        yield ExitCodes.DONE;
      }
      default ->
          throw new UsageException(
              ExitCodes.USAGE,
              "There is no command '"
                  + words.get(0)
                  + "'. There are convert and actions; without a command the demo serves.");
    };
  }
}
