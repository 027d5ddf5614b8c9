package dev.latent.published;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The table of the page. */
final class Page {

  private static final Pattern MISSING =
      Pattern.compile("osgi\\.(?:wiring\\.)?(package|bundle|extender|service)[=)]+([\\w.]+)");

  private Page() {}

  /** A row for each bundle. */
  static String table(List<Seen> bundles, Map<String, Difference> differences) throws Exception {
    Map<String, String> groups = groups();
    Map<String, String> rows = new TreeMap<>();
    for (Seen seen : bundles) {
      String artifact = artifact(seen.file(), groups);
      String version = seen.file().substring(artifact.length() + 1, seen.file().length() - 4);
      boolean same = differences.get(seen.name()).what().isEmpty();
      rows.put(
          groups.get(artifact) + ":" + artifact,
          String.join(
              " | ",
              "| " + groups.get(artifact) + ":" + artifact,
              version,
              String.valueOf(seen.closure().size()),
              String.valueOf(
                  seen.wires().stream().filter(wire -> !wire.endsWith(Wires.TO_SYSTEM)).count()),
              seen.resolves() ? seen.state() : seen.state() + ": " + missing(seen),
              (same ? "yes" : "no") + " |"));
    }
    List<String> lines = new ArrayList<>();
    lines.add("| Bundle | Version | Closure | Wires | State | The same |");
    lines.add("|---|---|--:|--:|---|---|");
    lines.addAll(rows.values());
    return String.join("\n", lines) + "\n";
  }

  /** What a bundle lacks, by the words of the framework. */
  static String missing(Seen seen) {
    // What it lacks itself is told before the requirements that follow from that.
    String chain = seen.message().split("Unresolved requirements", 2)[0];
    Matcher matcher = MISSING.matcher(chain);
    String last = "";
    while (matcher.find()) {
      last = matcher.group(1) + " " + matcher.group(2);
    }
    return last;
  }

  private static String artifact(String file, Map<String, String> groups) {
    String found = "";
    for (String artifact : groups.keySet()) {
      if (file.startsWith(artifact + "-")
          && Character.isDigit(file.charAt(artifact.length() + 1))
          && artifact.length() > found.length()) {
        found = artifact;
      }
    }
    if (found.isEmpty()) {
      throw new IllegalStateException("The pom names no artifact for " + file);
    }
    return found;
  }

  private static Map<String, String> groups() throws Exception {
    Map<String, String> groups = new TreeMap<>();
    NodeList items =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(Path.of("pom.xml").toFile())
            .getElementsByTagName("artifactItem");
    for (int i = 0; i < items.getLength(); i++) {
      Element item = (Element) items.item(i);
      groups.put(text(item, "artifactId"), text(item, "groupId"));
    }
    return groups;
  }

  private static String text(Element item, String tag) {
    return item.getElementsByTagName(tag).item(0).getTextContent().strip();
  }
}
