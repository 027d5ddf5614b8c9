package dev.latent.demo.actions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.latent.demo.api.Document;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.List;
import java.util.Objects;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.VEvent;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/** Tables, spreadsheets, charts. */
final class TableCases {

  /** Of the first three series. */
  private static final List<Integer> CHART_COLOURS = List.of(0x0f6b8f, 0xe07b39, 0x3f8f5b);

  private TableCases() {}

  static List<ActionCase> all() {
    return List.of(
        ActionCase.of("csv-json", "ferries.csv")
            .changed("pretty", "false")
            .check(
                (plain, changed) -> {
                  JsonArray rows = JsonParser.parseString(plain.text()).getAsJsonArray();
                  assertThat(rows).hasSize(5);
                  assertThat(rows.get(1).getAsJsonObject().get("harbour").getAsString())
                      .isEqualTo("Gull Head");
                  assertThat(JsonParser.parseString(changed.text())).isEqualTo(rows);
                  assertThat(changed.text()).doesNotContain("\n");
                }),
        ActionCase.of("csv-xlsx", "ferries.csv")
            .changed("sheet", "Spring")
            .changed("header", "false")
            .check(
                (plain, changed) -> {
                  try (XSSFWorkbook book =
                          new XSSFWorkbook(new ByteArrayInputStream(plain.content()));
                      XSSFWorkbook other =
                          new XSSFWorkbook(new ByteArrayInputStream(changed.content()))) {
                    XSSFSheet sheet = book.getSheet("Table");
                    assertThat(sheet.getLastRowNum()).isEqualTo(5);
                    assertThat(sheet.getRow(1).getCell(3).getCellType())
                        .isEqualTo(CellType.NUMERIC);
                    assertThat(sheet.getRow(1).getCell(3).getNumericCellValue()).isEqualTo(12.5);
                    assertThat(sheet.getRow(0).getCell(0).getCellStyle().getFont().getBold())
                        .isTrue();
                    XSSFSheet spring = other.getSheet("Spring");
                    assertThat(spring.getRow(0).getCell(0).getCellStyle().getFont().getBold())
                        .isFalse();
                  }
                }),
        ActionCase.of("xlsx-csv", "ferries.xlsx")
            .changed("separator", "semicolon")
            .check(
                (plain, changed) -> {
                  List<CSVRecord> rows = rows(plain);
                  assertThat(rows).hasSize(6);
                  assertThat(rows.get(0).values())
                      .containsExactly("harbour", "crossings", "passengers", "price");
                  assertThat(rows.get(4).get(2)).isEqualTo("1430");
                  assertThat(changed.text()).startsWith("harbour;crossings;passengers;price");
                }),
        ActionCase.of("csv-chart", "ferries.csv")
            .given("title", "Ferries")
            .changed("kind", "pie")
            .changed("columns", "price")
            .changed("width", "480")
            .check(
                (plain, changed) -> {
                  BufferedImage bars = ImageCases.image(plain);
                  assertThat(bars.getWidth()).isEqualTo(800);
                  // Crossings, passengers and prices are of different sizes, so a panel each.
                  assertThat(tallest(bars, CHART_COLOURS)).allMatch(height -> height > 100);
                  assertThat(ImageCases.image(changed).getWidth()).isEqualTo(480);
                }),
        ActionCase.of("xlsx-chart", "ferries.xlsx")
            .changed("scales", "shared")
            .check(
                (plain, changed) -> {
                  assertThat(tallest(ImageCases.image(plain), CHART_COLOURS))
                      .allMatch(height -> height > 100);
                  // On one scale the passengers leave no room for the others.
                  assertThat(tallest(ImageCases.image(changed), CHART_COLOURS).get(0))
                      .isLessThan(40);
                  assertThat(tallest(ImageCases.image(changed), CHART_COLOURS).get(1))
                      .isGreaterThan(200);
                }),
        ActionCase.of("csv-report", "ferries.csv")
            .given("title", "Ferries <& boats>")
            .changed("layout", "cards")
            .check(
                (plain, changed) -> {
                  org.jsoup.nodes.Document page = Jsoup.parse(plain.text());
                  assertThat(page.select("h1").text()).isEqualTo("Ferries <& boats>");
                  assertThat(page.select("tbody tr")).hasSize(5);
                  assertThat(page.select("th").eachText())
                      .containsExactly("harbour", "crossings", "passengers", "price");
                  org.jsoup.nodes.Document cards = Jsoup.parse(changed.text());
                  assertThat(cards.select("section h2").eachText())
                      .containsExactly(
                          "Marrow Bay", "Gull Head", "Saint Orla", "Fennwick", "Lesser Skerry");
                  assertThat(cards.select("section:first-of-type dd").eachText())
                      .containsExactly("24", "1810", "12.50");
                }),
        ActionCase.of("csv-sql", "ferries.csv")
            .changed(
                "query",
                "SELECT harbour, passengers / crossings AS load FROM doc ORDER BY load DESC")
            .changed("rows", "2")
            .check(
                (plain, changed) -> {
                  assertThat(rows(plain)).hasSize(6);
                  List<CSVRecord> rows = rows(changed);
                  assertThat(rows).hasSize(3);
                  assertThat(rows.get(0).values()).containsExactly("harbour", "LOAD");
                  assertThat(rows.get(1).get(0)).isEqualTo("Saint Orla");
                }),
        ActionCase.of("csv-filter", "ferries.csv")
            .changed("where", "price lt 12 and harbour =^ 'F'")
            .check(
                (plain, changed) -> {
                  assertThat(rows(plain)).hasSize(6);
                  assertThat(rows(changed).stream().map(row -> row.get(0)))
                      .containsExactly("harbour", "Fennwick");
                }),
        ActionCase.of("csv-stats", "ferries.csv")
            .changed("percentile", "50")
            .changed("digits", "1")
            .check(
                (plain, changed) -> {
                  List<NamedCsvRecord> sums = named(plain);
                  assertThat(sums.stream().map(row -> row.getField("column")))
                      .containsExactly("crossings", "passengers", "price");
                  double sum =
                      named(ActionCase.sample("ferries.csv")).stream()
                          .mapToDouble(row -> Double.parseDouble(row.getField("price")))
                          .sum();
                  assertThat(Double.parseDouble(sums.get(2).getField("sum"))).isEqualTo(sum);
                  assertThat(sums.get(0).getField("median")).isEqualTo("20.00");
                  assertThat(named(changed).get(0).getField("p50")).isEqualTo("20.0");
                }),
        ActionCase.of("csv-calendar", "events.csv")
            .changed("alarm", "60")
            .changed("name", "Coast")
            .check(
                (plain, changed) -> {
                  List<VEvent> events = calendar(plain).getComponents("VEVENT");
                  assertThat(events).hasSize(4);
                  assertThat(value(events.get(1).getSummary()))
                      .isEqualTo("Night of the lighthouses");
                  assertThat(value(events.get(1).getDateTimeStart())).isEqualTo("20260516");
                  assertThat(value(events.get(1).getLocation())).isEqualTo("Gull Head");
                  List<VEvent> ringing = calendar(changed).getComponents("VEVENT");
                  assertThat(ringing).allSatisfy(e -> assertThat(e.getAlarms()).hasSize(1));
                }),
        ActionCase.of("gpx-report", "coast.gpx")
            .changed("unit", "miles")
            .changed("digits", "1")
            .check(
                (plain, changed) -> {
                  CSVRecord row = rows(plain).get(1);
                  assertThat(row.get(0)).isEqualTo("Marrow Bay to Gull Head");
                  // Three hundredths of a degree along a meridian, by the length of the meridian.
                  double expected = 0.03 * 40_007.863 / 360;
                  assertThat(Double.parseDouble(row.get(2)))
                      .isBetween(expected * 0.995, expected * 1.005);
                  assertThat(row.get(3)).isEqualTo("75");
                  assertThat(rows(changed).get(0).get(2)).isEqualTo("length_miles");
                  assertThat(rows(changed).get(1).get(2)).isEqualTo("2.1");
                }));
  }

  static List<CSVRecord> rows(Document document) throws java.io.IOException {
    return CSVFormat.RFC4180.parse(new StringReader(document.text())).getRecords();
  }

  static List<NamedCsvRecord> named(Document document) throws java.io.IOException {
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(document.text())) {
      return reader.stream().toList();
    }
  }

  private static String value(@Nullable Property property) {
    return Objects.requireNonNull(property, "an event lacks it").getValue();
  }

  private static Calendar calendar(Document document) throws Exception {
    return new CalendarBuilder().build(new StringReader(document.text()));
  }

  /** How many pixels of each colour stand on top of each other at most. */
  private static List<Integer> tallest(BufferedImage image, List<Integer> colours) {
    return colours.stream()
        .map(
            colour -> {
              int most = 0;
              for (int x = 0; x < image.getWidth(); x++) {
                int height = 0;
                for (int y = 0; y < image.getHeight(); y++) {
                  height = (image.getRGB(x, y) & 0xffffff) == colour ? height + 1 : 0;
                  most = Math.max(most, height);
                }
              }
              return most;
            })
        .toList();
  }
}
