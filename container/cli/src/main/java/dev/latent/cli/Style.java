package dev.latent.cli;

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
    boolean terminal = System.console() != null && isTerminal();
    return new Style(
        terminal
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

  // From Java 22 on there is a console even where output is redirected; it says so by a method that
  // earlier ones don't have.
  private static boolean isTerminal() {
    try {
      Object console = System.console();
      return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
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
