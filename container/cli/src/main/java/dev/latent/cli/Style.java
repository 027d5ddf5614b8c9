package dev.latent.cli;

import java.io.Console;
import java.util.Map;

/** Colours and bold for people at a terminal; plain text for everyone else. */
final class Style {

  private static final String RESET = "\u001b[0m";

  private final boolean coloured;

  private Style(boolean coloured) {
    this.coloured = coloured;
  }

  /** Colours only where standard output is a terminal and nobody asked for none. */
  static Style ofTerminal() {
    Map<String, String> environment = System.getenv();
    return new Style(
        isTerminal()
            && !environment.containsKey("NO_COLOR")
            && !"dumb".equals(environment.get("TERM")));
  }

  /** Never colours. */
  static Style plain() {
    return new Style(false);
  }

  /** Always colours, for tests. */
  static Style always() {
    return new Style(true);
  }

  /** Whether people look: there is a console, and it is not redirected. */
  @SuppressWarnings(
      "SystemConsoleNull") // null up to Java 21, after that a console that may be none
  static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true; // up to Java 21, where being there says it
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  String strong(String text) {
    return wrap("1", text);
  }

  String faint(String text) {
    return wrap("2", text);
  }

  String good(String text) {
    return wrap("32", text);
  }

  String warning(String text) {
    return wrap("33", text);
  }

  String bad(String text) {
    return wrap("31", text);
  }

  private String wrap(String code, String text) {
    return coloured && !text.isEmpty() ? "\u001b[" + code + "m" + text + RESET : text;
  }
}
