package dev.latent.demo.actions.markdownpdf;

import com.lowagie.text.Chunk;
import com.lowagie.text.Document;
import com.lowagie.text.Element;
import com.lowagie.text.Font;
import com.lowagie.text.Paragraph;
import com.lowagie.text.Phrase;
import com.lowagie.text.pdf.PdfPCell;
import com.lowagie.text.pdf.PdfPTable;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** Writes a Markdown tree into a PDF, block by block. */
final class PageSetter extends AbstractVisitor {

  private static final Color LINK = new Color(0x1A, 0x5F, 0xB4);
  private static final float[] HEADINGS = {2f, 1.6f, 1.3f, 1.15f, 1.05f, 1f};

  private final Document pdf;
  private final int size;
  private Phrase line = new Phrase();
  private int style = Font.NORMAL;
  private float indent;
  private String marker = "";

  PageSetter(Document pdf, int size) {
    this.pdf = pdf;
    this.size = size;
  }

  @Override
  public void visit(Heading heading) {
    float scale = HEADINGS[heading.getLevel() - 1];
    line = new Phrase();
    int before = style;
    style = Font.BOLD;
    visitChildren(heading);
    style = before;
    for (Object chunk : line) {
      ((Chunk) chunk).getFont().setSize(size * scale);
    }
    add(line, size * scale);
  }

  @Override
  public void visit(org.commonmark.node.Paragraph paragraph) {
    line = new Phrase();
    if (!marker.isEmpty()) {
      line.add(new Chunk(marker, font(Font.NORMAL)));
      marker = "";
    }
    visitChildren(paragraph);
    add(line, size);
  }

  private void add(Phrase content, float leading) {
    Paragraph paragraph = new Paragraph(leading * 1.4f);
    paragraph.addAll(content);
    paragraph.setIndentationLeft(indent);
    paragraph.setSpacingAfter(size * 0.7f);
    pdf.add(paragraph);
  }

  @Override
  public void visit(Text text) {
    line.add(new Chunk(text.getLiteral(), font(style)));
  }

  @Override
  public void visit(SoftLineBreak lineBreak) {
    line.add(new Chunk(" ", font(style)));
  }

  @Override
  public void visit(HardLineBreak lineBreak) {
    line.add(new Chunk("\n", font(style)));
  }

  @Override
  public void visit(Emphasis emphasis) {
    styled(emphasis, Font.ITALIC);
  }

  @Override
  public void visit(StrongEmphasis emphasis) {
    styled(emphasis, Font.BOLD);
  }

  private void styled(Node node, int more) {
    int before = style;
    style |= more;
    visitChildren(node);
    style = before;
  }

  @Override
  public void visit(Code code) {
    line.add(new Chunk(code.getLiteral(), new Font(Font.COURIER, size)));
  }

  @Override
  public void visit(Link link) {
    int first = line.size();
    visitChildren(link);
    for (Object chunk : line.subList(first, line.size())) {
      ((Chunk) chunk).setAnchor(link.getDestination());
      ((Chunk) chunk).getFont().setColor(LINK);
    }
  }

  @Override
  public void visit(BlockQuote quote) {
    indented(
        () -> {
          int before = style;
          style |= Font.ITALIC;
          visitChildren(quote);
          style = before;
        });
  }

  @Override
  public void visit(BulletList list) {
    indented(() -> visitChildren(list));
  }

  @Override
  public void visit(OrderedList list) {
    indented(() -> visitChildren(list));
  }

  private void indented(Runnable block) {
    indent += size * 1.5f;
    block.run();
    indent -= size * 1.5f;
  }

  @Override
  public void visit(ListItem item) {
    marker = "\u2022  ";
    if (item.getParent() instanceof OrderedList list) {
      int number = list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber();
      for (Node before = item.getPrevious(); before != null; before = before.getPrevious()) {
        number++;
      }
      marker = number + ".  ";
    }
    visitChildren(item);
  }

  @Override
  public void visit(FencedCodeBlock code) {
    verbatim(code.getLiteral());
  }

  @Override
  public void visit(IndentedCodeBlock code) {
    verbatim(code.getLiteral());
  }

  private void verbatim(String text) {
    Phrase phrase = new Phrase();
    phrase.add(new Chunk(text.stripTrailing(), new Font(Font.COURIER, size * 0.9f)));
    add(phrase, size);
  }

  @Override
  public void visit(CustomBlock block) {
    if (!(block instanceof TableBlock)) {
      visitChildren(block);
      return;
    }
    List<TableCell> cells = new ArrayList<>();
    int columns = 1;
    for (Node part = block.getFirstChild(); part != null; part = part.getNext()) {
      for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
        int count = 0;
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
          cells.add((TableCell) cell);
          count++;
        }
        columns = Math.max(columns, count);
      }
    }
    PdfPTable table = new PdfPTable(columns);
    table.setWidthPercentage(100);
    table.setSpacingAfter(size);
    for (TableCell cell : cells) {
      line = new Phrase();
      styled(cell, cell.isHeader() ? Font.BOLD : Font.NORMAL);
      PdfPCell box = new PdfPCell(line);
      box.setPadding(4);
      box.setHorizontalAlignment(
          cell.getAlignment() == TableCell.Alignment.RIGHT
              ? Element.ALIGN_RIGHT
              : Element.ALIGN_LEFT);
      table.addCell(box);
    }
    table.completeRow();
    pdf.add(table);
  }

  private Font font(int fontStyle) {
    return new Font(Font.TIMES_ROMAN, size, fontStyle);
  }
}
