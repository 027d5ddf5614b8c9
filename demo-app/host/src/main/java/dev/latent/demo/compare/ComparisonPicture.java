package dev.latent.demo.compare;

import dev.latent.demo.compare.ComparisonTable.Row;
import java.util.Locale;

/**
 * Draws the figures as bars, the same picture for the same figures. It follows the reader's light
 * or dark preference.
 */
final class ComparisonPicture {

  private static final int WIDTH = 760;
  private static final int LEFT = 190;
  private static final int LONGEST = 440;
  private static final int ROW = 58;
  private static final int TOP = 74;

  private final ComparisonTable table;

  ComparisonPicture(ComparisonTable table) {
    this.table = table;
  }

  String svg() {
    StringBuilder svg = new StringBuilder();
    int height = TOP + table.rows().size() * ROW + 26;
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    svg.append(WIDTH).append(' ').append(height).append("\" width=\"").append(WIDTH);
    svg.append("\" height=\"").append(height).append("\" role=\"img\" aria-labelledby=\"t d\">\n");
    svg.append("<title id=\"t\">The demo, started lazily and eagerly</title>\n<desc id=\"d\">");
    for (Row row : table.rows()) {
      svg.append(row.label()).append(": lazy ").append(row.lazyText());
      svg.append(", eager ").append(row.eagerText()).append(". ");
    }
    svg.append("</desc>\n");
    svg.append(
        """
        <style>
        text{font:14px system-ui,"Segoe UI","Noto Sans",sans-serif;fill:#201b16}
        .head{font-size:17px;font-weight:600}.soft{fill:#5d5347}.value{font-weight:600}
        .sheet{fill:#fffdf9;stroke:#d9d0c0}.lazy{fill:#c4451a}.eager{fill:#b9ab98}
        @media(prefers-color-scheme:dark){text{fill:#f1e9de}.soft{fill:#b9ab9b}
        .sheet{fill:#1e1814;stroke:#392f27}.lazy{fill:#ff9a5e}.eager{fill:#6d5f52}}
        </style>
        """);
    svg.append("<rect class=\"sheet\" x=\".5\" y=\".5\" rx=\"14\" width=\"").append(WIDTH - 1);
    svg.append("\" height=\"").append(height - 1).append("\"/>\n");
    text(svg, "head", 26, 40, table.lazy().registered() + " plugins registered, one conversion");
    bar(svg, "lazy", WIDTH - 176, 29, 12, 12);
    text(svg, "soft", WIDTH - 158, 40, "lazy");
    bar(svg, "eager", WIDTH - 104, 29, 12, 12);
    text(svg, "soft", WIDTH - 86, 40, "all active");
    int y = TOP;
    for (Row row : table.rows()) {
      double most = Math.max(1e-9, Math.max(row.lazy(), row.eager()));
      text(svg, "soft", 26, y + 26, row.label());
      pair(svg, "lazy", y, row.lazy() / most, row.lazyText());
      pair(svg, "eager", y + 22, row.eager() / most, row.eagerText());
      y += ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  private static void pair(StringBuilder svg, String way, int y, double share, String value) {
    double width = Math.max(2, share * LONGEST);
    bar(svg, way, LEFT, y, width, 18);
    text(svg, way.equals("lazy") ? "value" : "soft", (int) (LEFT + width + 10), y + 14, value);
  }

  private static void bar(StringBuilder svg, String way, int x, int y, double width, int height) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>\n",
            way,
            x,
            y,
            width,
            height));
  }

  private static void text(StringBuilder svg, String kind, int x, int y, String text) {
    svg.append("<text class=\"").append(kind).append("\" x=\"").append(x).append("\" y=\"");
    svg.append(y).append("\">").append(text).append("</text>\n");
  }
}
