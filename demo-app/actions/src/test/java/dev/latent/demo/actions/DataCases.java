package dev.latent.demo.actions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.latent.demo.api.Document;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import org.json.JSONObject;
import org.jsoup.Jsoup;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** JSON, YAML, XML, TOML, SQL. */
final class DataCases {

  private DataCases() {}

  static List<ActionCase> all() {
    return List.of(
        ActionCase.of("json-yaml", "issue.json")
            .changed("quotes", "true")
            .changed("marker", "true")
            .check(
                (plain, changed) -> {
                  Load yaml = new Load(LoadSettings.builder().build());
                  Object tree = yaml.loadFromString(plain.text());
                  assertThat(tree).isEqualTo(json(ActionCase.sample("issue.json")));
                  assertThat(yaml.loadFromString(changed.text())).isEqualTo(tree);
                  assertThat(plain.text()).contains("season: spring");
                  assertThat(changed.text()).startsWith("---").contains("season: \"spring\"");
                }),
        ActionCase.of("yaml-json", "itinerary.yaml")
            .changed("nulls", "false")
            .changed("pretty", "false")
            .check(
                (plain, changed) -> {
                  JsonNode tree = new ObjectMapper().readTree(plain.content());
                  assertThat(tree.at("/days/0/plan/1/what").asText())
                      .isEqualTo("Ferry over the Orla");
                  assertThat(tree.at("/paid").isBoolean()).isTrue();
                  assertThat(tree.has("remarks")).isTrue();
                  assertThat(new ObjectMapper().readTree(changed.content()).has("remarks"))
                      .isFalse();
                  assertThat(changed.text()).doesNotContain("\n");
                }),
        ActionCase.of("json-format", "issue.json")
            .changed("indent", "0")
            .changed("sort", "true")
            .check(
                (plain, changed) -> {
                  JSONObject tree = new JSONObject(plain.text());
                  assertThat(tree.getInt("issue")).isEqualTo(17);
                  assertThat(new JSONObject(changed.text()).similar(tree)).isTrue();
                  assertThat(plain.text()).contains("\n  \"issue\"");
                  assertThat(changed.text()).startsWith("{\"editor\":{").doesNotContain("\n");
                }),
        ActionCase.of("json-xml", "issue.json")
            .changed("root", "magazine")
            .changed("declaration", "false")
            .check(
                (plain, changed) -> {
                  Element root = xml(plain);
                  assertThat(root.getTagName()).isEqualTo("document");
                  NodeList titles = root.getElementsByTagName("title");
                  assertThat(titles.getLength()).isEqualTo(3);
                  assertThat(titles.item(2).getTextContent()).isEqualTo("Nine Benches With a View");
                  assertThat(plain.text()).startsWith("<?xml");
                  assertThat(xml(changed).getTagName()).isEqualTo("magazine");
                  assertThat(changed.text()).doesNotContain("<?xml");
                }),
        ActionCase.of("xml-json", "stations.xml")
            .changed("strings", "true")
            .check(
                (plain, changed) -> {
                  JsonObject line = line(plain);
                  assertThat(line.get("opened").getAsJsonPrimitive().isNumber()).isTrue();
                  assertThat(line.getAsJsonArray("station")).hasSize(4);
                  assertThat(line(changed).get("opened").getAsJsonPrimitive().isString()).isTrue();
                }),
        ActionCase.of("json-toml", "issue.json")
            .given("without", "next")
            .changed("without", "next, stories")
            .check(
                (plain, changed) -> {
                  TomlParseResult toml = Toml.parse(plain.text());
                  assertThat(toml.errors()).isEmpty();
                  assertThat(toml.getString("editor.name")).isEqualTo("Ida Brook");
                  assertThat(toml.getLong("issue")).isEqualTo(17L);
                  assertThat(toml.getArray("stories").size()).isEqualTo(3);
                  assertThat(Toml.parse(changed.text()).contains("stories")).isFalse();
                }),
        ActionCase.of("json-path", "issue.json")
            .given("path", "$.stories[?(@.pages > 5)].title")
            .changed("paths", "true")
            .check(
                (plain, changed) -> {
                  assertThat(JsonParser.parseString(plain.text()).getAsJsonArray())
                      .extracting(item -> item.getAsString())
                      .containsExactly(
                          "Three Days Along the Quiet Coast", "The Bakery That Sells Weather");
                  assertThat(
                          JsonParser.parseString(changed.text())
                              .getAsJsonArray()
                              .get(0)
                              .getAsString())
                      .isEqualTo("$['stories'][0]['title']");
                }),
        ActionCase.of("xml-path", "stations.xml")
            .given("path", "//station[tea='yes']/name")
            .changed("names", "true")
            .check(
                (plain, changed) -> {
                  NodeList theirs =
                      (NodeList)
                          XPathFactory.newDefaultInstance()
                              .newXPath()
                              .evaluate(
                                  "//station[tea='yes']/name",
                                  xml(ActionCase.sample("stations.xml")),
                                  XPathConstants.NODESET);
                  assertThat(plain.text().lines()).hasSize(theirs.getLength());
                  assertThat(plain.text()).startsWith(theirs.item(0).getTextContent() + "\n");
                  assertThat(changed.text()).contains("name: Fennwick");
                }),
        ActionCase.of("xml-xslt", "stations.xml")
            .document("stylesheet", "stations.xsl")
            .changed("title", "All stations")
            .check(
                (plain, changed) -> {
                  org.jsoup.nodes.Document page = Jsoup.parse(plain.text());
                  assertThat(page.select("td:first-child").eachText())
                      .containsExactly("Fennwick", "Gull Head", "Marrow Bay", "Saint Orla");
                  assertThat(page.title()).isEqualTo("stations.xml");
                  assertThat(Jsoup.parse(changed.text()).title()).isEqualTo("All stations");
                }),
        ActionCase.of("xml-query", "stations.xml")
            .given("query", "<tea>{for $s in //station where $s/tea = 'yes' return $s/name}</tea>")
            .changed("indent", "false")
            .check(
                (plain, changed) -> {
                  assertThat(xml(plain).getTagName()).isEqualTo("tea");
                  assertThat(xml(plain).getElementsByTagName("name").getLength()).isEqualTo(3);
                  assertThat(xml(changed).getElementsByTagName("name").getLength()).isEqualTo(3);
                  assertThat(changed.text()).doesNotContain("\n");
                }),
        ActionCase.of("sql-format", "bookings.sql")
            .changed("upper", "true")
            .changed("indent", "4")
            .check(
                (plain, changed) -> {
                  String before = ActionCase.sample("bookings.sql").text();
                  String meaning = CCJSqlParserUtil.parse(before).toString();
                  assertThat(CCJSqlParserUtil.parse(plain.text()).toString()).isEqualTo(meaning);
                  assertThat(CCJSqlParserUtil.parse(changed.text()).toString())
                      .isEqualToIgnoringCase(meaning);
                  assertThat(plain.text().lines().count()).isGreaterThan(10);
                  assertThat(changed.text()).contains("GROUP BY\n    h.name");
                }));
  }

  private static Map<?, ?> json(Document document) throws java.io.IOException {
    return new ObjectMapper().readValue(document.content(), Map.class);
  }

  private static Element xml(Document document) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(document.content()))
        .getDocumentElement();
  }

  private static JsonObject line(Document document) {
    return JsonParser.parseString(document.text()).getAsJsonObject().getAsJsonObject("line");
  }
}
