package dev.latent.demo.actions.csvchart;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.PieChart;
import org.knowm.xchart.PieChartBuilder;
import org.knowm.xchart.style.Styler;

/** Draws a table: its first column names the things, each column of numbers is a series. */
public final class CsvChart implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    List<CsvRecord> rows;
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(input.text())) {
      rows = reader.stream().toList();
    }
    if (rows.size() < 2) {
      throw new IllegalArgumentException(input.name() + " has no rows below its header.");
    }
    List<String> names = rows.stream().skip(1).map(row -> row.getField(0)).toList();
    Map<String, List<Double>> series = series(rows);
    String column = options.text("column", "");
    if (!column.isEmpty() && !series.containsKey(column)) {
      throw new IllegalArgumentException(
          "Option column: "
              + input.name()
              + " has no numbers called '"
              + column
              + "', only "
              + String.join(", ", series.keySet())
              + ".");
    }
    if (!column.isEmpty()) {
      series.keySet().retainAll(List.of(column));
    }
    if (series.isEmpty()) {
      throw new IllegalArgumentException(input.name() + " has no column of numbers to draw.");
    }
    String title = options.text("title", input.name());
    int width = options.number("width", 800, 200, 4000);
    byte[] png =
        switch (options.choice("kind", "bars", "line", "pie")) {
          case "pie" -> pie(title, width, names, series.values().iterator().next());
          case "line" -> chart(title, width, names, series, true);
          default -> chart(title, width, names, series, false);
        };
    return new Document(input.nameWithExtension("png"), "image/png", png);
  }

  private static byte[] chart(
      String title, int width, List<String> names, Map<String, List<Double>> series, boolean line)
      throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder().width(width).height(width * 5 / 8).title(title).build();
    calm(chart.getStyler());
    if (line) {
      chart
          .getStyler()
          .setDefaultSeriesRenderStyle(
              org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle.Line);
    }
    series.forEach((name, values) -> chart.addSeries(name, names, values));
    return BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
  }

  private static byte[] pie(String title, int width, List<String> names, List<Double> values)
      throws IOException {
    PieChart chart = new PieChartBuilder().width(width).height(width * 5 / 8).title(title).build();
    calm(chart.getStyler());
    for (int i = 0; i < names.size(); i++) {
      chart.addSeries(i + 1 + " " + names.get(i), values.get(i));
    }
    return BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
  }

  private static void calm(Styler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
  }

  private static Map<String, List<Double>> series(List<CsvRecord> rows) {
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (int x = 1; x < rows.get(0).getFieldCount(); x++) {
      try {
        List<Double> values = new ArrayList<>();
        for (CsvRecord row : rows.subList(1, rows.size())) {
          values.add(Double.valueOf(row.getField(x)));
        }
        series.put(rows.get(0).getField(x), values);
      } catch (NumberFormatException e) {
        continue; // a column of words
      }
    }
    return series;
  }
}
