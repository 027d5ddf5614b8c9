package dev.latent.cli;

import dev.latent.api.PluginException;
import dev.latent.api.PluginState;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.ServiceSnapshot;
import dev.latent.container.PluginContainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The prompt of {@code latent run}: a few commands on the running container, with completion. */
final class Prompt {

  private static final List<String> COMMANDS =
      List.of("list", "info", "why", "services", "lookup", "stop", "check", "help", "quit");

  private final PluginContainer container;
  private final Style style;

  Prompt(PluginContainer container, Style style) {
    this.container = container;
    this.style = style;
  }

  /** Reads and runs commands until {@code quit} or the end of the input. */
  void run() {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      run(terminal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same on a terminal that is given, which stays open. */
  void run(Terminal terminal) {
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .completer((unused, line, candidates) -> complete(line, candidates))
            .build();
    PrintWriter out = terminal.writer();
    out.println("help lists what you can do, Tab completes.");
    while (true) {
      String line;
      try {
        line = reader.readLine("latent> ").strip();
      } catch (UserInterruptException e) {
        continue;
      } catch (EndOfFileException e) {
        return;
      }
      if (line.equals("quit") || line.equals("exit")) {
        return;
      }
      execute(line, out);
      out.flush();
    }
  }

  /** Runs one line; failures are shown, the prompt goes on. */
  void execute(String line, PrintWriter out) {
    int space = line.indexOf(' ');
    String command = space < 0 ? line : line.substring(0, space);
    String rest = space < 0 ? "" : line.substring(space + 1).strip();
    try {
      switch (command) {
        case "" -> {}
        case "list" -> ListCommand.print(container.admin(), out, style);
        case "info" -> InfoCommand.print(plugin(rest), out, style);
        case "why" -> WhyCommand.lines(container.admin(), plugin(rest)).forEach(out::println);
        case "services" -> services(rest, out);
        case "lookup" -> lookup(rest, out);
        case "stop" -> {
          PluginSnapshot plugin = plugin(rest);
          if (plugin.state() == PluginState.REGISTERED) {
            out.println(plugin.id() + " is not active.");
          } else {
            container.admin().stop(plugin.id());
            out.println(plugin.id() + " stopped; the next lookup activates it again.");
          }
        }
        case "check" ->
            container
                .admin()
                .problems()
                .forEach(problem -> CheckCommand.print(problem, out, style));
        case "help" -> help(out);
        default ->
            out.println(
                "There is no command '"
                    + command
                    + "'."
                    + Suggestion.after(command, COMMANDS)
                    + " help lists them.");
      }
    } catch (CommandFailedException | PluginException | IllegalArgumentException e) {
      out.println(style.bad(String.valueOf(e.getMessage())));
    } catch (RuntimeException | LinkageError e) {
      // The fault of a plugin or ours; either way the container goes on.
      out.println(style.bad("'" + line + "' failed: " + e));
    }
  }

  private static void help(PrintWriter out) {
    out.println("list                     all plugins, what each offers and what would wake it");
    out.println("info PLUGIN              all that is known of one");
    out.println("why PLUGIN               why it is active, or what would activate it");
    out.println("services [TEXT]          service types with that text in their name");
    out.println("lookup TYPE [FILTER]     get a service, which activates its plugin");
    out.println("stop PLUGIN              stop one; the next lookup activates it again");
    out.println("check                    what is wrong");
    out.println("quit                     stop all and leave");
  }

  private PluginSnapshot plugin(String name) {
    if (name.isEmpty()) {
      throw new CommandFailedException("Which plugin? Write its name; Tab completes it.");
    }
    return InspectCommand.plugin(container.admin(), name, "list", "check");
  }

  private void services(String text, PrintWriter out) {
    for (PluginSnapshot plugin : container.admin().plugins()) {
      for (ServiceSnapshot service : plugin.services()) {
        if (service.types().stream().anyMatch(type -> type.contains(text))) {
          out.println(style.strong(plugin.id().toString()));
          ServicesCommand.print(service, out, style);
        }
      }
    }
  }

  private void lookup(String rest, PrintWriter out) {
    if (rest.isEmpty()) {
      throw new CommandFailedException("Which type? Write its name; Tab completes it.");
    }
    int space = rest.indexOf(' ');
    String type = space < 0 ? rest : rest.substring(0, space);
    @Nullable String filter = space < 0 ? null : rest.substring(space + 1).strip();
    LookupReport.of(container, type, filter).print(out, style);
  }

  private void complete(ParsedLine line, List<Candidate> candidates) {
    if (line.wordIndex() == 0) {
      COMMANDS.forEach(command -> candidates.add(new Candidate(command)));
      return;
    }
    if (line.wordIndex() > 1) {
      return;
    }
    boolean types = line.words().get(0).equals("lookup") || line.words().get(0).equals("services");
    for (PluginSnapshot plugin : container.admin().plugins()) {
      if (types) {
        plugin.services().stream()
            .flatMap(service -> service.types().stream())
            .forEach(type -> candidates.add(new Candidate(type)));
      } else {
        candidates.add(new Candidate(plugin.id().name()));
      }
    }
  }
}
