package dev.latent.demo.api;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * How a table in text form writes its fields and numbers. Programs disagree: where a comma is the
 * decimal mark, spreadsheets part fields by semicolons.
 *
 * @param separator what parts the fields of a row
 * @param decimalMark what parts whole from fraction in a number
 */
public record TableFormat(char separator, char decimalMark) {

  /** With commas between fields and points in numbers. */
  public static final TableFormat COMMAS = new TableFormat(',', '.');

  private static final String CANDIDATES = ",;\t|";
  private static final int MOST_LINES = 50;
  private static final int ALL_LINES = 1000;
  private static final Pattern COMMA_NUMBER =
      Pattern.compile(
          "(?:^|[;\\t|])\"?\\s*[-+]?\\d[\\d. ]*,\\d+\\s*%?\"?(?=[;\\t|\\r\\n]|$)",
          Pattern.MULTILINE);
  private static final Pattern PLAIN =
      Pattern.compile("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d{1,3})?");
  private static final Pattern GROUPED = Pattern.compile("[-+]?\\d{1,3}(?:'\\d{3})+(?:\\.\\d+)?");

  /**
   * Finds out how a table is written, by what its first lines have in common.
   *
   * @param text the table
   * @return its format; {@link #COMMAS} where nothing speaks for another
   */
  public static TableFormat of(String text) {
    char separator = ',';
    int best = 0;
    for (int i = 0; i < CANDIDATES.length(); i++) {
      char candidate = CANDIDATES.charAt(i);
      int found = score(text, candidate);
      if (found > best) {
        best = found;
        separator = candidate;
      }
    }
    boolean comma = separator != ',' && COMMA_NUMBER.matcher(text).find();
    return new TableFormat(separator, comma ? ',' : '.');
  }

  /** What all rows have many of parts their fields; else what the first one has many of. */
  private static int score(String text, char sign) {
    int least = Integer.MAX_VALUE;
    int first = -1;
    int inLine = 0;
    int lines = 0;
    boolean quoted = false;
    boolean blank = true;
    for (int i = 0; i <= text.length() && lines < MOST_LINES; i++) {
      char c = i == text.length() ? '\n' : text.charAt(i);
      if (c == '\n' && (!quoted || i == text.length())) {
        if (!blank) {
          least = Math.min(least, inLine);
          first = first < 0 ? inLine : first;
          lines++;
        }
        inLine = 0;
        blank = true;
      } else {
        quoted ^= c == '"';
        inLine += c == sign && !quoted ? 1 : 0;
        blank &= c <= ' ' && c != sign;
      }
    }
    return lines == 0 ? 0 : least > 0 ? ALL_LINES * least : first;
  }

  /**
   * The number that a field holds.
   *
   * @param field the field, without quotes
   * @return the number; nothing where it is empty or a word
   */
  public OptionalDouble number(String field) {
    String plain = plainNumber(field);
    return plain.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(plain));
  }

  /**
   * The number that a field holds, written with a point and nothing else between its digits.
   *
   * @param field the field, without quotes
   * @return the number, or an empty text where it holds none
   */
  public String plainNumber(String field) {
    String text = field.strip().replace("\u00a0", "").replace("\u202f", "");
    char groups = decimalMark == ',' ? '.' : ',';
    if (text.indexOf(groups) >= 0 || text.indexOf('\'') >= 0) {
      String marked = text.replace('\'', groups).replace(groups, '\'').replace(decimalMark, '.');
      return GROUPED.matcher(marked).matches() ? marked.replace("'", "") : "";
    }
    String plain = text.replace(decimalMark, '.');
    return PLAIN.matcher(plain).matches() ? plain : "";
  }
}
