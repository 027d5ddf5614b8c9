package dev.latent.demo.actions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.TableFormat;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVRecord;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tables as spreadsheets write them where the decimal mark is a comma. */
class SemicolonTableTests {

  private static final Document TABLE =
      Document.ofText(
          "umsatz.csv",
          "text/csv",
          "\ufeffMonat;Umsatz;G\u00e4ste\r\nJanuar;12.345,50;120\r\nM\u00e4rz;9.800,00;\r\n");

  @SuppressWarnings("NullAway.Init")
  private static FelixHost felix;

  @BeforeAll
  static void start() throws Exception {
    felix = new FelixHost();
  }

  @AfterAll
  static void stop() throws Exception {
    felix.close();
  }

  @Test
  void theFormatIsFoundOutByWhatAllLinesHaveInCommon() {
    assertThat(TableFormat.of(TABLE.text())).isEqualTo(new TableFormat(';', ','));
    assertThat(TableFormat.of("a,b\n\"x;y;z\",1.5\n")).isEqualTo(TableFormat.COMMAS);
    assertThat(TableFormat.of("a\tb\n1,234\t2\n").separator()).isEqualTo('\t');
    assertThat(TableFormat.of("name;note\nx;one, two, three\ny;four\n"))
        .isEqualTo(new TableFormat(';', '.'));
    assertThat(TableFormat.of("one column\n12\n")).isEqualTo(TableFormat.COMMAS);
    assertThat(TableFormat.of("")).isEqualTo(TableFormat.COMMAS);
  }

  @Test
  void numbersAreReadAsTheTableWritesThem() {
    TableFormat german = new TableFormat(';', ',');
    assertThat(german.number("12.345,50")).hasValue(12345.5);
    assertThat(german.number(" -3,5 ")).hasValue(-3.5);
    assertThat(german.number("12.3")).isEmpty();
    assertThat(TableFormat.COMMAS.number("1,234.5")).hasValue(1234.5);
    assertThat(TableFormat.COMMAS.number("1,23")).isEmpty();
    assertThat(TableFormat.COMMAS.number("2026-05-01")).isEmpty();
    assertThat(TableFormat.COMMAS.number("NaN")).isEmpty();
    assertThat(TableFormat.COMMAS.number("")).isEmpty();
  }

  @Test
  void sumsAreOfTheNumbers() throws Exception {
    List<CSVRecord> rows = TableCases.rows(run("csv-stats"));
    assertThat(rows).hasSize(3);
    assertThat(rows.get(1).get(0)).isEqualTo("Umsatz");
    assertThat(rows.get(1).get(2)).isEqualTo("22145.50");
    assertThat(rows.get(2).get(1)).as("how many have guests").isEqualTo("1");
  }

  @Test
  void aDatabaseSeesColumnsAndNumbers() throws Exception {
    Document answer =
        felix
            .action("csv-sql")
            .run(
                TABLE,
                new ActionOptions(Map.of("query", "SELECT Monat FROM doc WHERE Umsatz > 10000")));
    assertThat(TableCases.rows(answer).get(1).values()).containsExactly("Januar");
  }

  @Test
  void rowsAreKeptByTheirNumbersAndWrittenAsTheyWere() throws Exception {
    Document kept =
        felix
            .action("csv-filter")
            .run(TABLE, new ActionOptions(Map.of("where", "Umsatz gt 10000")));
    assertThat(kept.text().lines())
        .containsExactly("Monat;Umsatz;G\u00e4ste", "Januar;12.345,50;120");
  }

  @Test
  void otherFormatsGetTheFields() throws Exception {
    assertThat(
            JsonParser.parseString(run("csv-json").text())
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .get("Monat")
                .getAsString())
        .isEqualTo("Januar");
    assertThat(Jsoup.parse(run("csv-report").text()).select("td.number").eachText())
        .containsExactly("12.345,50", "120", "9.800,00");
    try (XSSFWorkbook book =
        new XSSFWorkbook(new ByteArrayInputStream(run("csv-xlsx").content()))) {
      assertThat(book.getSheet("Table").getRow(1).getCell(1).getNumericCellValue())
          .isEqualTo(12345.5);
    }
    assertThat(ImageIO.read(new ByteArrayInputStream(run("csv-chart").content()))).isNotNull();
  }

  private static Document run(String id) throws Exception {
    DeclaredAction declared =
        PluginDirectory.actions().stream()
            .filter(action -> action.id().equals(id))
            .findFirst()
            .orElseThrow();
    DocumentAction action =
        declared.kind() == DeclaredAction.Kind.LAYER
            ? new LayerHost().action(declared)
            : felix.action(id);
    return action.run(TABLE, new ActionOptions(Map.of()));
  }
}
