package dev.latent.demo.actions.codehtml;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.util.List;
import javax.swing.text.Segment;
import org.fife.ui.rsyntaxtextarea.Token;
import org.fife.ui.rsyntaxtextarea.TokenMaker;
import org.fife.ui.rsyntaxtextarea.TokenMakerFactory;
import org.fife.ui.rsyntaxtextarea.TokenTypes;

/** Shows source code in colours. */
public final class CodeHtml implements DocumentAction {

  private static final String LIGHT =
      "html{background:#fbfaf7;color:#222}.word{color:#7a1f8a}.text{color:#2a6f2a}"
          + ".note,.line{color:#6a6a6a}.number{color:#1a5fb4}.name{color:#a33}";
  private static final String DARK =
      "html{background:#1f2226;color:#e4e4e4}.word{color:#d7a5ff}.text{color:#a8d59a}"
          + ".note,.line{color:#98a2ad}.number{color:#8ab8ff}.name{color:#ff9e8a}";

  @Override
  public Document run(Document input, ActionOptions options) {
    String language =
        options.choice(
            "language",
            "auto",
            "java",
            "javascript",
            "python",
            "json",
            "xml",
            "html",
            "yaml",
            "sql",
            "css",
            "c",
            "csharp",
            "go",
            "rust",
            "kotlin");
    TokenMaker maker = tokenMaker(language.equals("auto") ? guess(input.name()) : language);
    boolean numbers = options.flag("lines", true);
    StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">");
    html.append("<style>body{margin:0}pre{margin:0;padding:1.2rem;overflow-x:auto;tab-size:4;");
    html.append("font:13.5px/1.6 ui-monospace,'DejaVu Sans Mono',monospace}");
    html.append(".line{user-select:none}").append(theme(options));
    html.append("</style></head><body>\n<pre>");
    int type = TokenTypes.NULL;
    List<String> lines = input.text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (numbers) {
        html.append("<span class=\"line\">").append(" ".repeat(4 - Math.min(3, digits(i + 1))));
        html.append(i + 1).append("  </span>");
      }
      char[] line = lines.get(i).toCharArray();
      Segment segment = new Segment(line, 0, line.length);
      for (Token token = maker.getTokenList(segment, type, 0);
          token != null && token.isPaintable();
          token = token.getNextToken()) {
        append(html, token);
      }
      type = maker.getLastTokenTypeOnLine(segment, type);
      html.append('\n');
    }
    html.append("</pre>\n</body></html>\n");
    return Document.ofText(input.nameWithExtension("html"), "text/html", html.toString());
  }

  private static String theme(ActionOptions options) {
    return switch (options.choice("theme", "auto", "light", "dark")) {
      case "light" -> LIGHT;
      case "dark" -> DARK;
      default ->
          ":root{color-scheme:light dark}"
              + LIGHT
              + "@media screen and (prefers-color-scheme:dark){"
              + DARK
              + "}@media print{pre{white-space:pre-wrap}}";
    };
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }

  private static void append(StringBuilder html, Token token) {
    String text = token.getLexeme().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    String kind = kind(token);
    if (kind.isEmpty()) {
      html.append(text);
    } else {
      html.append("<span class=\"").append(kind).append("\">").append(text).append("</span>");
    }
  }

  private static String kind(Token token) {
    if (token.isComment()) {
      return "note";
    }
    return switch (token.getType()) {
      case TokenTypes.RESERVED_WORD, TokenTypes.RESERVED_WORD_2, TokenTypes.DATA_TYPE -> "word";
      case TokenTypes.LITERAL_STRING_DOUBLE_QUOTE,
          TokenTypes.LITERAL_CHAR,
          TokenTypes.LITERAL_BACKQUOTE,
          TokenTypes.MARKUP_TAG_ATTRIBUTE_VALUE ->
          "text";
      case TokenTypes.LITERAL_NUMBER_DECIMAL_INT,
          TokenTypes.LITERAL_NUMBER_FLOAT,
          TokenTypes.LITERAL_NUMBER_HEXADECIMAL,
          TokenTypes.LITERAL_BOOLEAN ->
          "number";
      case TokenTypes.FUNCTION,
          TokenTypes.ANNOTATION,
          TokenTypes.MARKUP_TAG_NAME,
          TokenTypes.MARKUP_TAG_ATTRIBUTE ->
          "name";
      default -> "";
    };
  }

  private static TokenMaker tokenMaker(String language) {
    // Found by the context class loader otherwise, which is the host's.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(TokenMakerFactory.class.getClassLoader());
    try {
      String known = language.equals("csharp") ? "cs" : language;
      return TokenMakerFactory.getDefaultInstance().getTokenMaker("text/" + known);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static String guess(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return switch (extension) {
      case "js", "mjs" -> "javascript";
      case "py" -> "python";
      case "yml", "yaml" -> "yaml";
      case "xsl", "svg", "xml" -> "xml";
      case "h", "c" -> "c";
      case "cs" -> "csharp";
      case "rs" -> "rust";
      case "kt" -> "kotlin";
      case "htm", "html" -> "html";
      default -> extension;
    };
  }
}
