package dev.latent.demo.terminal;

import dev.latent.demo.api.Document;
import dev.latent.demo.workbench.Action;
import dev.latent.demo.workbench.ActionChoice;
import dev.latent.demo.workbench.MediaTypes;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses the action of a conversion, and says what could be chosen instead. */
final class ConvertedWith {

  private final List<Action> all;
  private final PrintStream notes;

  ConvertedWith(List<Action> all, PrintStream notes) {
    this.all = all;
    this.notes = notes;
  }

  Action choose(Document input, String out, Optional<String> id) {
    if (id.isPresent()) {
      return named(input, out, id.get());
    }
    String from = input.mediaType();
    String to = MediaTypes.ofName(out);
    ActionChoice choice = ActionChoice.of(all, from, to);
    if (choice.action().isPresent()) {
      Action action = choice.action().get();
      for (Action other : choice.others()) {
        notes.println(
            "Taking " + action.id() + ". For '" + other.label() + "' say --action " + other.id());
      }
      return action;
    }
    if (!choice.fitting().isEmpty()) {
      throw refusal(
          "Several actions make "
              + ending(out)
              + " of "
              + input.name()
              + "; say which with --action:",
          choice.fitting());
    }
    throw new UsageException(ExitCodes.NO_SINGLE_ACTION, none(input, out, to));
  }

  private Action named(Document input, String out, String id) {
    Optional<Action> named = all.stream().filter(action -> action.id().equals(id)).findFirst();
    List<Action> taking = all.stream().filter(action -> action.takes(input.mediaType())).toList();
    if (named.isEmpty()) {
      throw refusal("There is no action " + id + ". For " + input.name() + " there are:", taking);
    }
    Action action = named.get();
    if (!action.takes(input.mediaType())) {
      throw refusal(
          action.label()
              + " takes "
              + String.join(", ", action.from())
              + ", and "
              + input.name()
              + " is "
              + input.mediaType()
              + ". For it there are:",
          taking);
    }
    if (!action.to().equals(MediaTypes.ofName(out))) {
      notes.println(
          "Note: " + action.id() + " makes " + action.to() + ", whatever " + out + " is called.");
    }
    return action;
  }

  private String none(Document input, String out, String to) {
    StringBuilder text = new StringBuilder();
    if (to.equals(MediaTypes.BINARY)) {
      text.append(out).append(" does not say what to make: ");
      text.append(out.lastIndexOf('.') < 0 ? "it has no ending" : "the ending is not known");
      text.append(". ");
    } else {
      text.append("No action makes ").append(ending(out)).append(" of ").append(input.name());
      text.append(". ").append(twoSteps(input, out, to));
    }
    Map<String, List<String>> byEnding = new LinkedHashMap<>();
    for (int closeness = 3; closeness > 0; closeness--) {
      for (Action action : all) {
        if (action.closeness(input.mediaType()) == closeness) {
          byEnding
              .computeIfAbsent(MediaTypes.extension(action.to()), ending -> new ArrayList<>())
              .add(action.id());
        }
      }
    }
    text.append("It can become:");
    int width = byEnding.keySet().stream().mapToInt(String::length).max().orElse(0);
    for (Map.Entry<String, List<String>> entry : byEnding.entrySet()) {
      text.append("\n  .").append(ActionsCommand.pad(entry.getKey(), width)).append("  by ");
      text.append(String.join(", ", entry.getValue()));
    }
    return text.toString();
  }

  private String twoSteps(Document input, String out, String to) {
    for (Action first : all) {
      for (Action second : all) {
        if (first.takesByName(input.mediaType())
            && second.takesByName(first.to())
            && second.to().equals(to)) {
          String between = "step." + MediaTypes.extension(first.to());
          return "In two steps:\n  latent demo convert "
              + String.join(" ", input.name(), between, "--action", first.id())
              + "\n  latent demo convert "
              + String.join(" ", between, out, "--action", second.id())
              + "\n";
        }
      }
    }
    return "";
  }

  private static String ending(String out) {
    return out.substring(Math.max(0, out.lastIndexOf('.')));
  }

  private static UsageException refusal(String problem, List<Action> candidates) {
    StringBuilder text = new StringBuilder(problem);
    int width = candidates.stream().mapToInt(action -> action.id().length()).max().orElse(0);
    for (Action action : candidates) {
      text.append("\n  ").append(ActionsCommand.pad(action.id(), width)).append("  ");
      text.append(ActionsCommand.describe(action));
    }
    return new UsageException(ExitCodes.NO_SINGLE_ACTION, text.toString());
  }
}
