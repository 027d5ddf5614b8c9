package dev.latent.demo.actions.csvreport;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.TableFormat;
import dev.latent.demo.api.WebPage;
import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a page of a table, by a template that lies in the plugin. */
final class CsvReport implements DocumentAction {

  private final Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);

  CsvReport() {
    configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
    configuration.setTemplateLoader(new PluginTemplates());
  }

  @Override
  public Document run(Document input, ActionOptions options) throws IOException, TemplateException {
    List<List<String>> rows;
    TableFormat format = TableFormat.of(input.text());
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(format.separator())
            .allowMissingFields(true)
            .allowExtraFields(true)
            .ofCsvRecord(input.text())) {
      rows = reader.stream().map(CsvRecord::getFields).toList();
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(input.name() + " is empty.");
    }
    List<String> header = rows.get(0);
    List<List<String>> body = rows.subList(1, rows.size());
    List<Boolean> numeric = new ArrayList<>();
    for (int x = 0; x < header.size(); x++) {
      numeric.add(isNumbers(body, x, format));
    }
    String layout = options.choice("layout", "table", "cards", "list");
    StringWriter page = new StringWriter();
    configuration
        .getTemplate(layout + ".ftlh")
        .process(
            Map.of(
                "title", options.text("title", input.name()),
                "style", WebPage.style(),
                "header", header,
                "numeric", numeric,
                "rows", body),
            page);
    return Document.ofText(input.nameWithExtension("html"), "text/html", page.toString());
  }

  private static boolean isNumbers(List<List<String>> rows, int x, TableFormat format) {
    return rows.stream()
        .filter(row -> x < row.size() && !row.get(x).isBlank())
        .allMatch(row -> format.number(row.get(x)).isPresent());
  }

  private static final class PluginTemplates implements freemarker.cache.TemplateLoader {
    @Override
    public Object findTemplateSource(String name) {
      return CsvReport.class.getResource(name.replace("_en", ""));
    }

    @Override
    public long getLastModified(Object source) {
      return 0;
    }

    @Override
    public Reader getReader(Object source, String encoding) throws IOException {
      return new InputStreamReader(((java.net.URL) source).openStream(), StandardCharsets.UTF_8);
    }

    @Override
    public void closeTemplateSource(Object source) {
      // its reader was closed
    }
  }
}
