package dev.latent.demo.actions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.demo.api.Document;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;
import org.jsoup.Jsoup;

/** Comparing, searching, counting, repairing texts. */
final class TextCases {

  private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+.*");

  private TextCases() {}

  static List<ActionCase> all() {
    return List.of(
        ActionCase.of("text-diff", "letter-1.txt")
            .document("other", "letter-2.txt")
            .changed("context", "0")
            .check(
                (plain, changed) -> {
                  assertThat(plain.text()).startsWith("--- letter-1.txt\n+++ letter-2.txt\n@@ ");
                  List<String> after = ActionCase.sample("letter-2.txt").text().lines().toList();
                  assertThat(patched(ActionCase.sample("letter-1.txt"), plain)).isEqualTo(after);
                  assertThat(changed.text().lines()).noneMatch(line -> line.startsWith(" "));
                }),
        ActionCase.of("text-compare", "letter-1.txt")
            .document("other", "letter-2.txt")
            .changed("changes", "true")
            .changed("by", "letter")
            .check(
                (plain, changed) -> {
                  org.jsoup.nodes.Document page = Jsoup.parse(plain.text());
                  assertThat(page.select("del").eachText()).contains("spring", "three", "two");
                  assertThat(page.select("ins").eachText()).contains("summer", "four", "three");
                  assertThat(page.select("tr.EQUAL")).isNotEmpty();
                  assertThat(page.select("th").eachText())
                      .containsExactly("letter-1.txt", "letter-2.txt");
                  MarkupCases.assertStyled(page);
                  assertThat(page.select("tr.INSERT").text()).isEqualTo("Rain came anyway.");
                  org.jsoup.nodes.Document fewer = Jsoup.parse(changed.text());
                  assertThat(fewer.select("tr.EQUAL")).isEmpty();
                  assertThat(fewer.select("tbody tr")).hasSize(3);
                }),
        ActionCase.of("text-search", "coastal-walk.md")
            .given("query", "lighthouses")
            .changed("stems", "false")
            .check(
                (plain, changed) -> {
                  org.jsoup.nodes.Document page = Jsoup.parse(plain.text());
                  assertThat(page.select("li")).hasSize(2);
                  assertThat(page.select("li mark").eachText()).containsOnly("lighthouse");
                  assertThat(page.text()).contains("2 paragraphs of coastal-walk.md, which has");
                  MarkupCases.assertStyled(page);
                  org.jsoup.nodes.Document none = Jsoup.parse(changed.text());
                  assertThat(none.select("li")).isEmpty();
                  assertThat(none.text()).contains("Not found in coastal-walk.md.");
                }),
        ActionCase.of("word-count", "coastal-walk.md")
            .changed("language", "en")
            .changed("top", "5")
            .check(
                (plain, changed) -> {
                  List<CSVRecord> rows = TableCases.rows(plain);
                  assertThat(rows).hasSize(21);
                  String text = ActionCase.sample("coastal-walk.md").text();
                  long count =
                      Pattern.compile("[^\\p{L}]+")
                          .splitAsStream(text)
                          .filter(word -> word.equalsIgnoreCase(rows.get(1).get(0)))
                          .count();
                  assertThat(rows.get(1).get(0)).isEqualTo("the");
                  assertThat(Long.parseLong(rows.get(1).get(1))).isEqualTo(count);
                  assertThat(TableCases.rows(changed).stream().map(row -> row.get(0)))
                      .hasSize(6)
                      .doesNotContain("the", "and");
                }),
        ActionCase.of("text-utf8", "postkarte.txt")
            .changed("lines", "crlf")
            .check(
                (plain, changed) -> {
                  String text =
                      StandardCharsets.UTF_8
                          .newDecoder()
                          .decode(ByteBuffer.wrap(plain.content()))
                          .toString();
                  assertThat(text).contains("der Fr\u00fchling an der K\u00fcste ist sp\u00e4t");
                  assertThat(changed.text()).isEqualTo(text.replace("\n", "\r\n"));
                }),
        ActionCase.of("text-wrap", "letter-1.txt")
            .given("width", "30")
            .changed("letters", "title")
            .check(
                (plain, changed) -> {
                  assertThat(plain.text().lines()).allMatch(line -> line.length() <= 30);
                  assertThat(words(plain)).isEqualTo(words(ActionCase.sample("letter-1.txt")));
                  assertThat(changed.text()).startsWith("Dear Readers,");
                }));
  }

  private static List<String> words(Document document) {
    return Arrays.asList(document.text().strip().split("\\s+", -1));
  }

  /** Applies a unified diff as its format is defined. */
  private static List<String> patched(Document before, Document diff) {
    List<String> old = before.text().lines().toList();
    List<String> result = new ArrayList<>();
    int at = 0;
    for (String line : diff.text().lines().skip(2).toList()) {
      Matcher hunk = HUNK.matcher(line);
      if (hunk.matches()) {
        int start = Integer.parseInt(hunk.group(1)) - 1;
        while (at < start) {
          result.add(old.get(at++));
        }
      } else if (line.startsWith("+")) {
        result.add(line.substring(1));
      } else {
        String text = line.isEmpty() ? "" : line.substring(1);
        assertThat(text).isEqualTo(old.get(at++));
        if (!line.startsWith("-")) {
          result.add(text);
        }
      }
    }
    result.addAll(old.subList(at, old.size()));
    return result;
  }
}
