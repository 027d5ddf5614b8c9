package dev.latent.demo.actions.textsearch;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.WebPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.highlight.Highlighter;
import org.apache.lucene.search.highlight.InvalidTokenOffsetsException;
import org.apache.lucene.search.highlight.NullFragmenter;
import org.apache.lucene.search.highlight.QueryScorer;
import org.apache.lucene.search.highlight.SimpleHTMLEncoder;
import org.apache.lucene.search.highlight.SimpleHTMLFormatter;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.QueryBuilder;

/** Finds the paragraphs of a text that answer a question best. */
public final class TextSearch implements DocumentAction {

  private static final String TEXT = "text";
  private static final String STYLE =
      """
      h1 { margin-bottom: .2em } ol { padding: 0; list-style: none }
      li { margin: 0 0 1rem; padding: .9rem 1.2rem; border: 1px solid var(--line); border-radius: 12px; break-inside: avoid }
      li p { margin: 0 } li .soft { font-size: .8em }
      """;

  @Override
  public Document run(Document input, ActionOptions options)
      throws IOException, InvalidTokenOffsetsException {
    String words = options.text("query", "");
    if (words.isEmpty()) {
      throw new IllegalArgumentException("Option query: say what to look for.");
    }
    int most = options.number("hits", 10, 1, 1000);
    StringBuilder html = new StringBuilder();
    List<String> paragraphs = paragraphs(input.text());
    int found = 0;
    try (Analyzer analyzer =
            options.flag("stems", true) ? new EnglishAnalyzer() : new StandardAnalyzer();
        Directory directory = new ByteBuffersDirectory()) {
      Query query = query(words, options.flag("every", false), analyzer);
      index(directory, analyzer, paragraphs);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        Highlighter highlighter =
            new Highlighter(
                new SimpleHTMLFormatter("<mark>", "</mark>"),
                new SimpleHTMLEncoder(),
                new QueryScorer(query));
        highlighter.setTextFragmenter(new NullFragmenter());
        for (ScoreDoc hit : searcher.search(query, most).scoreDocs) {
          org.apache.lucene.document.Document stored = searcher.storedFields().document(hit.doc);
          String marked = highlighter.getBestFragment(analyzer, TEXT, stored.get(TEXT));
          html.append("<li>\n<p class=\"soft\">Paragraph ");
          html.append(stored.getField("number").numericValue().intValue() + 1);
          html.append("</p>\n<p>").append(marked).append("</p>\n</li>\n");
          found++;
        }
      }
    }
    String title = words + " in " + input.name();
    return Document.ofText(
        input.nameWithExtension("html"),
        "text/html",
        WebPage.of(title, STYLE, head(input, words, found, paragraphs.size()) + list(html)));
  }

  private static String head(Document input, String words, int found, int all) {
    return "<h1>\u201c"
        + WebPage.escaped(words)
        + "\u201d</h1>\n<p class=\"soft\">"
        + (found == 0 ? "Not found in" : found + (found == 1 ? " paragraph of" : " paragraphs of"))
        + " "
        + WebPage.escaped(input.name())
        + (found == 0 ? "" : ", which has " + all + ". The best come first")
        + ".</p>\n";
  }

  private static String list(StringBuilder items) {
    return items.isEmpty() ? "" : "<ol>\n" + items + "</ol>\n";
  }

  private static Query query(String words, boolean every, Analyzer analyzer) {
    BooleanClause.Occur occur = every ? BooleanClause.Occur.MUST : BooleanClause.Occur.SHOULD;
    Query query = new QueryBuilder(analyzer).createBooleanQuery(TEXT, words, occur);
    if (query == null) {
      throw new IllegalArgumentException(
          "Option query has no word that could be looked for: '" + words + "'.");
    }
    return query;
  }

  private static List<String> paragraphs(String text) {
    List<String> paragraphs = new ArrayList<>();
    for (String paragraph : text.split("\\R\\s*\\R", -1)) {
      if (!paragraph.isBlank()) {
        paragraphs.add(paragraph.strip().replaceAll("\\s+", " "));
      }
    }
    return paragraphs;
  }

  private static void index(Directory directory, Analyzer analyzer, List<String> paragraphs)
      throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
      for (int i = 0; i < paragraphs.size(); i++) {
        org.apache.lucene.document.Document document = new org.apache.lucene.document.Document();
        document.add(new TextField(TEXT, paragraphs.get(i), Field.Store.YES));
        document.add(new StoredField("number", i));
        writer.addDocument(document);
      }
    }
  }
}
