package dev.latent.demo.workbench;

import dev.latent.demo.api.Document;
import dev.latent.demo.workbench.StoredDocument.Origin;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The documents at hand, in memory and bounded: uploads are refused when it is full, results push
 * out the oldest results. Thread-safe.
 */
public final class DocumentStore {

  /** The largest document that is taken. */
  public static final int MOST_BYTES = 20 * 1024 * 1024;

  static final int MOST_UPLOADS = 100;
  static final int MOST_RESULTS = 50;
  static final long MOST_BYTES_TOGETHER = 5L * MOST_BYTES;

  private final Map<String, StoredDocument> documents = new LinkedHashMap<>();
  private long lastId;

  /** Makes an empty store. */
  public DocumentStore() {}

  /**
   * Takes a document in.
   *
   * @param origin where it comes from
   * @param document the document; of its name only the part behind the last slash is kept
   * @return what it is held as
   * @throws IllegalArgumentException if it is too large or there is no room; the message is for the
   *     user
   */
  public StoredDocument add(Origin origin, Document document) {
    return add(origin, document, "");
  }

  /**
   * Takes in what an action made.
   *
   * @param document the document
   * @param action the label of the action
   * @return what it is held as
   */
  public StoredDocument addResult(Document document, String action) {
    return add(Origin.RESULT, document, action);
  }

  private synchronized StoredDocument add(Origin origin, Document document, String by) {
    int size = document.content().length;
    if (size > MOST_BYTES && origin == Origin.UPLOAD) {
      throw new IllegalArgumentException(
          document.name() + " is larger than " + MOST_BYTES / (1024 * 1024) + " MB.");
    }
    if (origin == Origin.UPLOAD
        && (count(origin) >= MOST_UPLOADS || bytes(origin) + size > MOST_BYTES_TOGETHER)) {
      throw new IllegalArgumentException(
          "The workbench is full: it holds "
              + count(origin)
              + " documents of yours, "
              + bytes(origin) / 1024
              + " kB. Remove one first.");
    }
    if (origin == Origin.RESULT) {
      while (count(origin) > 0
          && (count(origin) >= MOST_RESULTS || bytes(origin) + size > MOST_BYTES_TOGETHER)) {
        removeOldestResult();
      }
    }
    String id = prefix(origin) + ++lastId;
    StoredDocument stored =
        new StoredDocument(
            id,
            origin,
            new Document(plainName(document.name()), document.mediaType(), document.content()),
            by);
    documents.put(id, stored);
    return stored;
  }

  /**
   * One document.
   *
   * @param id its id
   * @return the document, or empty
   */
  public synchronized Optional<StoredDocument> find(String id) {
    return Optional.ofNullable(documents.get(id));
  }

  /**
   * The documents that a user can work on: samples, uploads and results, in the order that they
   * came.
   *
   * @return a snapshot
   */
  public synchronized List<StoredDocument> documents() {
    return List.copyOf(documents.values());
  }

  /**
   * Removes an upload or a result; samples stay.
   *
   * @param id its id
   * @return whether there was one
   */
  public synchronized boolean remove(String id) {
    StoredDocument stored = documents.get(id);
    return stored != null && stored.origin() != Origin.SAMPLE && documents.remove(id, stored);
  }

  private int count(Origin origin) {
    int count = 0;
    for (StoredDocument stored : documents.values()) {
      count += stored.origin() == origin ? 1 : 0;
    }
    return count;
  }

  private long bytes(Origin origin) {
    long bytes = 0;
    for (StoredDocument stored : documents.values()) {
      bytes += stored.origin() == origin ? stored.document().content().length : 0;
    }
    return bytes;
  }

  private void removeOldestResult() {
    Iterator<StoredDocument> all = documents.values().iterator();
    while (all.hasNext()) {
      if (all.next().origin() == Origin.RESULT) {
        all.remove();
        return;
      }
    }
  }

  private static String prefix(Origin origin) {
    return switch (origin) {
      case SAMPLE -> "s";
      case UPLOAD -> "u";
      case RESULT -> "r";
    };
  }

  /** A name that is no path and holds nothing that could end a header line. */
  static String plainName(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < last.length() && plain.length() < 120; i++) {
      char c = last.charAt(i);
      plain.append(Character.isISOControl(c) || c == '"' || c == ';' ? '_' : c);
    }
    String stripped = plain.toString().strip();
    return stripped.isEmpty() || stripped.equals(".") || stripped.equals("..")
        ? "document"
        : stripped;
  }
}
