package dev.latent.demo.terminal;

import dev.latent.api.PluginState;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.container.PluginContainer;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.workbench.Action;
import dev.latent.demo.workbench.ActionCatalog;
import dev.latent.demo.workbench.ActionOption;
import dev.latent.demo.workbench.MediaTypes;
import dev.latent.demo.workbench.RunOutcome;
import dev.latent.demo.workbench.Samples;
import dev.latent.demo.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Converts one document with one action, chosen by the file names. */
final class ConvertCommand {

  private final Console console;

  ConvertCommand(Console console) {
    this.console = console;
  }

  int run(Path plugins, Arguments arguments) throws IOException, InterruptedException {
    if (arguments.words().size() != 3) {
      throw new UsageException(
          ExitCodes.USAGE,
          "convert takes two files, what to convert and what to make: latent demo convert sample.md"
              + " out.pdf");
    }
    Path out = Path.of(arguments.words().get(2));
    Document input = read(arguments.words().get(1));
    try (PluginContainer container = console.opening().open(plugins);
        Workbench workbench =
            new Workbench(
                container.services(), container.admin(), console.samples(), ServeCommand.LIMIT)) {
      Action action =
          choose(
              workbench.actions(),
              input,
              MediaTypes.ofName(out.toString()),
              arguments.value("--action"));
      RunOutcome outcome =
          workbench.runner().run(action, input, options(action, arguments.all("-o")));
      return outcome instanceof RunOutcome.Done done
          ? write(done, out, container)
          : complain((RunOutcome.Failed) outcome);
    }
  }

  private Document read(String name) throws IOException {
    Path file = Path.of(name);
    if (!Files.exists(file)) {
      Optional<Path> sample = new Samples(console.samples()).find(name);
      if (sample.isEmpty()) {
        throw new UsageException(
            ExitCodes.NOT_THERE, "There is no file " + name + ", and no sample of that name.");
      }
      console.err().println("There is no " + name + " here; taking the sample of that name.");
      file = sample.get();
    }
    if (!Files.isRegularFile(file)) {
      throw new UsageException(ExitCodes.NOT_THERE, name + " is not a file.");
    }
    return document(file);
  }

  private static Document document(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    return new Document(name, MediaTypes.ofName(name), Files.readAllBytes(file));
  }

  private static Action choose(
      ActionCatalog catalog, Document input, String to, Optional<String> id) {
    List<Action> all = catalog.all();
    if (id.isPresent()) {
      Action action =
          all.stream()
              .filter(candidate -> candidate.id().equals(id.get()))
              .findFirst()
              .orElseThrow(() -> none("There is no action " + id.get() + ".", all));
      if (!action.takes(input.mediaType())) {
        throw none(
            action.label()
                + " takes "
                + String.join(", ", action.from())
                + ", and "
                + input.name()
                + " is "
                + input.mediaType()
                + ".",
            catalog.taking(input.mediaType()));
      }
      return action;
    }
    List<Action> fitting =
        all.stream()
            .filter(action -> action.takes(input.mediaType()) && action.to().equals(to))
            .toList();
    List<Action> byName =
        fitting.stream().filter(action -> action.takesByName(input.mediaType())).toList();
    List<Action> best = byName.isEmpty() ? fitting : byName;
    if (best.size() == 1) {
      return best.get(0);
    }
    String what = input.mediaType() + " into " + to;
    if (best.isEmpty()) {
      throw none(
          "No action turns " + what + "." + twoSteps(all, input.mediaType(), to),
          catalog.taking(input.mediaType()));
    }
    throw none("Several actions turn " + what + "; say which with --action.", best);
  }

  private static String twoSteps(List<Action> all, String from, String to) {
    for (Action first : all) {
      for (Action second : all) {
        if (first.takesByName(from) && second.takesByName(first.to()) && second.to().equals(to)) {
          return " In two steps: " + first.id() + ", then " + second.id() + ".";
        }
      }
    }
    return "";
  }

  private static UsageException none(String problem, List<Action> candidates) {
    StringBuilder text = new StringBuilder(problem);
    int width = candidates.stream().mapToInt(action -> action.id().length()).max().orElse(0);
    for (Action action : candidates) {
      text.append("\n  ").append(ActionsCommand.pad(action.id(), width)).append("  ");
      text.append(ActionsCommand.describe(action));
    }
    return new UsageException(ExitCodes.NO_SINGLE_ACTION, text.toString());
  }

  private static ActionOptions options(Action action, List<String> pairs) throws IOException {
    Map<String, String> texts = new HashMap<>();
    Map<String, Document> documents = new HashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new UsageException(ExitCodes.USAGE, "-o takes NAME=VALUE, not '" + pair + "'.");
      }
      String name = pair.substring(0, equals);
      String value = pair.substring(equals + 1);
      ActionOption option =
          action.options().stream()
              .filter(candidate -> candidate.name().equals(name))
              .findFirst()
              .orElseThrow(() -> noOption(action, name));
      if (option.type() != ActionOption.Type.DOCUMENT) {
        texts.put(name, value);
      } else if (Files.isRegularFile(Path.of(value))) {
        documents.put(name, document(Path.of(value)));
      } else {
        throw new UsageException(
            ExitCodes.NOT_THERE, "Option " + name + " names a file that is not there: " + value);
      }
    }
    return new ActionOptions(texts, documents);
  }

  private static UsageException noOption(Action action, String name) {
    StringBuilder text =
        new StringBuilder(action.id()).append(" has no option '").append(name).append("'.");
    for (ActionOption option : action.options()) {
      text.append("\n  ").append(option.name()).append("  ").append(option.label());
      text.append(" (").append(option.type().toString().toLowerCase(Locale.ROOT));
      if (!option.words().isEmpty()) {
        text.append(": ").append(String.join(", ", option.words()));
      }
      text.append("; else ").append(option.defaultValue()).append(')');
    }
    return new UsageException(ExitCodes.USAGE, text.toString());
  }

  private int write(RunOutcome.Done done, Path out, PluginContainer container) throws IOException {
    byte[] content = done.result().document().content();
    Path parent = out.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new UsageException(ExitCodes.NOT_THERE, "There is no directory " + parent + ".");
    }
    Files.write(out, content);
    List<PluginSnapshot> plugins = container.admin().plugins();
    long active = plugins.stream().filter(p -> p.state() == PluginState.ACTIVE).count();
    console
        .out()
        .println(
            out
                + ": "
                + content.length
                + " bytes by "
                + done.action().label()
                + (done.action().library().isEmpty() ? "" : " (" + done.action().library() + ")")
                + " in "
                + (done.activationNanos() + done.runNanos()) / 1_000_000
                + " ms, of these "
                + done.activationNanos() / 1_000_000
                + " for activating; "
                + active
                + " of "
                + plugins.size()
                + " plugins active");
    return ExitCodes.DONE;
  }

  private int complain(RunOutcome.Failed failed) {
    console.err().println(failed.action().label() + " failed: " + failed.message());
    for (String cause :
        failed.causes().subList(Math.min(1, failed.causes().size()), failed.causes().size())) {
      console.err().println("  because of " + cause);
    }
    return ExitCodes.FAILED;
  }
}
