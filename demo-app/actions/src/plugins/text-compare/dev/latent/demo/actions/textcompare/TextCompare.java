package dev.latent.demo.actions.textcompare;

import com.github.difflib.text.DiffRow;
import com.github.difflib.text.DiffRowGenerator;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.WebPage;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Shows two versions of a text side by side. */
@Component(
    property = {
      "action.id=text-compare",
      "action.label=Compare side by side",
      "action.group=Compare and search",
      "action.from=text/*",
      "action.to=text/html",
      "action.options=other|document:text/*||Compare with",
      "action.options=by|choice:word:letter|word|Mark changes by",
      "action.options=changes|flag|false|Changed lines only",
      "action.library=java-diff-utils 4.18"
    })
public final class TextCompare implements DocumentAction {

  private static final String STYLE =
      """
      body { max-width: 76rem }
      table { display: table; width: 100%; table-layout: fixed; font: 13.5px/1.55 ui-monospace, "DejaVu Sans Mono", monospace }
      td { border: 0; padding: .12em .8em; white-space: pre-wrap; overflow-wrap: anywhere }
      td + td { border-left: 1px solid var(--line) } th { overflow-wrap: anywhere }
      del, ins { border-radius: 3px } del { background: var(--gone) }
      ins { background: var(--new); text-decoration: none }
      """;

  @Override
  public Document run(Document input, ActionOptions options) {
    Document other =
        options
            .document("other")
            .orElseThrow(
                () -> new IllegalArgumentException("Option other: choose what to compare with."));
    boolean changesOnly = options.flag("changes", false);
    List<DiffRow> rows =
        DiffRowGenerator.create()
            .showInlineDiffs(true)
            .inlineDiffByWord(options.choice("by", "word", "letter").equals("word"))
            .oldTag(start -> start ? "<del>" : "</del>")
            .newTag(start -> start ? "<ins>" : "</ins>")
            .build()
            .generateDiffRows(input.text().lines().toList(), other.text().lines().toList());
    StringBuilder html = new StringBuilder("<table>\n<thead><tr><th>");
    html.append(WebPage.escaped(input.name())).append("</th><th>");
    html.append(WebPage.escaped(other.name())).append("</th></tr></thead>\n<tbody>\n");
    for (DiffRow row : rows) {
      if (!changesOnly || row.getTag() != DiffRow.Tag.EQUAL) {
        html.append("<tr class=\"").append(row.getTag().name()).append("\"><td>");
        html.append(row.getOldLine()).append("</td><td>");
        html.append(row.getNewLine()).append("</td></tr>\n");
      }
    }
    html.append("</tbody>\n</table>\n");
    return Document.ofText(
        input.nameWithExtension("html"),
        "text/html",
        WebPage.of(input.name() + " and " + other.name(), STYLE, html.toString()));
  }
}
