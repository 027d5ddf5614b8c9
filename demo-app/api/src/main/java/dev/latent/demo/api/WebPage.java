package dev.latent.demo.api;

/**
 * Web pages with the look that pages of the workbench have: for screens, light and dark, narrow and
 * wide, and for paper. They stand alone, without a script and without anything to fetch. Stateless
 * and thread-safe.
 */
public final class WebPage {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --paper: #fffdf9; --ink: #241f1a; --soft: #5f5649;
        --line: #ddd5c7; --sheet: #f5f1e9; --accent: #a8350f; --mark: #ffe39a; --mark-ink: #2b2000;
        --gone: #fbdcda; --new: #d8f0d5 }
      @media (prefers-color-scheme: dark) {
        :root { --paper: #1b1613; --ink: #efe7dc; --soft: #b9ab9b; --line: #41362d;
          --sheet: #272019; --accent: #ffa26b; --mark: #5d4a10; --mark-ink: #fff3cd;
          --gone: #5a2426; --new: #1f4a2c }
      }
      * { box-sizing: border-box }
      html { background: var(--paper); -webkit-text-size-adjust: 100% }
      body { max-width: 44rem; margin: 0 auto; padding: 2.2rem 1.4rem 3.5rem; color: var(--ink);
        font: 17px/1.6 ui-serif, "Iowan Old Style", Palatino, "Noto Serif", Georgia, serif;
        overflow-wrap: break-word }
      h1, h2, h3, h4 { margin: 1.7em 0 .5em; line-height: 1.22; text-wrap: balance }
      h1 { margin-top: 0; font-size: 2rem } h2 { font-size: 1.42rem } h3 { font-size: 1.14rem }
      h1, h2, h3, h4, th { font-weight: 600 }
      p, ul, ol, dl, table, pre, blockquote { margin: 0 0 1em }
      ul, ol { padding-left: 1.5em } li { margin: .25em 0 } dt { font-weight: 600 } dd { margin: 0 0 .6em }
      a { color: var(--accent); text-underline-offset: .15em }
      img, svg, video { max-width: 100%; height: auto }
      hr { margin: 2em 0; border: 0; border-top: 1px solid var(--line) }
      blockquote { padding: .1em 0 .1em 1.1em; border-left: 3px solid var(--accent); color: var(--soft) }
      blockquote > :last-child { margin-bottom: 0 }
      code, pre, kbd, samp { font-family: ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; font-size: .86em }
      code { padding: .1em .3em; border-radius: 4px; background: var(--sheet) }
      pre { padding: .9em 1.1em; border-radius: 8px; background: var(--sheet); overflow-x: auto; line-height: 1.5 }
      pre code { padding: 0; background: none; font-size: 1em }
      table { display: block; width: max-content; max-width: 100%; overflow-x: auto; border-collapse: collapse; font-size: .93em }
      th, td { padding: .42em .85em; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
      td > :last-child, th > :last-child, li > p:last-child { margin-bottom: 0 }
      th { border-bottom-width: 2px } [align=right], .number { text-align: right; font-variant-numeric: tabular-nums }
      [align=center] { text-align: center }
      mark { padding: 0 .12em; border-radius: 3px; background: var(--mark); color: var(--mark-ink) }
      .soft { color: var(--soft) }
      @media print {
        :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --sheet: #f4f4f4;
          --accent: #7a2608; --mark: #ffe39a; --mark-ink: #000; --gone: #fbdcda; --new: #d8f0d5 }
        body { max-width: none; padding: 0; font-size: 11pt }
        h1, h2, h3, h4 { break-after: avoid } pre, blockquote, tr, img { break-inside: avoid }
        table { display: table; width: auto } pre { white-space: pre-wrap }
        * { print-color-adjust: exact }
      }
      """;

  private WebPage() {}

  /**
   * The style sheet of such pages, for those that write a page themselves.
   *
   * @return rules without the element around them
   */
  public static String style() {
    return STYLE;
  }

  /**
   * A whole page.
   *
   * @param title its title, as text
   * @param style further rules; may be empty
   * @param body what it shows, as HTML
   * @return the page
   */
  public static String of(String title, String style, String body) {
    return "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
        + escaped(title)
        + "</title>\n<style>\n"
        + STYLE
        + style
        + "</style>\n</head>\n<body>\n"
        + body
        + "</body>\n</html>\n";
  }

  /**
   * A whole page without any style.
   *
   * @param title its title, as text
   * @param body what it shows, as HTML
   * @return the page
   */
  public static String plain(String title, String body) {
    return "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>"
        + escaped(title)
        + "</title>\n</head>\n<body>\n"
        + body
        + "</body>\n</html>\n";
  }

  /**
   * Text as HTML that shows it as it is, between tags and in quoted attributes.
   *
   * @param text the text
   * @return the text with its signs escaped
   */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
