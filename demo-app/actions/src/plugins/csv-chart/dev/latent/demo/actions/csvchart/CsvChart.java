package dev.latent.demo.actions.csvchart;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.TableFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Draws a table: its first column names the things, each column of numbers is a series. Columns
 * whose numbers are not of one size get a panel each, since on one scale the smaller ones vanish.
 */
public final class CsvChart implements DocumentAction {

  /** Columns whose largest numbers differ more than this are not drawn on one scale. */
  private static final double COMPARABLE = 10;

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    TableFormat format = TableFormat.of(input.text());
    List<CsvRecord> rows;
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(format.separator())
            .allowMissingFields(true)
            .allowExtraFields(true)
            .ofCsvRecord(input.text())) {
      rows = reader.stream().toList();
    }
    if (rows.size() < 2) {
      throw new IllegalArgumentException(input.name() + " has no rows below its header.");
    }
    List<String> names = rows.stream().skip(1).map(row -> row.getField(0)).toList();
    Map<String, List<Double>> series = series(rows, format);
    if (series.isEmpty()) {
      throw new IllegalArgumentException(
          input.name()
              + " has no column of numbers to draw, only "
              + String.join(", ", rows.get(0).getFields())
              + ".");
    }
    String chosen = options.text("columns", "");
    if (!chosen.isEmpty()) {
      series = chosen(input, series, chosen);
    }
    String name = input.nameWithExtension("png");
    ChartDrawing drawing =
        new ChartDrawing(
            options.text("title", name.substring(0, name.length() - ".png".length())),
            options.number("width", 800, 200, 4000),
            names);
    String scales = options.choice("scales", "auto", "panels", "shared");
    boolean shared = scales.equals("shared") || (scales.equals("auto") && comparable(series));
    byte[] png =
        switch (options.choice("kind", "bars", "line", "pie")) {
          case "pie" -> drawing.pies(series);
          case "line" -> drawing.axes(series, shared, true);
          default -> drawing.axes(series, shared, false);
        };
    return new Document(name, "image/png", png);
  }

  private static Map<String, List<Double>> chosen(
      Document input, Map<String, List<Double>> series, String columns) {
    Map<String, List<Double>> chosen = new LinkedHashMap<>();
    for (String column : columns.split(",", -1)) {
      String wanted = column.strip();
      String found =
          series.keySet().stream()
              .filter(name -> name.equalsIgnoreCase(wanted))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "Option columns: "
                              + input.name()
                              + " has no numbers called '"
                              + wanted
                              + "', only "
                              + String.join(", ", series.keySet())
                              + "."));
      chosen.put(found, series.getOrDefault(found, List.of()));
    }
    return chosen;
  }

  private static boolean comparable(Map<String, List<Double>> series) {
    double least = Double.MAX_VALUE;
    double most = 0;
    for (List<Double> values : series.values()) {
      double largest =
          values.stream().mapToDouble(Math::abs).filter(Double::isFinite).max().orElse(0);
      if (largest > 0) {
        least = Math.min(least, largest);
        most = Math.max(most, largest);
      }
    }
    return most <= least * COMPARABLE;
  }

  /** Columns that hold numbers and nothing else; what is empty is no number. */
  private static Map<String, List<Double>> series(List<CsvRecord> rows, TableFormat format) {
    Map<String, List<Double>> series = new LinkedHashMap<>();
    CsvRecord header = rows.get(0);
    for (int x = 1; x < header.getFieldCount(); x++) {
      List<Double> values = new ArrayList<>();
      boolean words = false;
      for (CsvRecord row : rows.subList(1, rows.size())) {
        String field = x < row.getFieldCount() ? row.getField(x) : "";
        OptionalDouble number = format.number(field);
        words |= number.isEmpty() && !field.isBlank();
        values.add(number.orElse(Double.NaN));
      }
      if (!words && values.stream().anyMatch(Double::isFinite)) {
        series.put(unused(header.getField(x), x, series), values);
      }
    }
    return series;
  }

  private static String unused(String name, int x, Map<String, ?> series) {
    String text = name.isBlank() ? String.format(Locale.ROOT, "column %d", x + 1) : name.strip();
    return series.containsKey(text) ? text + " (column " + (x + 1) + ")" : text;
  }
}
