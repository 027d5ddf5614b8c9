package dev.latent.demo.actions.csvcalendar;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VAlarm;
import biweekly.component.VEvent;
import biweekly.parameter.Related;
import biweekly.property.Trigger;
import biweekly.util.Duration;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.TableFormat;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Date;
import org.osgi.service.component.annotations.Component;

/** Makes calendar entries of a table with the columns date, title and place. */
@Component(
    property = {
      "action.id=csv-calendar",
      "action.label=Table to calendar",
      "action.group=Mail and dates",
      "action.from=text/csv",
      "action.from=text/tab-separated-values",
      "action.to=text/calendar",
      "action.options=name|text||Name of the calendar",
      "action.options=alarm|number:0:10080|0|Alarm minutes before",
      "action.library=biweekly 0.6.8"
    })
public final class CsvCalendar implements DocumentAction {

  private static final Instant STAMP = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    int alarm = options.number("alarm", 0, 0, 10_080);
    ICalendar calendar = new ICalendar();
    calendar.setName(options.text("name", input.name()));
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(TableFormat.of(input.text()).separator())
            .ofNamedCsvRecord(input.text())) {
      for (NamedCsvRecord row : reader) {
        String title = column(input, row, "title");
        VEvent event = new VEvent();
        event.setUid(input.name() + "-" + row.getStartingLineNumber() + "@workbench");
        event.setDateTimeStamp(Date.from(STAMP));
        event.setSummary(title);
        row.findField("place").ifPresent(event::setLocation);
        event.setDateStart(day(column(input, row, "date")), false);
        if (alarm > 0) {
          Duration before = Duration.builder().prior(true).minutes(alarm).build();
          event.addAlarm(VAlarm.display(new Trigger(before, Related.START), title));
        }
        calendar.addEvent(event);
      }
    }
    return Document.ofText(
        input.nameWithExtension("ics"), "text/calendar", Biweekly.write(calendar).go());
  }

  private static String column(Document input, NamedCsvRecord row, String name) {
    return row.findField(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    input.name() + " has no column " + name + "; it has " + row.getHeader() + "."));
  }

  private static Date day(String text) {
    try {
      // The library writes a day without a time in the zone of the machine.
      return Date.from(LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("A date must be like 2026-05-31, not '" + text + "'.", e);
    }
  }
}
