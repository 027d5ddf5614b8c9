package dev.latent.demo.actions.textcompare;

import com.github.difflib.text.DiffRow;
import com.github.difflib.text.DiffRowGenerator;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
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
      "<style>body{font:15px/1.5 monospace}td{vertical-align:top;padding:0 .6rem;width:50%}"
          + "table{width:100%;border-collapse:collapse}del{background:#fbdada}"
          + "ins{background:#d6f2d6;text-decoration:none}</style>";

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
    StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">");
    html.append(STYLE).append("</head><body>\n<table>\n");
    for (DiffRow row : rows) {
      if (!changesOnly || row.getTag() != DiffRow.Tag.EQUAL) {
        html.append("<tr class=\"").append(row.getTag().name()).append("\"><td>");
        html.append(row.getOldLine()).append("</td><td>");
        html.append(row.getNewLine()).append("</td></tr>\n");
      }
    }
    html.append("</table>\n</body></html>\n");
    return Document.ofText(input.nameWithExtension("html"), "text/html", html.toString());
  }
}
