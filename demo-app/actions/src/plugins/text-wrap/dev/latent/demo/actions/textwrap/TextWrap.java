package dev.latent.demo.actions.textwrap;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import org.apache.commons.text.WordUtils;

/** Breaks the lines of a text at a width, and changes its letters on the way. */
public final class TextWrap implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    int width = options.number("width", 72, 10, 1000);
    boolean hard = options.flag("hard", false);
    String letters = options.choice("letters", "keep", "title", "swap", "initials");
    StringBuilder text = new StringBuilder();
    for (String paragraph : input.text().split("\\R\\s*\\R", -1)) {
      String line = paragraph.strip().replaceAll("\\s+", " ");
      line =
          switch (letters) {
            case "title" -> WordUtils.capitalizeFully(line);
            case "swap" -> WordUtils.swapCase(line);
            case "initials" -> WordUtils.initials(line);
            default -> line;
          };
      text.append(WordUtils.wrap(line, width, "\n", hard)).append("\n\n");
    }
    return Document.ofText(input.name(), "text/plain", text.toString().stripTrailing() + "\n");
  }
}
