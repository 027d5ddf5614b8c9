package dev.latent.demo.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes in a document or an option reads no other file of the machine and runs no code. */
class ActionSafetyTests {

  private static final String SECRET = "the-secret";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path directory;

  @SuppressWarnings("NullAway.Init")
  private static FelixHost felix;

  @SuppressWarnings("NullAway.Init")
  private static Path secret;

  @BeforeAll
  static void start() throws Exception {
    felix = new FelixHost();
    secret = Files.writeString(directory.resolve("secret.txt"), SECRET);
  }

  @AfterAll
  static void stop() throws Exception {
    felix.close();
  }

  @Test
  void aQueryInSqlReadsNoFile() {
    Document table = Document.ofText("a.csv", "text/csv", "a,b\n1,2\n");
    for (String query :
        new String[] {
          "SELECT FILE_READ('" + secret + "', NULL) FROM doc",
          "SELECT * FROM CSVREAD('" + secret + "')"
        }) {
      assertThatThrownBy(() -> felix.action("csv-sql").run(table, options("query", query)))
          .hasMessageContaining("rights")
          .hasMessageNotContaining(SECRET);
    }
  }

  @Test
  void aQueryInSqlChangesNothing() {
    Document table = Document.ofText("a.csv", "text/csv", "a,b\n1,2\n");
    String query = "CREATE ALIAS x FOR 'java.lang.System.getProperty'";
    assertThatThrownBy(() -> felix.action("csv-sql").run(table, options("query", query)))
        .hasMessageStartingWith("Method is only allowed for a query");
  }

  @Test
  void anExpressionReachesNoClass() {
    Document table = Document.ofText("a.csv", "text/csv", "a,b\n1,2\n");
    for (String where :
        new String[] {
          "''.class.forName('java.lang.Runtime') != null",
          "new('java.io.File', '" + secret + "').exists()",
          "a.getClass().getClassLoader() == null"
        }) {
      assertThatThrownBy(() -> felix.action("csv-filter").run(table, options("where", where)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Option where can't be evaluated");
    }
  }

  @Test
  void aDocumentTypeIsRefused() throws Exception {
    Document xml =
        Document.ofText(
            "a.xml",
            "application/xml",
            "<!DOCTYPE a [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]><a>&e;</a>");
    for (DocumentAction action :
        new DocumentAction[] {felix.action("xml-path"), layer("xml-query")}) {
      assertThatThrownBy(() -> action.run(xml, new ActionOptions(Map.of())))
          .hasMessageContaining("DOCTYPE");
    }
  }

  @Test
  void noActionAsksAnotherMachineForWhatADocumentTypeNames() throws Exception {
    try (ServerSocket elsewhere = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String there = "http://127.0.0.1:" + elsewhere.getLocalPort() + "/x";
      elsewhere.setSoTimeout(1);
      for (String id :
          new String[] {"xml-path", "xml-json", "xml-query", "xml-xslt", "gpx-report", "svg-png"}) {
        Document hostile =
            Document.ofText(
                "a.xml",
                "application/xml",
                "<!DOCTYPE svg SYSTEM '"
                    + there
                    + "' [<!ENTITY e SYSTEM '"
                    + there
                    + "'><!ENTITY % p SYSTEM '"
                    + there
                    + "'> %p;]><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
                    + "<text>&e;</text></svg>");
        DocumentAction action =
            id.equals("xml-path") || id.equals("xml-json") ? felix.action(id) : layer(id);
        try {
          action.run(hostile, new ActionOptions(Map.of(), Map.of("stylesheet", hostile)));
        } catch (Exception refused) {
          assertThat(refused).hasMessageNotContaining("Connection");
        }
        assertThatThrownBy(elsewhere::accept).as(id).isInstanceOf(SocketTimeoutException.class);
      }
    }
  }

  @Test
  void anArchiveThatUnpacksWithoutEndIsGivenUp() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      byte[] nothing = new byte[1024 * 1024];
      zip.putNextEntry(new ZipEntry("bomb"));
      for (int i = 0; i <= 512; i++) {
        zip.write(nothing);
      }
      zip.closeEntry();
    }
    Document bomb = new Document("a.zip", "application/zip", bytes.toByteArray());
    assertThatThrownBy(() -> felix.action("archive-tar").run(bomb, new ActionOptions(Map.of())))
        .hasMessage("a.zip unpacks to more than 128 MB.");
    assertThatThrownBy(() -> felix.action("archive-list").run(bomb, new ActionOptions(Map.of())))
        .hasMessage("a.zip holds a file of more than 512 MB.");
  }

  @Test
  void aPictureTooLargeForAnyMemoryIsNotBegun() throws Exception {
    Document thin =
        Document.ofText(
            "a.svg",
            "image/svg+xml",
            "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='100000'/>");
    assertThatThrownBy(() -> layer("svg-png").run(thin, new ActionOptions(Map.of())))
        .hasMessage("a.svg would become 512 by 51200000 pixels. Choose less width.");
  }

  @Test
  void aQueryInXQueryReadsNoFile() throws Exception {
    DocumentAction action = layer("xml-query");
    Document xml = Document.ofText("a.xml", "application/xml", "<a/>");
    for (String query :
        new String[] {"unparsed-text('" + secret.toUri() + "')", "doc('" + secret.toUri() + "')"}) {
      assertThatThrownBy(() -> action.run(xml, options("query", query)))
          .hasMessageStartingWith("The query failed")
          .hasMessageNotContaining(SECRET);
    }
  }

  @Test
  void aWordDocumentFetchesNoPictureAndReadsNoDocumentType() throws Exception {
    String start =
        "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
            + "<w:p><w:r><w:t>Hello</w:t></w:r><w:r><w:drawing><wp:inline xmlns:wp='http://schemas."
            + "openxmlformats.org/drawingml/2006/wordprocessingDrawing'><a:graphic xmlns:a='http://"
            + "schemas.openxmlformats.org/drawingml/2006/main'><a:graphicData><pic:pic xmlns:pic='"
            + "http://schemas.openxmlformats.org/drawingml/2006/picture'><pic:blipFill><a:blip xmlns"
            + ":r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' r:link='r1'/>"
            + "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
            + "</w:p></w:body></w:document>";
    String rels =
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            + "<Relationship Id='r1' Type='image' TargetMode='External' Target='"
            + secret.toUri()
            + "'/></Relationships>";
    Document page = layer("docx-html").run(docx(start, rels), new ActionOptions(Map.of()));
    assertThat(page.text()).contains("Hello").doesNotContain("<img", "base64");
    assertThatThrownBy(
            () ->
                layer("docx-html")
                    .run(
                        docx("<!DOCTYPE a [<!ENTITY e 'x'>]>" + start, rels),
                        new ActionOptions(Map.of())))
        .hasMessage("a.docx has a DOCTYPE in word/document.xml, which is not read.");
    assertThatThrownBy(
            () -> layer("docx-html").run(docx("<torn", rels), new ActionOptions(Map.of())))
        .hasMessageStartingWith("a.docx is damaged in word/document.xml: ");
  }

  private static Document docx(String text, String rels) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("word/document.xml"));
      zip.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("word/_rels/document.xml.rels"));
      zip.write(rels.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return new Document(
        "a.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        bytes.toByteArray());
  }

  @Test
  void aPageFetchesNothing() throws Exception {
    Document page =
        Document.ofText(
            "a.html",
            "text/html",
            "<link rel=stylesheet href='"
                + secret.toUri()
                + "'><img src='"
                + secret.toUri()
                + "'>x");
    Document pdf = felix.action("html-pdf").run(page, new ActionOptions(Map.of()));
    assertThat(MarkupCases.text(new com.lowagie.text.pdf.PdfReader(pdf.content()))).contains("x");
    assertThat(new String(pdf.content(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(SECRET);
  }

  private static DocumentAction layer(String id) throws Exception {
    DeclaredAction declared =
        PluginDirectory.actions().stream()
            .filter(action -> action.id().equals(id))
            .findFirst()
            .orElseThrow();
    return new LayerHost().action(declared);
  }

  private static ActionOptions options(String name, String value) {
    return new ActionOptions(Map.of(name, value));
  }
}
