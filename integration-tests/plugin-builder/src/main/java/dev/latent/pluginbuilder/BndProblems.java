package dev.latent.pluginbuilder;

import aQute.bnd.osgi.Processor;
import aQute.service.reporter.Report;

/** Turns what bnd complains about into problems with a file and a line, where bnd tells. */
final class BndProblems {

  private BndProblems() {}

  static BuildProblem problem(PluginDefinition plugin, Processor processor, String message) {
    String text = plugin.sources().bndText();
    if (text == null) {
      return BuildProblem.of(plugin.name(), null, message);
    }
    Report.Location location = processor.getLocation(message);
    long line = location == null ? 0 : location.line;
    return new BuildProblem(
        plugin.name(),
        PluginSources.BND_FILE,
        line > 0 ? line + 1 : lineOf(text, message),
        message);
  }

  /** Where bnd knows no line: the first instruction whose name is in the message. */
  private static long lineOf(String text, String message) {
    long line = 0;
    for (String instruction : text.lines().toList()) {
      line++;
      String name = instruction.split("[:=\\s]", 2)[0];
      if (name.length() > 3 && message.contains(name)) {
        return line;
      }
    }
    return 0;
  }
}
