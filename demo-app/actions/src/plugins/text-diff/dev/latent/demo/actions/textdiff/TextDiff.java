package dev.latent.demo.actions.textdiff;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.util.List;

/** Compares two versions of a text, line by line. */
final class TextDiff implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    Document other =
        options
            .document("other")
            .orElseThrow(
                () -> new IllegalArgumentException("Option other: choose what to compare with."));
    boolean blanks = options.flag("ignore-blanks", false);
    List<String> before = lines(input, blanks);
    List<String> after = lines(other, blanks);
    Patch<String> patch = DiffUtils.diff(before, after);
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            input.name(), other.name(), before, patch, options.number("context", 3, 0, 50));
    return Document.ofText(
        input.nameWithExtension("diff"),
        "text/x-diff",
        diff.isEmpty() ? "" : String.join("\n", diff) + "\n");
  }

  private static List<String> lines(Document document, boolean blanks) {
    return document
        .text()
        .lines()
        .map(line -> blanks ? line.strip().replaceAll("\\s+", " ") : line)
        .toList();
  }
}
