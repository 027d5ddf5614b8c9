package dev.latent.demo.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A document as an action takes and gives it. Immutable by contract: nobody writes into the
 * content.
 *
 * @param name a file name with an extension, without a path
 * @param mediaType the media type, for example {@code text/markdown}
 * @param content the bytes
 */
@SuppressWarnings(
    "ArrayRecordComponent") // documents are compared by nobody, and copies of them would cost
public record Document(String name, String mediaType, byte[] content) {

  private static final Charset WESTERN =
      Charset.isSupported("windows-1252")
          ? Charset.forName("windows-1252")
          : StandardCharsets.ISO_8859_1;

  /** Makes a document. */
  public Document {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(content, "content");
  }

  /**
   * Makes a text document in UTF-8.
   *
   * @param name a file name
   * @param mediaType the media type
   * @param text the text
   * @return the document
   */
  public static Document ofText(String name, String mediaType, String text) {
    return new Document(name, mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The content as text, without the mark that some programs put in front of it: UTF-8, and where
   * it is none, what older programs write in Western Europe.
   *
   * @return the text
   */
  public String text() {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      return new String(content, WESTERN);
    }
  }

  /**
   * The name with another extension.
   *
   * @param extension without the dot
   * @return for {@code notes.md} and {@code pdf}: {@code notes.pdf}
   */
  public String nameWithExtension(String extension) {
    int dot = name.lastIndexOf('.');
    return (dot <= 0 ? name : name.substring(0, dot)) + "." + extension;
  }
}
