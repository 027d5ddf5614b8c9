package dev.latent.demo.compare;

import java.util.List;
import java.util.Locale;

/**
 * The figures of both ways, side by side.
 *
 * @param lazy the medians of starts that activate nothing before it is used
 * @param eager the medians of starts that activate everything
 */
record ComparisonTable(Figures lazy, Figures eager) {

  /**
   * One line of it.
   *
   * @param label what was measured
   * @param lazy the figure of the lazy start
   * @param eager the figure of the eager start
   * @param unit the unit, with a space before it; may be empty
   */
  record Row(String label, double lazy, double eager, String unit) {

    String lazyText() {
      return text(lazy);
    }

    String eagerText() {
      return text(eager);
    }

    private String text(double value) {
      return String.format(Locale.ROOT, unit.equals(" MB") ? "%,.1f%s" : "%,.0f%s", value, unit);
    }
  }

  List<Row> rows() {
    return List.of(
        new Row("ready", lazy.readyMillis(), eager.readyMillis(), " ms"),
        new Row("first conversion done", lazy.firstMillis(), eager.firstMillis(), " ms"),
        new Row(
            "heap after it", lazy.heapKilobytes() / 1024.0, eager.heapKilobytes() / 1024.0, " MB"),
        new Row("classes loaded", lazy.classes(), eager.classes(), ""),
        new Row("of these by plugins", lazy.pluginClasses(), eager.pluginClasses(), ""),
        new Row(
            "by plugins when ready", lazy.pluginClassesAtReady(), eager.pluginClassesAtReady(), ""),
        new Row("plugins active", lazy.active(), eager.active(), ""));
  }

  String text(int rounds) {
    StringBuilder text = new StringBuilder();
    line(text, "", "lazy", "eager");
    for (Row row : rows()) {
      line(text, row.label(), row.lazyText(), row.eagerText());
    }
    text.append('\n').append(lazy.registered()).append(" plugins. Medians of ").append(rounds);
    text.append(rounds == 1 ? " start" : " starts").append(" each, in turn, after one that is");
    text.append(" not counted; from the start of the process. Java ");
    text.append(Runtime.version().feature()).append(", ");
    text.append(Runtime.getRuntime().availableProcessors()).append(" processors.\n");
    if (eager.failed() > 0) {
      text.append(eager.failed()).append(" plugins could not be activated; see above.\n");
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String label, String lazy, String eager) {
    text.append(String.format(Locale.ROOT, "%-24s%14s%14s%n", label, lazy, eager));
  }
}
