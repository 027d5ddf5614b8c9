package dev.latent.demo.workbench;

import dev.latent.demo.api.Document;

/**
 * A document that the workbench holds.
 *
 * @param id its id, never a path
 * @param origin where it came from
 * @param document the document
 * @param by the label of the action that made it; empty for others
 */
public record StoredDocument(String id, Origin origin, Document document, String by) {

  /** Where a document came from. */
  public enum Origin {
    /** It came with the workbench. */
    SAMPLE,
    /** The user brought it. */
    UPLOAD,
    /** An action made it. */
    RESULT
  }
}
