package dev.latent.demo.actions.csvstats;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.TableFormat;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.osgi.service.component.annotations.Component;

/** Sums up each column of numbers. */
@Component(
    property = {
      "action.id=csv-stats",
      "action.label=Sum up columns",
      "action.group=Tables",
      "action.from=text/csv",
      "action.from=text/tab-separated-values",
      "action.to=text/csv",
      "action.options=percentile|number:1:100|90|Percentile",
      "action.options=digits|number:0:10|2|Digits after the point",
      "action.library=commons-math3 3.6.1"
    })
public final class CsvStats implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    int percentile = options.number("percentile", 90, 1, 100);
    TableFormat table = TableFormat.of(input.text());
    CSVFormat read = CSVFormat.DEFAULT.builder().setDelimiter(table.separator()).get();
    String format = "%." + options.number("digits", 2, 0, 10) + "f";
    List<CSVRecord> rows = read.parse(new StringReader(input.text())).getRecords();
    StringWriter text = new StringWriter();
    try (CSVPrinter out = new CSVPrinter(text, CSVFormat.DEFAULT)) {
      out.printRecord(
          "column",
          "count",
          "sum",
          "mean",
          "deviation",
          "least",
          "median",
          "p" + percentile,
          "most");
      for (int x = 0; !rows.isEmpty() && x < rows.get(0).size(); x++) {
        DescriptiveStatistics numbers = column(rows.subList(1, rows.size()), x, table);
        if (numbers.getN() > 0) {
          out.printRecord(
              rows.get(0).get(x),
              numbers.getN(),
              say(format, numbers.getSum()),
              say(format, numbers.getMean()),
              say(format, numbers.getStandardDeviation()),
              say(format, numbers.getMin()),
              say(format, numbers.getPercentile(50)),
              say(format, numbers.getPercentile(percentile)),
              say(format, numbers.getMax()));
        }
      }
    }
    return Document.ofText(input.nameWithExtension("csv"), "text/csv", text.toString());
  }

  private static String say(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }

  /** What is empty does not count. */
  private static DescriptiveStatistics column(List<CSVRecord> rows, int x, TableFormat table) {
    DescriptiveStatistics numbers = new DescriptiveStatistics();
    for (CSVRecord row : rows) {
      String field = x < row.size() ? row.get(x) : "";
      OptionalDouble number = table.number(field);
      if (number.isPresent()) {
        numbers.addValue(number.getAsDouble());
      } else if (!field.isBlank()) {
        return new DescriptiveStatistics(); // a column of words
      }
    }
    return numbers;
  }
}
