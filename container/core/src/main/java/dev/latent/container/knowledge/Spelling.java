package dev.latent.container.knowledge;

import java.util.ArrayList;
import java.util.List;

/** Finds what somebody may have meant. Used for messages only. */
public final class Spelling {

  private Spelling() {}

  /**
   * The number of letters that must be inserted, dropped or replaced to get from one word to
   * another.
   *
   * @param one a word
   * @param other another
   * @return the distance; 0 if they are equal
   */
  public static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < previous.length; j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replace = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, Math.min(previous[j], row[j - 1]) + 1);
      }
      int[] swap = previous;
      previous = row;
      row = swap;
    }
    return previous[other.length()];
  }

  /**
   * The words nearest to one, nearest first: those that end with it after a dot, as people leave
   * out what all names begin with, then those that are spelled like it or contain it.
   *
   * @param word the word
   * @param candidates what it may have been meant to be
   * @param limit how many to give at most
   * @return those that contain the word or differ in at most a third of their letters
   */
  public static List<String> nearest(String word, Iterable<String> candidates, int limit) {
    record Near(String word, int distance) {}
    List<Near> near = new ArrayList<>();
    for (String candidate : candidates) {
      int most = Math.max(2, Math.min(word.length(), candidate.length()) / 3);
      if (word.length() > 2 && candidate.contains(word)) {
        near.add(new Near(candidate, candidate.endsWith("." + word) ? 0 : most));
      } else if (Math.abs(word.length() - candidate.length()) <= most) {
        int distance = distance(word, candidate);
        if (distance <= most) {
          near.add(new Near(candidate, distance));
        }
      }
    }
    near.sort(
        (a, b) ->
            a.distance == b.distance
                ? a.word.compareTo(b.word)
                : Integer.compare(a.distance, b.distance));
    List<String> result = new ArrayList<>();
    for (Near each : near.subList(0, Math.min(limit, near.size()))) {
      result.add(each.word);
    }
    return result;
  }
}
