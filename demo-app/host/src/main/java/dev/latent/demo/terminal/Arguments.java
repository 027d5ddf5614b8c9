package dev.latent.demo.terminal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line, taken apart: words, switches, and options with a value ({@code --name value} or
 * {@code --name=value}). Written out by hand, as it runs before the workbench is ready.
 */
final class Arguments {

  private static final List<String> SWITCHES =
      List.of("--no-browser", "--eager", "--verbose", "--help", "-h");
  private static final List<String> VALUES =
      List.of(
          "--port",
          "--plugins",
          "--rounds",
          "--svg",
          "--action",
          "--from",
          "-o",
          "--measure",
          "--state");

  private final List<String> words = new ArrayList<>();
  private final List<String> switches = new ArrayList<>();
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private Arguments() {}

  static Arguments parse(String[] args) {
    Arguments parsed = new Arguments();
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
      String name = equals < 0 ? arg : arg.substring(0, equals);
      if (!arg.startsWith("-") || arg.equals("-")) {
        parsed.words.add(arg);
      } else if (SWITCHES.contains(arg)) {
        parsed.switches.add(arg);
      } else if (VALUES.contains(name)) {
        String value;
        if (equals >= 0) {
          value = arg.substring(equals + 1);
        } else if (i + 1 < args.length) {
          value = args[++i];
        } else {
          throw new UsageException(ExitCodes.USAGE, name + " needs a value.");
        }
        parsed.add(name, value);
      } else {
        throw new UsageException(
            ExitCodes.USAGE, "There is no option " + name + ". Try 'demo --help'.");
      }
    }
    return parsed;
  }

  private void add(String name, String value) {
    List<String> all = values.get(name);
    if (all == null) {
      all = new ArrayList<>();
      values.put(name, all);
    }
    all.add(value);
  }

  List<String> words() {
    return words;
  }

  boolean has(String name) {
    return switches.contains(name);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  Optional<String> value(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  int number(String name, int otherwise, int least, int most) {
    Optional<String> text = value(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    int number;
    try {
      number = Integer.parseInt(text.get());
    } catch (NumberFormatException e) {
      number = least - 1;
    }
    if (number < least || number > most) {
      throw new UsageException(
          ExitCodes.USAGE,
          name + " must be a number from " + least + " to " + most + ", not '" + text.get() + "'.");
    }
    return number;
  }
}
