package dev.latent.published;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is not the same of one bundle in both runs.
 *
 * @param bundle its name
 * @param what the differences, in words
 */
record Difference(String bundle, List<String> what) {

  /** Compares a bundle; Latent is held to what the whole bare run wired. */
  static Difference of(Seen bare, @Nullable Seen latent, Map<String, Seen> all) {
    List<String> what = new ArrayList<>();
    if (latent == null) {
      what.add("it is not in the index");
      return new Difference(bare.name(), what);
    }
    if (bare.resolves() != latent.resolves()) {
      what.add("the index says that it " + (latent.resolves() ? "resolves" : "does not resolve"));
    }
    if (!bare.state().equals(latent.state())) {
      what.add("bare: " + bare.state() + ", Latent: " + latent.state());
    }
    SortedSet<String> needed = new TreeSet<>();
    for (String active : latent.active()) {
      Seen seen = all.get(active);
      if (seen != null && seen.resolves()) {
        needed.add(active);
        needed.addAll(seen.closure());
      }
    }
    SortedSet<String> there = new TreeSet<>(latent.closure());
    if (latent.resolves()) {
      there.add(latent.name());
    }
    tell(what, "installed", there, needed);
    SortedSet<String> wires = new TreeSet<>();
    for (String name : there) {
      Seen seen = all.get(name);
      if (seen != null) {
        wires.addAll(seen.wires());
      }
    }
    tell(what, "wired", latent.wires(), wires);
    return new Difference(bare.name(), what);
  }

  private static void tell(
      List<String> what, String verb, SortedSet<String> latent, SortedSet<String> bare) {
    for (String one : latent) {
      if (!bare.contains(one)) {
        what.add("only Latent " + verb + " " + one);
      }
    }
    for (String one : bare) {
      if (!latent.contains(one)) {
        what.add("only the bare framework " + verb + " " + one);
      }
    }
  }
}
