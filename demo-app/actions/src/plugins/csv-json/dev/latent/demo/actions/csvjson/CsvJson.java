package dev.latent.demo.actions.csvjson;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.TableFormat;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Turns a table into a list of objects; the first row names their members. */
@Component(
    property = {
      "action.id=csv-json",
      "action.label=Table to JSON",
      "action.group=Tables",
      "action.from=text/csv",
      "action.from=text/tab-separated-values",
      "action.to=application/json",
      "action.options=separator|choice:auto:comma:semicolon:tab|auto|Fields end with",
      "action.options=pretty|flag|true|Indented",
      "action.library=jackson-dataformat-csv 2.23.0"
    })
public final class CsvJson implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    char separator =
        switch (options.choice("separator", "auto", "comma", "semicolon", "tab")) {
          case "semicolon" -> ';';
          case "tab" -> '\t';
          case "comma" -> ',';
          default -> TableFormat.of(input.text()).separator();
        };
    CsvSchema schema = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator);
    List<Map<String, String>> rows;
    try (MappingIterator<Map<String, String>> read =
        new CsvMapper().readerForMapOf(String.class).with(schema).readValues(input.text())) {
      rows = read.readAll();
    }
    ObjectMapper mapper = new ObjectMapper();
    ObjectWriter writer =
        options.flag("pretty", true) ? mapper.writerWithDefaultPrettyPrinter() : mapper.writer();
    return Document.ofText(
        input.nameWithExtension("json"), "application/json", writer.writeValueAsString(rows));
  }
}
