package dev.latent.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Results as Markdown for people and as JSON for programs. */
final class StartReport {

  private static final String BEGIN = "<!-- start-benchmark -->";
  private static final String END = "<!-- end -->";
  private static final double MILLI = 1e6;
  private static final double MEBI = 1 << 20;

  private final BenchmarkOptions options;
  private final Machine machine;
  private final List<CountResult> results;

  StartReport(BenchmarkOptions options, Machine machine, List<CountResult> results) {
    this.options = options;
    this.machine = machine;
    this.results = results;
  }

  /** Writes all files that the options ask for, and returns the Markdown. */
  String write() throws IOException {
    String markdown = markdown();
    Path json = options.out().toAbsolutePath();
    Path folder = json.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    json(json);
    String name = String.valueOf(json.getFileName());
    String stem = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
    Files.writeString(json.resolveSibling(stem + ".md"), markdown);
    if (options.documentation().isPresent()) {
      Path page = options.documentation().get();
      Files.writeString(page, inserted(Files.readString(page), markdown));
    }
    return markdown;
  }

  /** A page with its section replaced, or added at the end. */
  static String inserted(String page, String section) {
    String block = BEGIN + "\n" + section + END + "\n";
    int begin = page.indexOf(BEGIN);
    if (begin < 0) {
      return page.stripTrailing() + "\n\n" + block;
    }
    int end = page.indexOf(END, begin);
    if (end < 0) {
      throw new IllegalArgumentException(
          "The page has " + BEGIN + " without " + END + " after it. Add " + END + ".");
    }
    String rest = page.substring(end + END.length());
    return page.substring(0, begin) + block + (rest.startsWith("\n") ? rest.substring(1) : rest);
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
            """
            ## Start

            Each start is a JVM of its own, all with the same flags (none). The clock runs from the start of the process until
            the program is ready and until the first service has worked, and from there until ten others have, or all where
            there are fewer. The plugins are generated: 40 classes each, of which a service uses 16. All systems look the same
            plugins up, which have to compute the same checksums. Indexes and framework storage are warm.

            - `bare`: a JVM that has no plugins and only says its lines.
            - `serviceloader`: all jars on the class path; a provider is chosen by the name of its type.
            - `felix`, `equinox`: all bundles installed and started; a service is chosen by a filter.
            - `latent-layers`, `latent-felix`, `latent-equinox`: all jars in a plugin directory; a service is chosen by a
              filter. *Without Latent* compares with `serviceloader`, `felix` and `equinox`.

            Times are milliseconds: median (least–most), rounds: \
            """)
        .append(options.rounds())
        .append(", interleaved. Heap is MiB in use after a collection.\n")
        .append("Ratios are of the medians to the first service.\n\n")
        .append("Machine: ")
        .append(machine)
        .append(".\n");
    for (CountResult result : results) {
      table(text, result);
    }
    text.append("\nRepeat it with `integration-tests/benchmarks/run.sh --counts ")
        .append(String.join(",", options.counts().stream().map(String::valueOf).toList()))
        .append(" --rounds ")
        .append(options.rounds())
        .append("`.\n");
    return text.toString();
  }

  private static void table(StringBuilder text, CountResult result) {
    text.append("\n### ").append(result.plugins()).append(" plugins\n\n");
    text.append("| System | Ready | First service | Ten more | Heap ready | Heap first | Classes |")
        .append(" × bare | × without Latent |\n")
        .append("|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    for (SystemResult system : result.systems()) {
      if (system.complete()) {
        row(text, result, system);
      }
    }
    for (SystemResult system : result.systems()) {
      system
          .failure()
          .ifPresent(
              failure ->
                  text.append("\n`")
                      .append(system.system())
                      .append("` is left out: its JVM ")
                      // The note goes into a page; paths of this machine don't belong there.
                      .append(failure.replaceAll("(/[^/\\s]+){2,}/?", "…"))
                      .append(".\n"));
    }
  }

  private static void row(StringBuilder text, CountResult result, SystemResult system) {
    text.append("| `").append(system.system()).append("` | ");
    text.append(times(system.spread(SystemResult.Sample::ready))).append(" | ");
    text.append(times(system.spread(SystemResult.Sample::first))).append(" | ");
    text.append(times(system.spread(sample -> sample.ten() - sample.first()))).append(" | ");
    text.append(
        system
            .weight()
            .map(
                weight ->
                    decimal(weight.heapReady() / MEBI)
                        + " | "
                        + decimal(weight.heapFirst() / MEBI)
                        + " | "
                        + String.format(Locale.ROOT, "%,d", weight.classes()))
            .orElse("– | – | –"));
    OptionalDouble toBare = result.ratio(system, Optional.of(MeasuredSystem.BARE));
    text.append(" | ").append(system.system() == MeasuredSystem.BARE ? "1" : ratio(toBare));
    text.append(" | ");
    boolean compared = system.system().counterpart().filter(MeasuredSystem::works).isPresent();
    if (compared) {
      OptionalDouble ratio = result.ratio(system, system.system().counterpart());
      text.append(ratio(ratio));
    } else {
      text.append("–");
    }
    text.append(" |\n");
  }

  private static String times(SystemResult.Spread spread) {
    return String.format(
        Locale.ROOT,
        "%,d (%,d–%,d)",
        Math.round(spread.median() / MILLI),
        Math.round(spread.least() / MILLI),
        Math.round(spread.most() / MILLI));
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private static String ratio(OptionalDouble ratio) {
    return ratio.isEmpty() ? "–" : String.format(Locale.ROOT, "%.2f", ratio.getAsDouble());
  }

  private void json(Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file);
        JsonGenerator json = new JsonFactory().createGenerator(writer)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeObjectFieldStart("machine");
      json.writeNumberField("cores", machine.cores());
      json.writeNumberField("memoryGib", machine.memory());
      json.writeStringField("jdk", machine.jdk());
      json.writeStringField("system", machine.system());
      json.writeEndObject();
      json.writeNumberField("rounds", options.rounds());
      json.writeArrayFieldStart("counts");
      for (CountResult result : results) {
        json.writeStartObject();
        json.writeNumberField("plugins", result.plugins());
        json.writeArrayFieldStart("systems");
        for (SystemResult system : result.systems()) {
          system(json, system);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void system(JsonGenerator json, SystemResult system) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", system.system().toString());
    if (system.failure().isPresent()) {
      json.writeStringField("failure", system.failure().get());
    }
    json.writeArrayFieldStart("starts");
    for (SystemResult.Sample sample : system.samples()) {
      json.writeStartObject();
      json.writeNumberField("readyNanos", sample.ready());
      json.writeNumberField("firstNanos", sample.first());
      json.writeNumberField("tenNanos", sample.ten());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (system.weight().isPresent()) {
      SystemResult.Weight weight = system.weight().get();
      json.writeNumberField("heapReadyBytes", weight.heapReady());
      json.writeNumberField("heapFirstBytes", weight.heapFirst());
      json.writeNumberField("classes", weight.classes());
    }
    json.writeEndObject();
  }
}
