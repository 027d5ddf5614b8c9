package dev.latent.published;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a run saw of one bundle.
 *
 * @param name symbolic name and version
 * @param file the file name of its jar
 * @param resolves whether it is told to resolve, before anything runs
 * @param active what was activated with it or promises services to it, itself included; empty in
 *     the bare run, where all is
 * @param closure the other bundles that are there for it: in the bare run those that it is wired
 *     with, directly or through others
 * @param wires who requires what, and from whom that comes: in the bare run of itself, else of all
 *     that are there for it
 * @param state {@code active}, {@code attached} for a fragment, {@code does not resolve}, or what
 *     was thrown
 * @param message what was said about it where it is not active
 */
record Seen(
    String name,
    String file,
    boolean resolves,
    SortedSet<String> active,
    SortedSet<String> closure,
    SortedSet<String> wires,
    String state,
    String message) {

  static final String ACTIVE = "active";
  static final String ATTACHED = "attached";
  static final String UNRESOLVED = "does not resolve";

  private static final String FIELD = "\t";
  private static final String ELEMENT = "\u001f";

  static void write(Path file, Collection<Seen> all) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Seen seen : all) {
      lines.add(
          String.join(
              FIELD,
              seen.name,
              seen.file,
              String.valueOf(seen.resolves),
              String.join(ELEMENT, seen.active),
              String.join(ELEMENT, seen.closure),
              String.join(ELEMENT, seen.wires),
              seen.state,
              seen.message.replaceAll("\\s+", " ")));
    }
    Files.write(file, lines);
  }

  static Map<String, Seen> read(Path file) throws IOException {
    Map<String, Seen> all = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split(FIELD, -1);
      all.put(
          fields[0],
          new Seen(
              fields[0],
              fields[1],
              Boolean.parseBoolean(fields[2]),
              elements(fields[3]),
              elements(fields[4]),
              elements(fields[5]),
              fields[6],
              fields[7]));
    }
    return all;
  }

  private static SortedSet<String> elements(String field) {
    return field.isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(field.split(ELEMENT, -1)));
  }
}
