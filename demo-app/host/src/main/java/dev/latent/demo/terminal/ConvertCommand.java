package dev.latent.demo.terminal;

import dev.latent.container.PluginContainer;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.workbench.Action;
import dev.latent.demo.workbench.ActionOption;
import dev.latent.demo.workbench.MediaTypes;
import dev.latent.demo.workbench.RunOutcome;
import dev.latent.demo.workbench.Samples;
import dev.latent.demo.workbench.StartTime;
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
    List<String> words = arguments.words().subList(1, arguments.words().size());
    checkNumber(words);
    Path out = Path.of(words.get(1));
    checkOutput(words.get(0), out);
    Document input = read(words.get(0), arguments.value("--from"));
    try (PluginContainer container = console.opening().open(plugins);
        Workbench workbench =
            new Workbench(
                container.services(), container.admin(), console.samples(), ServeCommand.LIMIT)) {
      long ready = System.currentTimeMillis();
      Action action =
          new ConvertedWith(workbench.actions().all(), console.err())
              .choose(input, words.get(1), arguments.value("--action"));
      RunOutcome outcome =
          workbench.runner().run(action, input, options(action, arguments.all("-o")));
      if (outcome instanceof RunOutcome.Failed failed) {
        return complain(failed);
      }
      RunOutcome.Done done = (RunOutcome.Done) outcome;
      Files.write(out, done.result().document().content());
      console
          .out()
          .print(
              ConvertedReport.of(
                  out, done, workbench.strip().plugins(), ready - StartTime.millis()));
      return ExitCodes.DONE;
    }
  }

  private static void checkNumber(List<String> words) {
    if (words.size() < 2) {
      throw new UsageException(
          ExitCodes.USAGE,
          "convert takes two files, what to convert and what to make: latent demo convert sample.md"
              + " out.pdf");
    }
    if (words.size() > 2) {
      String last = words.get(words.size() - 1);
      throw new UsageException(
          ExitCodes.USAGE,
          "convert takes one document and one file to make, and these are "
              + words.size()
              + " names: "
              + String.join(", ", words)
              + ".\nRun it once for each document, for example: latent demo convert "
              + words.get(0)
              + " "
              + withoutExtension(words.get(0))
              + last.substring(Math.max(0, last.lastIndexOf('.'))));
    }
  }

  private static String withoutExtension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  /** What can't be written in the end is not converted in the first place. */
  private static void checkOutput(String in, Path out) throws IOException {
    if (Files.isDirectory(out)) {
      Path name = Path.of(withoutExtension(String.valueOf(Path.of(in).getFileName())) + ".pdf");
      throw new UsageException(
          ExitCodes.USAGE,
          out + " is a directory. Name the file to make, for example " + out.resolve(name) + ".");
    }
    Path parent = out.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new UsageException(
          ExitCodes.NOT_THERE, "There is no directory " + parent + " to write to.");
    }
    Path written = Files.exists(out) ? out : parent;
    if (written != null && !Files.isWritable(written)) {
      throw new UsageException(ExitCodes.NOT_THERE, written + " can't be written to.");
    }
    if (Files.exists(out) && Files.exists(Path.of(in)) && Files.isSameFile(Path.of(in), out)) {
      throw new UsageException(
          ExitCodes.USAGE,
          "The result would replace " + in + " itself. Name another file to make.");
    }
  }

  private Document read(String name, Optional<String> from) throws IOException {
    Path file = Path.of(name);
    if (Files.isDirectory(file)) {
      throw new UsageException(
          ExitCodes.USAGE,
          name + " is a directory. convert takes one file; name one that is in it.");
    }
    if (!Files.exists(file)) {
      Samples samples = new Samples(console.samples());
      Optional<Path> sample = samples.find(name);
      if (sample.isEmpty()) {
        throw new UsageException(
            ExitCodes.NOT_THERE,
            "There is no file "
                + name
                + ", and no sample of that name. The samples are:\n  "
                + String.join("  ", samples.names()));
      }
      console.err().println("There is no " + name + " here; taking the sample of that name.");
      file = sample.get();
    }
    if (!Files.isReadable(file)) {
      throw new UsageException(ExitCodes.NOT_THERE, name + " can't be read.");
    }
    Document document = document(file, from);
    String surprise = MediaTypes.surprise(document.name(), document.mediaType());
    if (from.isEmpty() && !surprise.isEmpty()) {
      console.err().println(document.name() + ": " + surprise);
    }
    return document;
  }

  private static Document document(Path file, Optional<String> from) throws IOException {
    String name = String.valueOf(file.getFileName());
    byte[] content = Files.readAllBytes(file);
    String type = MediaTypes.of(name, content);
    if (from.isPresent()) {
      type = MediaTypes.ofName("." + from.get().substring(from.get().lastIndexOf('.') + 1));
      if (type.equals(MediaTypes.BINARY)) {
        throw new UsageException(
            ExitCodes.USAGE,
            "--from takes the ending of a file name, such as md or csv; '"
                + from.get()
                + "' is none that is known.");
      }
    }
    return new Document(name, type, content);
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
        documents.put(name, document(Path.of(value), Optional.empty()));
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
    int width =
        action.options().stream().mapToInt(option -> option.name().length()).max().orElse(0);
    for (ActionOption option : action.options()) {
      text.append("\n  ").append(ActionsCommand.pad(option.name(), width));
      text.append("  ").append(option.label()).append(" (").append(values(option));
      if (!option.defaultValue().isEmpty()) {
        text.append("; else ").append(option.defaultValue());
      }
      text.append(')');
    }
    return new UsageException(ExitCodes.USAGE, text.toString());
  }

  private static String values(ActionOption option) {
    return switch (option.type()) {
      case NUMBER -> "number from " + String.join(" to ", option.words());
      case CHOICE -> "one of " + String.join(", ", option.words());
      case FLAG -> "true or false";
      case DOCUMENT -> "a file";
      case TEXT -> option.type().toString().toLowerCase(Locale.ROOT);
    };
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
