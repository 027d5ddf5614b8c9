package dev.latent.demo.actions.wordcount;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.SimpleAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Counts the words of a text; with a language, by their stems and without the small ones. */
public final class WordCount implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    int most = options.number("top", 20, 1, 10_000);
    int shortest = options.number("shortest", 1, 1, 30);
    Map<String, Integer> counts = new HashMap<>();
    try (Analyzer analyzer = analyzer(options.choice("language", "none", "en", "de", "fr"));
        TokenStream words = analyzer.tokenStream("text", input.text())) {
      CharTermAttribute word = words.getAttribute(CharTermAttribute.class);
      words.reset();
      while (words.incrementToken()) {
        if (word.length() >= shortest) {
          counts.merge(word.toString(), 1, Integer::sum);
        }
      }
      words.end();
    }
    List<Map.Entry<String, Integer>> order =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(most)
            .toList();
    StringBuilder csv = new StringBuilder("word,count\n");
    order.forEach(
        entry -> csv.append(entry.getKey()).append(',').append(entry.getValue()).append('\n'));
    return Document.ofText(input.nameWithExtension("csv"), "text/csv", csv.toString());
  }

  private static Analyzer analyzer(String language) {
    return switch (language) {
      case "en" -> new EnglishAnalyzer();
      case "de" -> new GermanAnalyzer();
      case "fr" -> new FrenchAnalyzer();
      default -> new SimpleAnalyzer();
    };
  }
}
