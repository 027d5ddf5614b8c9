package dev.latent.demo.actions.textsearch;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
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

  @Override
  public Document run(Document input, ActionOptions options)
      throws IOException, InvalidTokenOffsetsException {
    String words = options.text("query", "");
    if (words.isEmpty()) {
      throw new IllegalArgumentException("Option query: say what to look for.");
    }
    int most = options.number("hits", 10, 1, 1000);
    StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">");
    html.append("<style>b{background:#ffe9a8}</style></head><body>\n<ol>\n");
    try (Analyzer analyzer =
            options.flag("stems", true) ? new EnglishAnalyzer() : new StandardAnalyzer();
        Directory directory = new ByteBuffersDirectory()) {
      Query query = query(words, options.flag("every", false), analyzer);
      index(directory, analyzer, paragraphs(input.text()));
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        Highlighter highlighter =
            new Highlighter(
                new SimpleHTMLFormatter("<b>", "</b>"),
                new SimpleHTMLEncoder(),
                new QueryScorer(query));
        highlighter.setTextFragmenter(new NullFragmenter());
        for (ScoreDoc hit : searcher.search(query, most).scoreDocs) {
          String paragraph = searcher.storedFields().document(hit.doc).get(TEXT);
          String marked = highlighter.getBestFragment(analyzer, TEXT, paragraph);
          html.append("<li>").append(marked).append("</li>\n");
        }
      }
    }
    html.append("</ol>\n</body></html>\n");
    return Document.ofText(input.nameWithExtension("html"), "text/html", html.toString());
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
