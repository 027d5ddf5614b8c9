package dev.latent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Lines up rows in columns within a width: each column is as wide as its widest cell, up to its
 * most; the last one takes what is left and is cut with an ellipsis.
 */
final class Columns {

  private final int width;
  private final int[] most;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<UnaryOperator<String>> styles = new ArrayList<>();

  /** Makes columns; {@code most} has an entry for each column but the last. */
  Columns(int width, int... most) {
    this.width = width;
    this.most = most.clone();
  }

  /** Adds a row; the style is put around the whole line after it was laid out. */
  void add(UnaryOperator<String> style, String... cells) {
    rows.add(List.of(cells));
    styles.add(style);
  }

  /** Lays out all rows. */
  List<String> lines() {
    int[] widths = new int[most.length];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.min(most[i], Math.max(widths[i], row.get(i).length()));
      }
    }
    List<String> lines = new ArrayList<>(rows.size());
    for (int at = 0; at < rows.size(); at++) {
      List<String> row = rows.get(at);
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = i == 0 ? cutWithin(row.get(i), widths[i]) : cut(row.get(i), widths[i]);
        line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
      }
      String last = row.get(widths.length);
      line.append(cut(last, Math.max(8, width - line.length())));
      lines.add(styles.get(at).apply(line.toString().stripTrailing()));
    }
    return lines;
  }

  /** The text, or its begin and its end with an ellipsis between: names and versions keep both. */
  static String cutWithin(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    int end = Math.min(width / 2, 20);
    return text.substring(0, width - end - 1) + "…" + text.substring(text.length() - end);
  }

  /** The text, or as much of it as fits with an ellipsis. */
  static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }
}
