package dev.latent.container.descriptor;

import java.util.Set;

/** What the Java language says of names. */
final class JavaNames {

  private static final Set<String> RESERVED =
      Set.of(
          "abstract",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "const",
          "continue",
          "default",
          "do",
          "double",
          "else",
          "enum",
          "extends",
          "final",
          "finally",
          "float",
          "for",
          "goto",
          "if",
          "implements",
          "import",
          "instanceof",
          "int",
          "interface",
          "long",
          "native",
          "new",
          "package",
          "private",
          "protected",
          "public",
          "return",
          "short",
          "static",
          "strictfp",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "transient",
          "try",
          "void",
          "volatile",
          "while",
          "true",
          "false",
          "null",
          "_");

  private JavaNames() {}

  /** Whether a text is Java identifiers with dots between them. */
  static boolean isName(String text) {
    int start = 0;
    while (true) {
      int dot = text.indexOf('.', start);
      int end = dot < 0 ? text.length() : dot;
      if (!isIdentifier(text, start, end)) {
        return false;
      }
      if (dot < 0) {
        return true;
      }
      start = dot + 1;
    }
  }

  private static boolean isIdentifier(String text, int start, int end) {
    if (start == end || !Character.isJavaIdentifierStart(text.codePointAt(start))) {
      return false;
    }
    int at = start;
    while (at < end) {
      int c = text.codePointAt(at);
      if (!Character.isJavaIdentifierPart(c)) {
        return false;
      }
      at += Character.charCount(c);
    }
    return end - start > 12 || !RESERVED.contains(text.substring(start, end));
  }

  /** The package of a class; empty for none. */
  static String packageOf(String className) {
    int dot = className.lastIndexOf('.');
    return dot < 0 ? "" : className.substring(0, dot);
  }

  /** Turns a text into a module name: what is no letter or digit becomes a dot. */
  static String cleaned(String text) {
    StringBuilder name = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (kept) {
        name.append(c);
      } else if (!name.isEmpty() && name.charAt(name.length() - 1) != '.') {
        name.append('.');
      }
    }
    if (!name.isEmpty() && name.charAt(name.length() - 1) == '.') {
      name.setLength(name.length() - 1);
    }
    return name.toString();
  }
}
