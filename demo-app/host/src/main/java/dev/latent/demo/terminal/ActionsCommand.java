package dev.latent.demo.terminal;

import dev.latent.container.PluginContainer;
import dev.latent.demo.workbench.Action;
import dev.latent.demo.workbench.ActionCatalog;
import dev.latent.demo.workbench.ActionOption;
import dev.latent.demo.workbench.MediaTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lists actions from their descriptors; activates nothing. */
final class ActionsCommand {

  private final Console console;

  ActionsCommand(Console console) {
    this.console = console;
  }

  int run(Path plugins, Arguments arguments) throws IOException {
    try (PluginContainer container = console.opening().open(plugins)) {
      ActionCatalog catalog = new ActionCatalog(container.services());
      List<Action> actions =
          arguments.words().size() > 1
              ? catalog.taking(typeOf(Path.of(arguments.words().get(1))))
              : catalog.all();
      int width = actions.stream().mapToInt(action -> action.id().length()).max().orElse(0);
      String group = "";
      for (Action action : actions) {
        if (!action.group().equals(group)) {
          console.out().println((group.isEmpty() ? "" : "\n") + action.group());
          group = action.group();
        }
        console.out().println("  " + pad(action.id(), width) + "  " + describe(action));
      }
      console
          .out()
          .println(
              (actions.isEmpty() ? "No action" : "\n" + actions.size() + " actions")
                  + (arguments.words().size() > 1 ? " for " + arguments.words().get(1) : "")
                  + ". Run one: latent demo convert IN OUT --action ID");
      return ExitCodes.DONE;
    }
  }

  /** By its content too, where it is there. */
  private static String typeOf(Path file) throws IOException {
    return Files.isRegularFile(file)
        ? MediaTypes.of(file.toString(), Files.readAllBytes(file))
        : MediaTypes.ofName(file.toString());
  }

  static String describe(Action action) {
    StringBuilder text = new StringBuilder(action.label());
    text.append(" (").append(MediaTypes.shortName(action.to())).append(')');
    if (!action.library().isEmpty()) {
      text.append(", by ").append(action.library());
    }
    if (!action.options().isEmpty()) {
      text.append("; -o ")
          .append(String.join(", ", action.options().stream().map(ActionOption::name).toList()));
    }
    return text.toString();
  }

  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
