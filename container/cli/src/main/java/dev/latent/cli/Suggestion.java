package dev.latent.cli;

import org.jline.utils.Levenshtein;

/** What somebody may have meant who mistyped a word. */
final class Suggestion {

  private Suggestion() {}

  /**
   * The question after a word that is none of those known.
   *
   * @param word what was typed
   * @param known what could have been meant
   * @return {@code " Did you mean 'list'?"}; empty where no word comes near
   */
  static String after(String word, Iterable<String> known) {
    String best = "";
    int least = Math.max(2, word.length() / 3) + 1;
    for (String each : known) {
      // What somebody did not type to the end is nearer than what is spelled another way.
      int distance =
          word.length() > 1 && each.startsWith(word) ? 1 : Levenshtein.distance(word, each);
      if (distance < least && distance < each.length()) {
        least = distance;
        best = each;
      }
    }
    return best.isEmpty() ? "" : " Did you mean '" + best + "'?";
  }
}
