package dev.latent.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginState;
import dev.latent.demo.standin.StandInWorkbench;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkbenchServerTests {

  @TempDir Path directory;
  private StandInWorkbench workbench;
  private Visitor visitor;

  @BeforeEach
  void open() throws Exception {
    workbench = new StandInWorkbench(directory, 0);
    visitor = Visitor.welcome(workbench.server());
  }

  @AfterEach
  void close() {
    workbench.close();
  }

  @Test
  void theLinkLeadsToThePageAndWorksOnce() throws Exception {
    String link = workbench.server().newLink();
    String path = link.substring(workbench.server().address().length());
    Visitor stranger = Visitor.stranger(workbench.server());

    HttpResponse<String> first = stranger.get(path);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("; HttpOnly; SameSite=Strict")
        .doesNotContain(path.substring(path.indexOf('=') + 1));
    assertThat(first.body()).contains("url=/\"");

    HttpResponse<String> second = stranger.get(path);
    assertThat(second.statusCode()).isEqualTo(403);
    assertThat(second.body()).contains("This link has been used").contains("Press Enter");
  }

  @Test
  void aNewLinkVoidsTheOneBefore() throws Exception {
    String before = workbench.server().newLink();
    workbench.server().newLink();
    String path = before.substring(workbench.server().address().length());
    assertThat(Visitor.stranger(workbench.server()).get(path).statusCode()).isEqualTo(403);
  }

  @Test
  void thePageAndItsFilesAreServedWithTheirTypes() throws Exception {
    for (String[] file :
        new String[][] {
          {"/", "text/html; charset=utf-8"},
          {"/workbench.css", "text/css; charset=utf-8"},
          {"/workbench.js", "text/javascript; charset=utf-8"},
          {"/view.js", "text/javascript; charset=utf-8"},
          {"/strip.js", "text/javascript; charset=utf-8"},
          {"/icon.svg", "image/svg+xml"}
        }) {
      HttpResponse<String> response = visitor.get(file[0]);
      assertThat(response.statusCode()).as(file[0]).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).as(file[0]).hasValue(file[1]);
      assertThat(response.body()).doesNotContain("https://");
    }
  }

  @Test
  void samplesAreListed() throws Exception {
    assertThat(visitor.get("/api/documents").body())
        .contains("\"name\":\"sample.csv\",\"mediaType\":\"text/csv\",\"short\":\"CSV\"")
        .contains("\"origin\":\"SAMPLE\"");
  }

  @Test
  void anUploadIsTakenListedAndRemoved() throws Exception {
    HttpResponse<String> taken = visitor.post("/api/documents?name=%C3%9Cber.md", "# Hi");
    assertThat(taken.statusCode()).isEqualTo(201);
    assertThat(taken.body()).contains("\"name\":\"Über.md\"").contains("\"size\":4");
    String id = id(taken.body());
    assertThat(visitor.get("/api/content?as=text&id=" + id).body()).isEqualTo("# Hi");

    HttpResponse<String> removed =
        visitor.send(
            "DELETE",
            "/api/documents?id=" + id,
            new byte[0],
            "Origin",
            workbench.server().address());
    assertThat(removed.statusCode()).isEqualTo(204);
    assertThat(visitor.get("/api/documents").body()).doesNotContain("Über.md");
    assertThat(visitor.get("/api/content?as=text&id=" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void actionsForADocumentAreListedAndNothingIsActivated() throws Exception {
    HttpResponse<String> actions = visitor.get("/api/actions?document=" + sample("sample.md"));
    assertThat(actions.body())
        .contains("\"id\":\"markdown-html\"")
        .contains(
            "\"name\":\"depth\",\"type\":\"NUMBER\",\"words\":[\"1\",\"6\"],\"default\":\"3\"")
        .contains("\"library\":\"commonmark-java 0.24\"")
        .doesNotContain("image-resize");
    assertThat(workbench.plugins().plugins())
        .allMatch(plugin -> plugin.state() == PluginState.REGISTERED);
  }

  @Test
  void runningAnActionGivesAResultAndActivatesWhatItNeedsAndNoMore() throws Exception {
    HttpResponse<String> outcome = run("markdown-html", "sample.md", "depth=2&toc=true");
    assertThat(outcome.body())
        .contains("\"state\":\"done\"")
        .contains("\"name\":\"sample.html\"")
        .contains("\"view\":\"HTML\"")
        .contains("org.commonmark.ext.toc");
    assertThat(
            workbench.plugins().plugins().stream()
                .filter(plugin -> plugin.state() == PluginState.ACTIVE)
                .map(plugin -> plugin.id().name()))
        .containsExactlyInAnyOrder(
            "demo.action.markdown-html", "org.commonmark", "org.commonmark.ext.toc");
  }

  @Test
  void aFailingActionIsToldInItsOwnWordsWithWhatLedToIt() throws Exception {
    assertThat(run("broken", "sample.md", "").body())
        .contains("\"state\":\"failed\"")
        .contains("\"message\":\"Line 3 of sample.md can't be read: a quotation is never closed.\"")
        .contains("\"java.io.IOException: unexpected end of input\"")
        .contains("\"inActivation\":false");
  }

  @Test
  void anActionWhosePluginCannotStartIsToldApart() throws Exception {
    assertThat(run("unstartable", "sample.md", "").body())
        .contains("could not be activated: it imports acme.fonts [2,3)")
        .contains("\"inActivation\":true");
    assertThat(visitor.get("/api/plugins").body()).contains("\"state\":\"FAILED\"");
  }

  @Test
  void anUnknownOptionIsRefusedAndTheKnownOnesAreNamed() throws Exception {
    assertThat(run("markdown-html", "sample.md", "colour=red").body())
        .contains("Markdown to HTML has no option 'colour'. It has title, toc, depth, style.");
  }

  @Test
  void aFurtherDocumentReachesTheAction() throws Exception {
    String result = run("compare", "sample.md", "other=" + sample("sample.csv")).body();
    assertThat(visitor.get("/api/content?as=text&id=" + id(result)).body()).isEqualTo("sample.csv");
  }

  @Test
  void aResultCanBeDownloadedAndWorkedOnFurther() throws Exception {
    String result = id(run("picture", "sample.md", "").body());
    HttpResponse<byte[]> download = visitor.bytes("/api/content?as=download&id=" + result);
    assertThat(download.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename*=UTF-8''sample.png");
    assertThat(download.body()).startsWith(0x89, 'P', 'N', 'G');

    HttpResponse<String> kept = visitor.post("/api/documents?from=" + result, "");
    assertThat(kept.statusCode()).isEqualTo(201);
    assertThat(visitor.get("/api/documents").body())
        .contains("\"name\":\"sample.png\"")
        .contains("\"origin\":\"UPLOAD\"");
  }

  @Test
  void pluginsAreListedWithWhatWouldWakeThem() throws Exception {
    assertThat(visitor.get("/api/plugins").body())
        .contains("\"readyMs\":183,\"classesAtReady\":0")
        .contains("\"why\":[\"A lookup of DocumentAction would activate it.\"]")
        .contains("\"words\":\"wakes when you run it\"")
        .contains("\"state\":\"REGISTERED\"");
  }

  @Test
  void changesOfStateArriveAsTheyHappen() throws Exception {
    HttpResponse<InputStream> stream = visitor.stream("/api/events");
    assertThat(stream.headers().firstValue("Content-Type"))
        .hasValue("text/event-stream; charset=utf-8");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("event: hello");
      run("upper", "sample.md", "");
      String line = lines.readLine();
      while (!line.contains("\"ACTIVE\"")) {
        line = lines.readLine();
      }
      assertThat(line)
          .startsWith("data: {\"name\":\"demo.action.upper\"")
          .contains("lookup of DocumentAction by the host");
    }
  }

  @Test
  void unknownAddressesAndMethodsAreAnsweredPlainly() throws Exception {
    assertThat(visitor.get("/nothing").statusCode()).isEqualTo(404);
    HttpResponse<String> put =
        visitor.send("PUT", "/api/run", new byte[0], "Origin", workbench.server().address());
    assertThat(put.statusCode()).isEqualTo(405);
    assertThat(put.headers().firstValue("Allow")).hasValue("POST");
    assertThat(run("no-such", "sample.md", "").body()).contains("No plugin offers this action");
  }

  private HttpResponse<String> run(String action, String document, String options)
      throws Exception {
    return visitor.post("/api/run?action=" + action + "&document=" + sample(document), options);
  }

  private String sample(String name) throws Exception {
    Matcher matcher =
        Pattern.compile("\"id\":\"(\\w+)\",\"name\":\"" + Pattern.quote(name) + "\"")
            .matcher(visitor.get("/api/documents").body());
    assertThat(matcher.find()).as("a sample called %s", name).isTrue();
    return matcher.group(1);
  }

  private static String id(String json) {
    Matcher matcher = Pattern.compile("\"id\":\"([ru]\\d+)\"").matcher(json);
    assertThat(matcher.find()).as("an id in %s", json).isTrue();
    return matcher.group(1);
  }
}
