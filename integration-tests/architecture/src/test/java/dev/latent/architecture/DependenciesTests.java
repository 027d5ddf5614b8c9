package dev.latent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Each library and build plugin that a pom names has a row, with its version, in the dependency
 * list.
 */
class DependenciesTests {

  private static final Path LIST = Repository.ROOT.resolve("docs/dependencies.md");
  private static final Path BUNDLES = Repository.ROOT.resolve("docs/real-bundles.md");

  @Test
  void eachDependencyHasARowWithItsVersion() throws Exception {
    Map<String, String> used = used();
    assertThat(used).as("dependencies found in the poms").hasSizeGreaterThan(20);
    String list = Files.readString(LIST) + Files.readString(BUNDLES);
    used.forEach(
        (artifact, version) ->
            assertThat(list)
                .as("row of %s %s in docs/dependencies.md", artifact, version)
                .containsPattern(
                    "\\| `?"
                        + java.util.regex.Pattern.quote(artifact)
                        + "`? \\| "
                        + java.util.regex.Pattern.quote(version)
                        + " \\|"));
  }

  @Test
  void theListNamesNothingThatIsNotUsed() throws Exception {
    Map<String, String> used = used();
    try (Stream<String> lines = Files.lines(LIST)) {
      lines
          .filter(line -> line.startsWith("| ") && line.contains(":"))
          .map(line -> line.split("\\|")[1].strip().replace("`", ""))
          .filter(artifact -> artifact.matches("[\\w.-]+:[\\w.-]+"))
          .forEach(
              artifact ->
                  assertThat(used)
                      .as("%s has a row in docs/dependencies.md; some pom uses it", artifact)
                      .containsKey(artifact));
    }
  }

  private static Map<String, String> used() throws Exception {
    Map<String, String> properties = new TreeMap<>();
    Map<String, String> versions = new TreeMap<>();
    for (Path pom : poms()) {
      NodeList blocks = parse(pom).getElementsByTagName("properties");
      for (int i = 0; i < blocks.getLength(); i++) {
        NodeList children = blocks.item(i).getChildNodes();
        for (int j = 0; j < children.getLength(); j++) {
          if (children.item(j) instanceof Element property) {
            properties.put(property.getTagName(), property.getTextContent().strip());
          }
        }
      }
    }
    for (Path pom : poms()) {
      Document document = parse(pom);
      for (String tag : new String[] {"dependency", "plugin", "path", "artifactItem"}) {
        NodeList elements = document.getElementsByTagName(tag);
        for (int i = 0; i < elements.getLength(); i++) {
          Element element = (Element) elements.item(i);
          String group = child(element, "groupId", "org.apache.maven.plugins");
          String artifact = child(element, "artifactId", "");
          String version = child(element, "version", "");
          if (group.startsWith("dev.latent") || artifact.isEmpty() || version.isEmpty()) {
            continue;
          }
          if (version.startsWith("${")) {
            String name = version.substring(2, version.length() - 1);
            version = properties.getOrDefault(name, version);
          }
          versions.put(group + ":" + artifact, version);
        }
      }
    }
    return versions;
  }

  private static Iterable<Path> poms() throws IOException {
    try (Stream<Path> files = Files.walk(Repository.ROOT, 4)) {
      return files
          .filter(file -> file.endsWith("pom.xml") && !file.toString().contains("/target/"))
          .sorted()
          .toList();
    }
  }

  private static Document parse(Path pom) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(pom.toFile());
  }

  private static String child(Element element, String tag, String otherwise) {
    NodeList children = element.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i) instanceof Element child && child.getTagName().equals(tag)) {
        return child.getTextContent().strip();
      }
    }
    return otherwise;
  }
}
