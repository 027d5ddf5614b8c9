package dev.latent.demo.workbench;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Media types by file extension, and what can be shown of them. Stateless and thread-safe. */
public final class MediaTypes {

  /** What is known of nothing else. */
  public static final String BINARY = "application/octet-stream";

  private static final Map<String, String> BY_EXTENSION = new LinkedHashMap<>();

  static {
    String[] table = {
      "md", "text/markdown",
      "markdown", "text/markdown",
      "adoc", "text/asciidoc",
      "textile", "text/x-textile",
      "txt", "text/plain",
      "hbs", "text/x-handlebars",
      "mustache", "text/x-mustache",
      "log", "text/plain",
      "html", "text/html",
      "htm", "text/html",
      "xhtml", "application/xhtml+xml",
      "css", "text/css",
      "csv", "text/csv",
      "tsv", "text/tab-separated-values",
      "json", "application/json",
      "yaml", "application/yaml",
      "yml", "application/yaml",
      "toml", "application/toml",
      "properties", "text/x-java-properties",
      "xml", "application/xml",
      "xsl", "application/xslt+xml",
      "xslt", "application/xslt+xml",
      "xsd", "application/xml",
      "java", "text/x-java",
      "js", "text/javascript",
      "py", "text/x-python",
      "sql", "application/sql",
      "diff", "text/x-diff",
      "patch", "text/x-diff",
      "tex", "text/x-tex",
      "ics", "text/calendar",
      "vcf", "text/vcard",
      "gpx", "application/gpx+xml",
      "eml", "message/rfc822",
      "pdf", "application/pdf",
      "rtf", "application/rtf",
      "epub", "application/epub+zip",
      "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "xls", "application/vnd.ms-excel",
      "odt", "application/vnd.oasis.opendocument.text",
      "png", "image/png",
      "jpg", "image/jpeg",
      "jpeg", "image/jpeg",
      "gif", "image/gif",
      "bmp", "image/bmp",
      "tif", "image/tiff",
      "tiff", "image/tiff",
      "webp", "image/webp",
      "svg", "image/svg+xml",
      "zip", "application/zip",
      "gz", "application/gzip",
      "tar", "application/x-tar",
      "xz", "application/x-xz",
      "zst", "application/zstd",
      "7z", "application/x-7z-compressed",
    };
    for (int i = 0; i < table.length; i += 2) {
      BY_EXTENSION.put(table[i], table[i + 1]);
    }
  }

  /** How files of some types begin, byte by byte, and the types. */
  private static final String[] BEGINNINGS = {
    "%PDF-", "application/pdf",
    "\u0089PNG\r\n", "image/png",
    "\u00ff\u00d8\u00ff", "image/jpeg",
    "GIF8", "image/gif",
    "PK\u0003\u0004", "application/zip",
    "\u001f\u008b", "application/gzip",
  };

  private MediaTypes() {}

  /** How a document is best shown. */
  public enum View {
    /** As it is, in a fixed-width face. */
    TEXT,
    /** As a page, without scripts. */
    HTML,
    /** As a picture. */
    IMAGE,
    /** By the browser's own reader. */
    PDF,
    /** As rows and columns. */
    TABLE,
    /** Not at all; it can be saved. */
    DOWNLOAD
  }

  /**
   * The media type that a file name stands for.
   *
   * @param fileName a name, with or without an extension
   * @return the type; {@link #BINARY} for extensions that are not known
   */
  public static String ofName(String fileName) {
    int dot = fileName.lastIndexOf('.');
    String extension = dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    String known = BY_EXTENSION.get(extension);
    return known == null ? BINARY : known;
  }

  /**
   * Whether the extension of a file name is one that stands for a media type.
   *
   * @param fileName a name
   * @return whether {@link #ofName} knows it
   */
  public static boolean isKnown(String fileName) {
    return !ofName(fileName).equals(BINARY);
  }

  /**
   * The media type of a document: by its name, where its content does not say otherwise; else by
   * how its content begins, else text where it reads as such.
   *
   * @param fileName a name, with or without an extension
   * @param content the document
   * @return the type; {@link #BINARY} where nothing tells it
   */
  public static String of(String fileName, byte[] content) {
    String named = ofName(fileName);
    if (content.length == 0) {
      return named;
    }
    String begins = byBeginning(content);
    boolean fits =
        begins.equals(BINARY)
            ? !isAmongBeginnings(container(named))
            : begins.equals(container(named)) || (isText(named) && readsAsText(content));
    if (isKnown(fileName) && fits) {
      return named;
    }
    return begins.equals(BINARY) && readsAsText(content) ? "text/plain" : begins;
  }

  private static String byBeginning(byte[] content) {
    for (int i = 0; i < BEGINNINGS.length; i += 2) {
      if (startsWith(content, BEGINNINGS[i])) {
        return BEGINNINGS[i + 1];
      }
    }
    return BINARY;
  }

  private static boolean isAmongBeginnings(String mediaType) {
    for (int i = 1; i < BEGINNINGS.length; i += 2) {
      if (BEGINNINGS[i].equals(mediaType)) {
        return true;
      }
    }
    return false;
  }

  /** What documents of a type are for those who look at their bytes alone. */
  private static String container(String mediaType) {
    return mediaType.startsWith("application/vnd.openxmlformats-")
            || mediaType.startsWith("application/vnd.oasis.opendocument.")
            || mediaType.equals("application/epub+zip")
        ? "application/zip"
        : mediaType;
  }

  /**
   * What to tell about a document whose content is not what its name says.
   *
   * @param fileName its name
   * @param mediaType what it was taken for
   * @return a sentence; empty where name and content agree
   */
  public static String surprise(String fileName, String mediaType) {
    String named = ofName(fileName);
    if (named.equals(BINARY) || named.equals(mediaType)) {
      return "";
    }
    return "Named as "
        + shortName(named)
        + ", but its content is "
        + (mediaType.equals(BINARY) ? "not" : "taken as " + shortName(mediaType))
        + ".";
  }

  private static boolean startsWith(byte[] content, String beginning) {
    if (content.length < beginning.length()) {
      return false;
    }
    for (int i = 0; i < beginning.length(); i++) {
      if ((content[i] & 0xff) != beginning.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is UTF-8 without control characters, as far as a look at its beginning tells. */
  private static boolean readsAsText(byte[] content) {
    int looked = Math.min(content.length, 8192);
    for (int i = 0; i < looked; i++) {
      if (content[i] >= 0 && content[i] < ' ' && "\t\n\r\f".indexOf(content[i]) < 0) {
        return false;
      }
    }
    CharBuffer letters = CharBuffer.allocate(looked);
    // the look may end within a letter, so the end of the input is not told
    return looked > 0
        && !StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(content, 0, looked), letters, false)
            .isError();
  }

  /**
   * The usual extension of a media type.
   *
   * @param mediaType the type
   * @return the extension without a dot; empty where the type is not known
   */
  public static String extension(String mediaType) {
    for (Map.Entry<String, String> known : BY_EXTENSION.entrySet()) {
      if (known.getValue().equals(mediaType)) {
        return known.getKey();
      }
    }
    return "";
  }

  /**
   * What people call documents of a type.
   *
   * @param mediaType the type
   * @return for example {@code Markdown}; the {@link #shortName} where there is no better word
   */
  public static String title(String mediaType) {
    return switch (mediaType) {
      case "text/markdown" -> "Markdown";
      case "text/asciidoc" -> "AsciiDoc";
      case "text/html", "application/xhtml+xml" -> "web pages";
      case "text/csv", "text/tab-separated-values" -> "tables";
      case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" -> "spreadsheets";
      case "application/vnd.openxmlformats-officedocument.wordprocessingml.document" ->
          "Word documents";
      case "text/calendar" -> "calendars";
      case "text/vcard" -> "address cards";
      case "application/gpx+xml" -> "tracks";
      case "message/rfc822" -> "mails";
      case "text/plain" -> "plain text";
      case "application/zip", "application/x-tar", "application/gzip", "application/x-xz" ->
          "archives";
      default -> {
        if (mediaType.equals("image/svg+xml")) {
          yield "vector images";
        }
        yield mediaType.startsWith("image/") ? "pictures" : shortName(mediaType);
      }
    };
  }

  /**
   * A short word for a media type, for badges.
   *
   * @param mediaType the type
   * @return for example {@code PDF}
   */
  public static String shortName(String mediaType) {
    String extension = extension(mediaType);
    if (!extension.isEmpty()) {
      return extension.toUpperCase(Locale.ROOT);
    }
    return mediaType.equals(BINARY) ? "FILE" : mediaType.substring(mediaType.indexOf('/') + 1);
  }

  /**
   * Whether a pattern takes a media type.
   *
   * @param pattern a media type, or one with {@code *} after the slash, or <code>*&#47;*</code>;
   *     {@code text/*} also takes texts that are registered under {@code application/}
   * @param mediaType the type, without parameters
   * @return whether it does
   */
  public static boolean matches(String pattern, String mediaType) {
    if (pattern.equals(mediaType) || pattern.equals("*/*") || pattern.equals("*")) {
      return true;
    }
    if (pattern.equals("text/*")) {
      return isText(mediaType);
    }
    return pattern.endsWith("/*")
        && mediaType.startsWith(pattern.substring(0, pattern.length() - 1));
  }

  /**
   * Whether the bytes are text for people.
   *
   * @param mediaType the type
   * @return whether they are
   */
  public static boolean isText(String mediaType) {
    return mediaType.startsWith("text/")
        || mediaType.endsWith("+xml")
        || mediaType.endsWith("+json")
        || switch (mediaType) {
          case "application/json",
              "application/yaml",
              "application/x-yaml",
              "application/toml",
              "application/xml",
              "application/sql",
              "application/javascript",
              "message/rfc822" ->
              true;
          default -> false;
        };
  }

  /**
   * How a document of a type is best shown.
   *
   * @param mediaType the type
   * @return the view
   */
  public static View view(String mediaType) {
    return switch (mediaType) {
      case "text/html", "application/xhtml+xml" -> View.HTML;
      case "text/csv", "text/tab-separated-values" -> View.TABLE;
      case "application/pdf" -> View.PDF;
      case "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/svg+xml" ->
          View.IMAGE;
      default -> isText(mediaType) ? View.TEXT : View.DOWNLOAD;
    };
  }
}
