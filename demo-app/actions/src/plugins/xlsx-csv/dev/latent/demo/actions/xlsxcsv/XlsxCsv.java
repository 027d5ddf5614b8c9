package dev.latent.demo.actions.xlsxcsv;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;

/** Reads one sheet of a spreadsheet. */
public final class XlsxCsv implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    int number = options.number("sheet", 1, 1, 1000);
    char separator = options.choice("separator", "comma", "semicolon").equals("comma") ? ',' : ';';
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(input.content()))) {
      Sheet sheet =
          book.getSheet(number - 1)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "There is no sheet "
                              + number
                              + "; "
                              + input.name()
                              + " has "
                              + book.getSheets().count()
                              + "."));
      StringWriter text = new StringWriter();
      try (CsvWriter writer = CsvWriter.builder().fieldSeparator(separator).build(text)) {
        for (Row row : sheet.read()) {
          List<String> fields = new ArrayList<>();
          for (int x = 0; x < row.getCellCount(); x++) {
            fields.add(text(row.getOptionalCell(x).orElse(null)));
          }
          writer.writeRecord(fields);
        }
      }
      return Document.ofText(input.nameWithExtension("csv"), "text/csv", text.toString());
    }
  }

  private static String text(Cell cell) {
    if (cell == null) {
      return "";
    }
    return cell.getType() == CellType.NUMBER
        ? cell.asNumber().stripTrailingZeros().toPlainString()
        : cell.getText();
  }
}
