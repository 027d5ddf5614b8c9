package dev.latent.demo.actions.xlsxchart;

import dev.latent.demo.actions.csvchart.CsvChart;
import dev.latent.demo.actions.xlsxcsv.XlsxCsv;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.IOException;
import java.util.Map;

/** Draws a sheet of a spreadsheet: one plugin that this one requires reads it, another draws. */
public final class XlsxChart implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    ActionOptions sheet = new ActionOptions(Map.of("sheet", options.text("sheet", "1")));
    Document table = new XlsxCsv().run(input, sheet);
    return new CsvChart()
        .run(new Document(input.name(), table.mediaType(), table.content()), options);
  }
}
