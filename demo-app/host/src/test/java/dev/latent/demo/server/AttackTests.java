package dev.latent.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.demo.standin.StandInWorkbench;
import dev.latent.demo.workbench.DocumentStore;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AttackTests {

  @TempDir Path directory;
  private StandInWorkbench workbench;
  private Visitor visitor;
  private Visitor stranger;

  @BeforeEach
  void open() throws Exception {
    workbench = new StandInWorkbench(directory, 0);
    visitor = Visitor.welcome(workbench.server());
    stranger = Visitor.stranger(workbench.server());
  }

  @AfterEach
  void close() {
    workbench.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/documents",
        "/api/actions",
        "/api/plugins",
        "/api/events",
        "/api/content?id=s1&as=text",
        "/workbench.js",
        "/nothing"
      })
  void nothingIsServedToAStranger(String path) throws Exception {
    HttpResponse<String> response = stranger.get(path);
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).isEqualTo("Open the workbench by the link that it printed.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/?token=", "/?token=0", "/?token=%00", "/?token=a&token=b"})
  void aWrongTokenOpensNothing(String path) throws Exception {
    HttpResponse<String> response = stranger.get(path);
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void aMadeUpCookieOpensNothing() throws Exception {
    String forged = visitor.cookie().substring(0, visitor.cookie().length() - 1) + "x";
    assertThat(stranger.get("/api/documents", "Cookie", forged).statusCode()).isEqualTo(403);
    assertThat(stranger.get("/api/documents", "Cookie", "latent-demo-1=").statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:%d", "127.0.0.1", "127.0.0.1.evil:%d", ""})
  void aHostThatIsNotOursIsRefused(String host) throws Exception {
    String answer =
        visitor.raw(
            "GET /api/documents HTTP/1.1\nHost: "
                + host.replace("%d", Integer.toString(visitor.port()))
                + "\nCookie: "
                + visitor.cookie()
                + "\nConnection: close\n\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 403")
        .contains("This address does not belong to the workbench.");
  }

  @Test
  void noHostOrTwoHostsAreRefused() throws Exception {
    String cookie = "\nCookie: " + visitor.cookie() + "\nConnection: close\n\n";
    String good = "\nHost: 127.0.0.1:" + visitor.port();
    assertThat(visitor.raw("GET / HTTP/1.1" + cookie)).startsWith("HTTP/1.1 403");
    assertThat(visitor.raw("GET / HTTP/1.1" + good + "\nHost: evil.example" + cookie))
        .startsWith("HTTP/1.1 403");
    assertThat(visitor.raw("GET / HTTP/1.1" + good + cookie)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1"})
  void anotherOriginIsRefusedForReadsAndWrites(String origin) throws Exception {
    assertThat(visitor.get("/api/documents", "Origin", origin).statusCode()).isEqualTo(403);
    assertThat(
            visitor
                .send("POST", "/api/documents?name=a.md", new byte[1], "Origin", origin)
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aWriteWithoutAnOriginIsRefused() throws Exception {
    HttpResponse<String> response = visitor.send("POST", "/api/documents?name=a.md", new byte[1]);
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).isEqualTo("Requests from other pages are not taken.");
    assertThat(visitor.get("/api/documents").body()).doesNotContain("a.md");
  }

  @Test
  void aReadThatAnotherSiteMakesTheBrowserSendIsRefused() throws Exception {
    assertThat(
            visitor.get("/api/content?id=s1&as=text", "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
    assertThat(visitor.get("/workbench.js", "Sec-Fetch-Site", "same-site").statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/workbench.css/../../secret.txt",
        "//etc/passwd",
        "/api/content?id=../secret.txt&as=text",
        "/api/content?id=%2Fetc%2Fpasswd&as=download",
        "/api/content?id=..%5Csecret.txt&as=preview"
      })
  void noPathOfARequestNamesAFile(String path) throws Exception {
    Files.writeString(directory.resolve("secret.txt"), "root: the secret");
    String answer =
        visitor.raw(
            "GET "
                + path
                + " HTTP/1.1\nHost: 127.0.0.1:"
                + visitor.port()
                + "\nCookie: "
                + visitor.cookie()
                + "\nConnection: close\n\n");
    assertThat(answer).startsWith("HTTP/1.1 404").doesNotContain("root:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../up.md", "..\\..\\up.md", "/tmp/up.md", "C:\\up.md"})
  void theNameOfAnUploadIsNoPath(String name) throws Exception {
    HttpResponse<String> response =
        visitor.post("/api/documents?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8), "x");
    assertThat(response.body()).contains("\"name\":\"up.md\"");
  }

  @Test
  void aNameCannotAddAHeader() throws Exception {
    String body = visitor.post("/api/documents?name=a%0D%0ASet-Cookie:%20x=y%22;.md", "x").body();
    String id = body.substring(body.indexOf("\"u") + 1, body.indexOf("\",\"name"));
    HttpResponse<String> download = visitor.get("/api/content?as=download&id=" + id);
    assertThat(download.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(download.headers().firstValue("Content-Disposition").orElseThrow())
        .isEqualTo("attachment; filename*=UTF-8''a__Set-Cookie%3a%20x%3dy__.md");
  }

  @Test
  void aDocumentThatIsTooLargeIsRefusedByItsLength() throws Exception {
    HttpResponse<String> response =
        visitor.post("/api/documents?name=a.md", new byte[DocumentStore.MOST_BYTES + 1]);
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("The document is larger than 20 MB.");
    assertThat(visitor.get("/api/documents").body()).doesNotContain("a.md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "99999999999", "-5", "x"})
  void aLengthThatIsALieIsRefused(String length) throws Exception {
    String answer =
        visitor.rawStatus(
            "POST /api/documents?name=a.md HTTP/1.1\nHost: 127.0.0.1:"
                + visitor.port()
                + "\nOrigin: "
                + workbench.server().address()
                + "\nCookie: "
                + visitor.cookie()
                + "\nContent-Length: "
                + length
                + "\nConnection: close\n\n");
    assertThat(answer).startsWith("HTTP/1.1 4");
  }

  @Test
  void chunksDoNotGetAroundTheLimit() throws Exception {
    StringBuilder request =
        new StringBuilder("POST /api/run?document=s1&action=upper HTTP/1.1\nHost: 127.0.0.1:")
            .append(visitor.port())
            .append("\nOrigin: ")
            .append(workbench.server().address())
            .append("\nCookie: ")
            .append(visitor.cookie())
            .append("\nTransfer-Encoding: chunked\nConnection: close\n\n");
    String chunk = "4000\n" + "a".repeat(0x4000) + "\n";
    request.append(chunk.repeat(5)).append("0\n\n");
    assertThat(visitor.raw(request.toString()))
        .startsWith("HTTP/1.1 413")
        .contains("The options are too long.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"preview", "text", "download"})
  void whatADocumentHoldsCannotRunAsOurPage(String as) throws Exception {
    String id = id("sample.html");
    HttpResponse<String> response = visitor.get("/api/content?as=" + as + "&id=" + id);
    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("sandbox; default-src 'none'")
        .contains("frame-ancestors 'self'")
        .doesNotContain("allow-scripts");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .isEqualTo(as.equals("text") ? "text/plain; charset=utf-8" : type(as));
  }

  private static String type(String as) {
    return as.equals("preview") ? "text/html; charset=utf-8" : "text/html";
  }

  @Test
  void everyAnswerHasTheHeadersThatHoldABrowserBack() throws Exception {
    for (HttpResponse<String> response :
        List.of(
            visitor.get("/"),
            visitor.get("/api/documents"),
            visitor.get("/nothing"),
            stranger.get("/"),
            stranger.get("/api/documents"))) {
      assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'self'")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void theTextOfADocumentIsMarkupNeitherInJsonNorElsewhere() throws Exception {
    visitor.post("/api/documents?name=%3Cscript%3E.md", "x");
    assertThat(visitor.get("/api/documents").body())
        .contains("\\u003cscript\\u003e.md")
        .doesNotContain("<script>");
  }

  private String id(String name) throws Exception {
    String all = visitor.get("/api/documents").body();
    int at = all.indexOf("\",\"name\":\"" + name);
    return all.substring(all.lastIndexOf("\"id\":\"", at) + 6, at);
  }
}
