package dev.latent.demo.actions.csvxlsx;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.TableFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Makes a spreadsheet of a table; numbers become numbers. */
public final class CsvXlsx implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    List<CsvRecord> rows;
    TableFormat format = TableFormat.of(input.text());
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(format.separator())
            .allowMissingFields(true)
            .allowExtraFields(true)
            .ofCsvRecord(input.text())) {
      rows = reader.stream().toList();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(bytes, "Document workbench", "1.0")) {
      Worksheet sheet = book.newWorksheet(options.text("sheet", "Table"));
      boolean header = options.flag("header", true);
      for (int y = 0; y < rows.size(); y++) {
        List<String> fields = rows.get(y).getFields();
        for (int x = 0; x < fields.size(); x++) {
          put(sheet, y, x, fields.get(x), format);
        }
        if (header && y == 0 && !fields.isEmpty()) {
          sheet.range(0, 0, 0, fields.size() - 1).style().bold().fillColor("E8E0D0").set();
          sheet.freezePane(0, 1);
        }
      }
    }
    return new Document(
        input.nameWithExtension("xlsx"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        bytes.toByteArray());
  }

  private static void put(Worksheet sheet, int y, int x, String text, TableFormat format) {
    OptionalDouble number = format.number(text);
    if (number.isPresent()) {
      sheet.value(y, x, number.getAsDouble());
    } else {
      sheet.value(y, x, text);
    }
  }
}
