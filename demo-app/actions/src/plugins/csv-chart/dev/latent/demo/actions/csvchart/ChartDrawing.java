package dev.latent.demo.actions.csvchart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.PieChart;
import org.knowm.xchart.PieChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.PieStyler;
import org.knowm.xchart.style.Styler;

/** Draws series as panels, one or several, below one title. */
final class ChartDrawing {

  private static final int MOST_PANELS = 12;
  private static final int MOST_SLICES = 9;
  private static final Color INK = new Color(0x241f1a);
  private static final Color SOFT = new Color(0x5f5649);
  private static final Color LINE = new Color(0xe6dfd3);
  // Told apart by people who see few colours, too.
  private static final Color[] COLOURS = {
    new Color(0x0f6b8f), new Color(0xe07b39), new Color(0x3f8f5b), new Color(0xb0407a),
    new Color(0x8a6bbf), new Color(0xc9a227), new Color(0x4a5560), new Color(0x7fb7cf),
    new Color(0xa8350f), new Color(0x9aa67a),
  };

  private final String title;
  private final int width;
  private final List<String> names;

  ChartDrawing(String title, int width, List<String> names) {
    this.title = title;
    this.width = width;
    this.names = unique(names);
  }

  /** Names twice would be drawn on top of each other. */
  private static List<String> unique(List<String> names) {
    Set<String> unique = new LinkedHashSet<>();
    for (String name : names) {
      String text = name;
      for (int i = 2; !unique.add(text); i++) {
        text = name + " (" + i + ")";
      }
    }
    return List.copyOf(unique);
  }

  byte[] axes(Map<String, List<Double>> series, boolean shared, boolean line) throws IOException {
    List<Chart<?, ?>> panels = new ArrayList<>();
    if (shared) {
      panels.add(axes("", series, 0, line));
    } else {
      series.forEach(
          (name, values) -> panels.add(axes(name, Map.of(name, values), panels.size(), line)));
    }
    return png(panels, 0.62, 0.3);
  }

  private CategoryChart axes(
      String name, Map<String, List<Double>> series, int colour, boolean line) {
    CategoryChart chart = new CategoryChartBuilder().title(name).build();
    calm(chart.getStyler(), series.size() > 1);
    chart.getStyler().setSeriesColors(from(colour));
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart.getStyler().setPlotGridLinesColor(LINE);
    chart.getStyler().setAxisTickLabelsColor(SOFT);
    chart.getStyler().setAxisTickLabelsFont(font(Font.PLAIN, 0.9));
    chart.getStyler().setAxisTicksLineVisible(false);
    chart.getStyler().setAxisTicksMarksVisible(false);
    chart.getStyler().setAvailableSpaceFill(series.size() > 1 ? 0.75 : 0.6);
    chart.getStyler().setXAxisMaxLabelCount(Math.max(4, width / 26));
    if (names.stream().mapToInt(String::length).sum() * 9 > width) {
      chart.getStyler().setXAxisLabelRotation(40);
    }
    if (line) {
      chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
    }
    series.forEach((label, values) -> chart.addSeries(label, names, values));
    return chart;
  }

  byte[] pies(Map<String, List<Double>> series) throws IOException {
    List<Chart<?, ?>> panels = new ArrayList<>();
    for (Map.Entry<String, List<Double>> each : series.entrySet()) {
      panels.add(pie(each.getKey(), each.getValue()));
    }
    return png(panels, 0.62, 0.5);
  }

  private PieChart pie(String name, List<Double> values) {
    PieChart chart = new PieChartBuilder().title(name).build();
    calm(chart.getStyler(), true);
    chart.getStyler().setSeriesColors(COLOURS);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
    chart.getStyler().setLabelType(PieStyler.LabelType.Percentage);
    double rest = 0;
    for (int i = 0; i < values.size(); i++) {
      double value = values.get(i);
      if (value < 0) {
        throw new IllegalArgumentException(
            "A pie has no slices below zero, and "
                + name
                + " of "
                + names.get(i)
                + " is "
                + value
                + ". Choose bars, or other columns.");
      }
      if (Double.isFinite(value) && i < MOST_SLICES) {
        chart.addSeries(names.get(i), value);
      } else if (Double.isFinite(value)) {
        rest += value;
      }
    }
    if (rest > 0) {
      chart.addSeries("all others", rest);
    }
    return chart;
  }

  private static Color[] from(int first) {
    Color[] colours = new Color[COLOURS.length];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = COLOURS[(first + i) % colours.length];
    }
    return colours;
  }

  private void calm(Styler styler, boolean legend) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setChartFontColor(INK);
    styler.setChartTitleFont(font(Font.BOLD, 1));
    styler.setChartTitleBoxVisible(false);
    styler.setPlotBorderVisible(false);
    styler.setChartPadding(width / 60);
    styler.setLegendVisible(legend);
    styler.setLegendFont(font(Font.PLAIN, 0.9));
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setAntiAlias(true);
  }

  /** Letters grow with the picture, so that a large one can be read from afar. */
  private Font font(int style, double part) {
    return new Font(Font.SANS_SERIF, style, (int) Math.round(part * Math.max(10, 6 + width / 100)));
  }

  /** Up to three panels stand below each other, more in two columns. */
  private byte[] png(List<Chart<?, ?>> all, double alone, double each) throws IOException {
    List<Chart<?, ?>> panels = all.subList(0, Math.min(MOST_PANELS, all.size()));
    int columns = panels.size() > 3 ? 2 : 1;
    int lines = (panels.size() + columns - 1) / columns;
    int panelWidth = width / columns;
    int panelHeight = (int) (panels.size() == 1 ? width * alone : Math.max(140, width * each));
    Font heading = font(Font.BOLD, 1.25);
    int top = heading.getSize() * 5 / 2;
    BufferedImage image =
        new BufferedImage(width, top + lines * panelHeight, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(INK);
    graphics.setFont(heading);
    String text =
        panels.size() < all.size()
            ? title + " (" + panels.size() + " of " + all.size() + " columns)"
            : title;
    int x = Math.max(0, (width - graphics.getFontMetrics().stringWidth(text)) / 2);
    graphics.drawString(text, x, heading.getSize() * 7 / 4);
    for (int i = 0; i < panels.size(); i++) {
      Graphics2D place =
          (Graphics2D)
              graphics.create(
                  i % columns * panelWidth,
                  top + i / columns * panelHeight,
                  panelWidth,
                  panelHeight);
      panels.get(i).paint(place, panelWidth, panelHeight);
      place.dispose();
    }
    graphics.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }
}
