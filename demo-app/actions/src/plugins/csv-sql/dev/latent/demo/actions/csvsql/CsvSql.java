package dev.latent.demo.actions.csvsql;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.TableFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.h2.Driver;

/**
 * Asks a table a question in SQL. The database lives in memory and for one question; the user that
 * asks may read this table and nothing else, no file of the machine either.
 */
final class CsvSql implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException, SQLException {
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
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(input.name() + " is empty.");
    }
    String query = options.text("query", "SELECT * FROM doc");
    int most = options.number("rows", 1000, 1, 1_000_000);
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    try (Connection owner = connect(url, "SA", "")) {
      fill(owner, rows, format);
      try (Statement statement = owner.createStatement()) {
        statement.execute("CREATE USER READER PASSWORD 'reader'");
        statement.execute("GRANT SELECT ON doc TO READER");
      }
      try (Connection reader = connect(url, "READER", "reader");
          Statement statement = reader.createStatement()) {
        statement.setMaxRows(most);
        statement.setQueryTimeout(30);
        return Document.ofText(
            input.nameWithExtension("csv"), "text/csv", csv(statement.executeQuery(query)));
      }
    }
  }

  /** Not by the driver manager, which looks for drivers in class loaders of its choice. */
  private static Connection connect(String url, String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return new Driver().connect(url, properties);
  }

  private static void fill(Connection connection, List<CsvRecord> rows, TableFormat format)
      throws SQLException {
    List<String> names = rows.get(0).getFields();
    List<CsvRecord> data = rows.subList(1, rows.size());
    List<String> columns = new ArrayList<>();
    List<Boolean> numbers = new ArrayList<>();
    for (int x = 0; x < names.size(); x++) {
      numbers.add(isNumbers(data, x, format));
      String type = numbers.get(x) ? "DECIMAL(30, 10)" : "VARCHAR";
      columns.add('"' + names.get(x).replace("\"", "\"\"") + "\" " + type);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE doc (" + String.join(", ", columns) + ")");
    }
    String marks = "?" + ", ?".repeat(names.size() - 1);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO doc VALUES (" + marks + ")")) {
      for (CsvRecord row : data) {
        for (int x = 0; x < names.size(); x++) {
          String field = x < row.getFieldCount() ? row.getField(x) : "";
          String value = numbers.get(x) ? format.plainNumber(field) : field;
          insert.setString(x + 1, value.isEmpty() ? null : value);
        }
        insert.executeUpdate();
      }
    }
  }

  private static boolean isNumbers(List<CsvRecord> rows, int x, TableFormat format) {
    boolean any = false;
    for (CsvRecord row : rows) {
      String field = x < row.getFieldCount() ? row.getField(x) : "";
      if (!field.isBlank()) {
        if (!format.plainNumber(field).matches("[-+]?\\d{1,18}(\\.\\d+)?")) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  private static String csv(ResultSet result) throws SQLException, IOException {
    StringWriter text = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().build(text)) {
      int columns = result.getMetaData().getColumnCount();
      List<String> names = new ArrayList<>();
      for (int x = 1; x <= columns; x++) {
        names.add(result.getMetaData().getColumnLabel(x));
      }
      writer.writeRecord(names);
      while (result.next()) {
        List<String> fields = new ArrayList<>();
        for (int x = 1; x <= columns; x++) {
          Object value = result.getObject(x);
          fields.add(
              value instanceof java.math.BigDecimal number
                  ? number.stripTrailingZeros().toPlainString()
                  : value == null ? "" : value.toString());
        }
        writer.writeRecord(fields);
      }
    }
    return text.toString();
  }
}
