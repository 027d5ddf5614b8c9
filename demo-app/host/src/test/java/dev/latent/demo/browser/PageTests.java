package dev.latent.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import dev.latent.demo.standin.StandInWorkbench;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser; left out, with a message, where there is none. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTests {

  private Playwright playwright;
  private Browser browser;
  @TempDir Path directory;
  private StandInWorkbench workbench;
  private BrowserContext context;
  private Page page;
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  void launch() {
    Optional<Path> chromium = BrowserFinder.find();
    if (chromium.isEmpty()) {
      String message =
          "BROWSER TESTS LEFT OUT: no Chromium on the PATH. Install one, or name one with"
              + " LATENT_BROWSER.";
      System.err.println(message);
      Assumptions.abort(message);
    }
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium.get())
                    .setArgs(List.of("--no-sandbox")));
  }

  @AfterAll
  void quit() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    workbench = new StandInWorkbench(directory, 0);
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setReducedMotion(ReducedMotion.REDUCE));
    page = context.newPage();
    complaints.clear();
    page.onPageError(complaints::add);
    page.onRequestFinished(request -> elsewhere(request, "answered"));
    page.onRequestFailed(request -> elsewhere(request, request.failure()));
    page.navigate(workbench.server().newLink());
    assertThat(page.locator("#documents .row")).hasCount(3);
  }

  /** Complains of requests to other servers, but for those that the browser held back itself. */
  private void elsewhere(Request request, String end) {
    if (!request.url().startsWith(workbench.server().address())
        && !request.url().startsWith("data:")
        && !end.equals("csp")) {
      complaints.add("asked elsewhere: " + request.url() + " (" + end + ")");
    }
  }

  @AfterEach
  void close() {
    context.close();
    workbench.close();
  }

  @Test
  void theTokenLeavesTheAddressBar() {
    assertThat(page).hasURL(workbench.server().address() + "/");
    assertThat(complaints).isEmpty();
  }

  @Test
  void whatAnActionMakesCountsMoreInTheSearchThanWhatItIsMadeWith() {
    page.getByLabel("Search the actions").fill("xm");
    assertThat(page.locator("#action-list .row").first()).containsText("xml json");
    assertThat(page.locator("#action-list .row").last()).containsText("JLaTeXMath");
  }

  @Test
  void aDocumentIsConvertedWithTheKeyboardAlone() {
    tabTo("sample.md");
    page.keyboard().press("Enter");
    assertThat(page.locator("#actions-title")).hasText("Actions for sample.md");
    tabTo("Search the actions");
    page.keyboard().type("html");
    assertThat(page.locator("#action-list .row")).hasCount(1);
    tabTo("Markdown to HTML");
    page.keyboard().press("Enter");
    tabTo("Title of the page");
    page.keyboard().type("My page");
    tabTo("Run");
    page.keyboard().press("Enter");
    assertThat(page.locator("#status"))
        .containsText(Pattern.compile("Markdown to HTML took .* after 3 plugins were activated"));
    assertThat(page.frameLocator("iframe").locator("h1")).hasText("Page");
    assertThat(complaints).isEmpty();
  }

  @Test
  void twoActionsRunOneAfterTheOtherAndTheSecondOneOnTheResult() {
    choose("sample.md", "statistics");
    assertThat(page.locator("#stage table tbody tr")).hasCount(3);
    assertThat(page.locator("#stage td").first()).hasText("the, a");
    page.click("text=Go on with it");
    assertThat(page.locator("#actions-title")).hasText("Actions for sample.csv");
    assertThat(page.locator("#documents h3").first()).hasText("Results");
    assertThat(page.locator("#documents .row").first())
        .containsText(Pattern.compile("sample\\.csv.*Word statistics"));
    page.click("[data-action=upper]");
    page.click(".options button");
    assertThat(page.locator("#stage pre")).containsText("WORD,COUNT,SHARE");
  }

  @Test
  void whatAnActionMadeRunsNoScriptAndFetchesNothing() {
    choose("sample.md", "markdown-html");
    assertThat(page.frameLocator("iframe").locator("h1")).hasText("Page");
    assertThat(page.locator("iframe")).hasAttribute("sandbox", "");
    assertThat(page).hasTitle("Latent workbench");
    assertThat(complaints).isEmpty();
  }

  @Test
  void aFailureIsShownInWordsWithItsCauses() {
    choose("sample.md", "broken");
    assertThat(page.locator("#stage .hero-line")).hasText("Check the spelling did not work");
    assertThat(page.locator("#stage .message"))
        .hasText("Line 3 of sample.md can't be read: a quotation is never closed.");
    page.click("summary >> text=What led to it");
    assertThat(page.locator("#stage ol li").nth(1))
        .hasText("java.io.IOException: unexpected end of input");
  }

  @Test
  void aPluginThatCannotStartIsShownOnTheStrip() {
    choose("sample.md", "unstartable");
    assertThat(page.locator("#stage .hero-line")).hasText("Render formulas could not be started");
    assertThat(page.locator(".frame-card.FAILED .why")).containsText("it imports acme.fonts");
    page.click(".frame-card.FAILED");
    assertThat(page.locator("#detail ol")).containsText("Put the missing jar into plugins/.");
  }

  @Test
  void theStripFollowsWhileAnActionStillRuns() {
    assertThat(page.locator("#strip-count")).containsText("0 of 42 active");
    choose("sample.md", "slow");
    assertThat(page.locator("#stage .hero-line")).hasText("Index for search is running");
    assertThat(page.locator("#strip-count")).containsText("2 of 42 active");
    assertThat(
            page.locator(".frame-card .label", new Page.LocatorOptions().setHasText("Index for")))
        .containsText("ms");
    assertThat(page.locator("#waking")).containsText("Index for search");
    workbench.openGate();
    assertThat(page.locator("#stage pre")).hasText("{}");
  }

  @Test
  void anActionThatRunsCanBeStopped() {
    choose("sample.md", "slow");
    page.click("#stage button:has-text('Stop')");
    assertThat(page.locator("#stage .message"))
        .hasText("Index for search was stopped before it was done.");
  }

  @Test
  void theRestOfTheStripSaysWhatWouldWakeIt() {
    assertThat(page.locator("#asleep-actions summary"))
        .hasText("31 actions asleep; each wakes when you run it");
    assertThat(page.locator("#asleep-actions .wakes").first()).hasText("wakes when you run it");
    assertThat(page.locator("#asleep-libraries .wakes").first()).hasText("for what imports it");
    page.click("#asleep-libraries .sleeper >> nth=0");
    assertThat(page.locator("#detail"))
        .containsText("A plugin that imports its packages would activate it.");
  }

  @Test
  void aPluginIsFoundAmongManyAndReadWithTheKeyboardAlone() {
    tabTo("Find a plugin");
    page.keyboard().type("lucene");
    assertThat(page.locator("#asleep .sleeper")).hasCount(1);
    tabTo("lucene");
    page.keyboard().press("Enter");
    assertThat(page.locator("#detail h3")).hasText("lucene.core");
    assertThat(page.locator("#detail")).containsText("a bundle in org.apache.lucene.core.jar");
    tabTo("Close");
    page.keyboard().press("Escape");
    assertThat(page.locator("#detail")).isHidden();
    assertThat(page.locator("#asleep .sleeper")).isFocused();
  }

  @Test
  void aListOfPluginsIsOneStopForTheTabKeyAndArrowsMoveInIt() {
    assertThat(page.locator("#asleep-actions [tabindex='0']")).hasCount(1);
    page.focus("#asleep-actions .sleeper >> nth=0");
    page.keyboard().press("End");
    assertThat(page.locator("#asleep-actions .sleeper").last()).isFocused();
    page.keyboard().press("ArrowLeft");
    assertThat(page.locator("#asleep-actions .sleeper").nth(29)).isFocused();
    assertThat(page.locator("#asleep-actions [tabindex='0']")).hasCount(1);
  }

  @Test
  void theShortcutsSearchRunAndGoBack() {
    page.click("#documents .row:has-text('sample.md')");
    page.keyboard().press("Control+k");
    assertThat(page.locator("#search")).isFocused();
    page.keyboard().type("upper");
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Enter");
    page.keyboard().press("Control+Enter");
    assertThat(page.locator("#stage pre")).containsText("# SAMPLE");
    page.click("#larger");
    assertThat(page.locator("#actions")).isHidden();
    page.keyboard().press("Escape");
    assertThat(page.locator("#actions")).isVisible();
    page.focus("#search");
    page.keyboard().press("Escape");
    assertThat(page.locator("#action-list .row")).hasCount(10);
  }

  @Test
  void theFocusIsSeenOnWhateverCanBeReached() {
    page.click("#documents .row:has-text('sample.md')");
    page.click("[data-action=markdown-html]");
    Set<String> unseen = new TreeSet<>();
    for (int i = 0; i < 60; i++) {
      page.keyboard().press("Tab");
      unseen.add(
          String.valueOf(
              page.evaluate(
                  "(() => { const e = document.activeElement, s = getComputedStyle(e);"
                      + " const near = getComputedStyle(e.closest('.drop') ?? e);"
                      + " return e === document.body || s.outlineStyle !== 'none'"
                      + " || near.outlineStyle !== 'none' ? '' : e.outerHTML.slice(0, 120); })()")));
    }
    assertThat(unseen).containsExactly("");
  }

  @Test
  void actionsMadeForADocumentComeFirst() {
    page.click("#documents .row:has-text('sample.md')");
    assertThat(page.locator("#action-list h3"))
        .hasText(new String[] {"For Markdown", "For any text", "For any file"});
  }

  @Test
  void whatWasSetForAnActionIsStillSetForTheNextDocument() {
    page.click("#documents .row:has-text('sample.md')");
    page.click("[data-action=statistics]");
    page.fill("[name=least]", "7");
    page.click("#documents .row:has-text('sample.csv')");
    assertThat(page.locator("[name=least]")).hasValue("7");
  }

  @Test
  void aDroppedFileIsTaken() {
    page.evaluate(
        "(() => { const data = new DataTransfer();"
            + " data.items.add(new File(['# Dropped'], 'dropped.md'));"
            + " window.dispatchEvent(new DragEvent('drop', {dataTransfer: data})); })()");
    assertThat(page.locator("#stage pre")).hasText("# Dropped");
    assertThat(page.locator("#actions-title")).hasText("Actions for dropped.md");
  }

  @Test
  void aFileThatIsTooLargeIsRefusedInWordsThatCanBeClosed() throws Exception {
    Path big = directory.resolve("big.bin");
    try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
      file.setLength(20 * 1024 * 1024 + 1);
    }
    page.setInputFiles("#file", big);
    assertThat(page.locator("#banner")).containsText("big.bin is larger than 20 MB.");
    page.click("#banner-close");
    assertThat(page.locator("#banner")).isHidden();
  }

  @Test
  void onANarrowScreenTheChosenDocumentTakesThePlaceOfTheList() {
    page.setViewportSize(400, 860);
    page.click("#documents .row:has-text('sample.md')");
    assertThat(page.locator("#chosen")).containsText("sample.md");
    assertThat(page.locator("#documents")).isHidden();
    page.click("#change");
    assertThat(page.locator("#documents .row[aria-current]")).isFocused();
  }

  @Test
  void anUploadIsTakenAndCanBeRemoved() {
    page.setInputFiles(
        "#file",
        new FilePayload("mine.md", "text/markdown", "# Mine".getBytes(StandardCharsets.UTF_8)));
    assertThat(page.locator("#stage pre")).hasText("# Mine");
    assertThat(page.locator("#documents h3").first()).hasText("Yours");
    page.click("[aria-label='Remove mine.md']");
    assertThat(page.locator("#documents .row")).hasCount(3);
  }

  @Test
  void whatIsWrongWithAFileIsToldWhereItIsShown() {
    page.setInputFiles("#file", new FilePayload("empty.md", "text/markdown", new byte[0]));
    assertThat(page.locator("#stage")).containsText("This document is empty.");
    page.setInputFiles(
        "#file",
        new FilePayload("table.xlsx", "application/zip", "a,b".getBytes(StandardCharsets.UTF_8)));
    assertThat(page.locator("#status")).hasText("Named as XLSX, but its content is taken as TXT.");
    assertThat(page.locator("#stage pre")).hasText("a,b");
    byte[] torn = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};
    page.setInputFiles("#file", new FilePayload("torn.png", "image/png", torn));
    assertThat(page.locator("#stage"))
        .containsText("This picture can\u2019t be read; it may be damaged.");
    byte[] western = "M\u00e4rz".getBytes(StandardCharsets.ISO_8859_1);
    page.setInputFiles("#file", new FilePayload("old.txt", "text/plain", western));
    assertThat(page.locator("#stage pre")).hasText("M\u00e4rz");
  }

  @Test
  void whenTheServerGoesThePageSaysSo() {
    workbench.close();
    assertThat(page.locator("#banner"))
        .containsText("The workbench does not answer. Start it again in its terminal.");
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 400, 680, 1020, 1280})
  void nothingIsWiderThanTheWindow(int width) {
    page.setViewportSize(width, 900);
    assertFits(width, "idle");
    choose("sample.md", "markdown-html");
    assertThat(page.locator("iframe")).isVisible();
    assertFits(width, "done");
    choose("sample.md", "unstartable");
    assertThat(page.locator(".failed")).isVisible();
    page.click("summary >> text=What led to it");
    assertFits(width, "failed");
  }

  private void assertFits(int width, String when) {
    assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
        .as("width of the page when %s", when)
        .isLessThanOrEqualTo(width);
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void noSeriousAccessibilityViolationInAnyState(ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    assertThat(page.locator("#asleep-actions")).isVisible();
    assertAccessible("idle");
    choose("sample.md", "markdown-html");
    assertThat(page.locator("iframe")).isVisible();
    assertAccessible("options and page");
    choose("sample.md", "statistics");
    assertThat(page.locator("#stage table")).isVisible();
    assertAccessible("table");
    choose("sample.md", "unstartable");
    page.click("summary >> text=What led to it");
    assertAccessible("failed");
    choose("sample.md", "slow");
    assertThat(page.locator(".working")).isVisible();
    assertAccessible("working");
    page.click("#frames .frame-card >> nth=0");
    assertThat(page.locator("#detail")).isVisible();
    assertAccessible("a plugin in full");
    page.setViewportSize(400, 900);
    assertAccessible("narrow");
  }

  private void assertAccessible(String when) {
    List<String> serious = new ArrayList<>();
    for (Rule rule : new AxeBuilder(page).exclude("iframe").analyze().getViolations()) {
      if (rule.getImpact().equals("serious") || rule.getImpact().equals("critical")) {
        serious.add(rule.getId() + ": " + rule.getNodes());
      }
    }
    assertThat(serious).as("violations when %s", when).isEmpty();
  }

  private void choose(String document, String action) {
    if (page.locator("#change").isVisible()) {
      page.click("#change");
    }
    page.click("#documents .row:has-text('" + document + "')");
    assertThat(page.locator("#actions-title")).hasText("Actions for " + document);
    if (page.locator("[data-action=" + action + "][aria-expanded=true]").count() == 0) {
      page.click("[data-action=" + action + "]");
    }
    page.click(".options button");
  }

  /** Presses Tab until something with that name has the focus, as a user without a mouse does. */
  private void tabTo(String name) {
    for (int i = 0; i < 100; i++) {
      ElementHandle focused = page.evaluateHandle("document.activeElement").asElement();
      Object text =
          focused.evaluate(
              "e => e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent");
      if (String.valueOf(text).contains(name)
          && !focused.evaluate("e => e.tagName").equals("BODY")) {
        return;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("Nothing called '" + name + "' can be reached with Tab.");
  }
}
