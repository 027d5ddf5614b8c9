package dev.latent.demo.actions.csvfilter;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.TableFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.JexlExpression;
import org.apache.commons.jexl3.JexlFeatures;
import org.apache.commons.jexl3.JexlInfo;
import org.apache.commons.jexl3.MapContext;
import org.apache.commons.jexl3.introspection.JexlPermissions;
import org.osgi.service.component.annotations.Component;

/** Keeps the rows of a table for which an expression is true. */
@Component(
    property = {
      "action.id=csv-filter",
      "action.label=Keep some rows",
      "action.group=Tables",
      "action.from=text/csv",
      "action.from=text/tab-separated-values",
      "action.to=text/csv",
      "action.options=where|text|true|Keep rows where (for example price lt 20)",
      "action.options=reverse|flag|false|Drop them instead",
      "action.library=commons-jexl3 3.7.1",
      "action.preferred=true"
    })
public final class CsvFilter implements DocumentAction {

  // What a user writes may compare and call methods of texts and numbers, and nothing more.
  private final JexlEngine engine =
      new JexlBuilder()
          .permissions(JexlPermissions.SECURE)
          .features(JexlFeatures.createDefault().loops(false).newInstance(false).sideEffect(false))
          .strict(true)
          .safe(false)
          .create();

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    String where = options.text("where", "true");
    boolean reverse = options.flag("reverse", false);
    StringWriter text = new StringWriter();
    int line = 0;
    TableFormat format = TableFormat.of(input.text());
    try (CsvReader<NamedCsvRecord> reader =
            CsvReader.builder()
                .fieldSeparator(format.separator())
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofNamedCsvRecord(input.text());
        CsvWriter writer =
            CsvWriter.builder().fieldSeparator(format.separator() == ';' ? ';' : ',').build(text)) {
      JexlExpression expression = engine.createExpression(new JexlInfo("where", 1, 1), where);
      for (NamedCsvRecord row : reader) {
        if (line++ == 0) {
          writer.writeRecord(row.getHeader());
        }
        boolean kept = Boolean.TRUE.equals(expression.evaluate(variables(row, format)));
        if (kept != reverse) {
          writer.writeRecord(row.getFields());
        }
      }
    } catch (JexlException e) {
      throw new IllegalArgumentException(
          "Option where can't be evaluated: '"
              + where
              + "', at letter "
              + (e.getInfo() == null ? 1 : e.getInfo().getColumn())
              + ": "
              + withoutPlace(String.valueOf(e.getMessage())),
          e);
    }
    return Document.ofText(input.nameWithExtension("csv"), "text/csv", text.toString());
  }

  /** The library's messages begin with where, such as {@code where@1:7}. */
  private static String withoutPlace(String message) {
    return message.startsWith("where@") ? message.substring(message.indexOf(' ') + 1) : message;
  }

  private static MapContext variables(NamedCsvRecord row, TableFormat format) {
    MapContext variables = new MapContext();
    List<String> names = row.getHeader();
    for (int x = 0; x < names.size() && x < row.getFieldCount(); x++) {
      String field = row.getField(x);
      OptionalDouble number = format.number(field);
      Object value = number.isPresent() ? (Object) number.getAsDouble() : field;
      variables.set(names.get(x).replace(' ', '_'), value);
    }
    return variables;
  }
}
