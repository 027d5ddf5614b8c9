package dev.latent.container.descriptor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a plugin's classes and resources are looked for: its content itself, or what {@code
 * Bundle-ClassPath} names, directories and jars inside it. Multi-release content shows the files
 * for the Java release given. A jar inside is opened when something is first looked for in it and
 * not found before; it is held in memory, so there is nothing to close.
 */
final class PluginClassPath {

  private static final String VERSIONS = "META-INF/versions/";

  private final PluginContent content;
  private final int javaRelease;
  private final List<Element> elements = new ArrayList<>();

  private static final class Element {
    private final String entry;
    private @Nullable PluginContent opened;
    private final String prefix;
    private @Nullable NavigableMap<Integer, Set<String>> releases;
    private boolean broken;

    Element(String entry, @Nullable PluginContent opened, String prefix) {
      this.entry = entry;
      this.opened = opened;
      this.prefix = prefix;
    }
  }

  PluginClassPath(PluginContent content, int javaRelease) {
    this.content = content;
    this.javaRelease = javaRelease;
  }

  /** Takes the content as it is, or the elements that the bundle names. */
  void configure(Map<String, String> headers, Findings findings) throws DescriptorFault {
    List<HeaderClause> clauses = HeaderParser.parse(headers, "Bundle-ClassPath");
    for (HeaderClause clause : clauses) {
      for (String path : clause.paths()) {
        addElement(clause, path, findings);
      }
    }
    if (elements.isEmpty()) {
      elements.add(new Element(".", content, ""));
    }
  }

  private void addElement(HeaderClause clause, String path, Findings findings) {
    String entry = path.startsWith("/") ? path.substring(1) : path;
    if (entry.isEmpty() || entry.equals(".")) {
      elements.add(new Element(".", content, ""));
    } else if (content.has(entry)) {
      elements.add(new Element(entry, null, ""));
    } else {
      String directory = entry.endsWith("/") ? entry : entry + "/";
      boolean exists = false;
      for (String name : content.names()) {
        if (name.startsWith(directory)) {
          exists = true;
          break;
        }
      }
      if (exists) {
        elements.add(new Element(entry, content, directory));
      } else {
        findings.notice(
            "manifest.class-path-missing",
            clause
                .fault(
                    "manifest.class-path-missing",
                    "The jar has no such file or directory. A fragment may bring it; if none does,"
                        + " remove the clause.")
                .getMessage());
      }
    }
  }

  /** A nested jar that can't be read costs what is in it; that is said once. */
  private @Nullable PluginContent open(Element element, Findings findings) {
    if (element.opened == null && !element.broken) {
      try {
        byte[] jar = content.read(element.entry, PluginContent.JAR_LIMIT);
        element.opened = jar == null ? null : ZipBytes.read(jar, element.entry);
      } catch (DescriptorFault e) {
        element.broken = true;
        findings.warning(e);
      }
    }
    return element.opened;
  }

  /** Reads the first file of that name; null if there is none. */
  byte @Nullable [] read(String name, int limit, Findings findings) throws DescriptorFault {
    for (Element element : elements) {
      PluginContent opened = open(element, findings);
      String found = opened == null ? null : locate(element, opened, name);
      if (opened != null && found != null) {
        return opened.read(found, limit);
      }
    }
    return null;
  }

  /** The text of every {@code META-INF/services} file, by service type, nested jars included. */
  Map<String, List<byte[]>> serviceFiles(Findings findings) {
    Map<String, List<byte[]>> files = new LinkedHashMap<>();
    for (Element element : elements) {
      PluginContent opened = open(element, findings);
      if (opened != null) {
        collectServiceFiles(element.prefix, opened, files, findings);
      }
    }
    return files;
  }

  private static void collectServiceFiles(
      String prefix, PluginContent opened, Map<String, List<byte[]>> files, Findings findings) {
    String directory = prefix + "META-INF/services/";
    for (String name : opened.names()) {
      if (name.startsWith(directory) && name.indexOf('/', directory.length()) < 0) {
        try {
          byte[] bytes = opened.read(name, PluginContent.TEXT_LIMIT);
          if (bytes != null) {
            files
                .computeIfAbsent(name.substring(directory.length()), type -> new ArrayList<>())
                .add(bytes);
          }
        } catch (DescriptorFault e) {
          findings.warning(e);
        }
      }
    }
  }

  private @Nullable String locate(Element element, PluginContent opened, String name) {
    String path = element.prefix + name;
    if (element.prefix.isEmpty() && !name.startsWith("META-INF/")) {
      for (Map.Entry<Integer, Set<String>> release :
          releases(element, opened).descendingMap().entrySet()) {
        if (release.getValue().contains(name)) {
          return VERSIONS + release.getKey() + "/" + name;
        }
      }
    }
    return opened.has(path) ? path : null;
  }

  private NavigableMap<Integer, Set<String>> releases(Element element, PluginContent opened) {
    if (element.releases == null) {
      element.releases = releases(opened, javaRelease);
    }
    return element.releases;
  }

  /** The files of multi-release content by release, newer releases than the given left out. */
  static NavigableMap<Integer, Set<String>> releases(PluginContent opened, int javaRelease) {
    NavigableMap<Integer, Set<String>> releases = new TreeMap<>();
    for (String name : opened.names()) {
      int slash = name.startsWith(VERSIONS) ? name.indexOf('/', VERSIONS.length()) : -1;
      if (slash > 0) {
        try {
          int release = Integer.parseInt(name.substring(VERSIONS.length(), slash));
          if (release >= 9 && release <= javaRelease) {
            releases
                .computeIfAbsent(release, key -> new HashSet<>())
                .add(name.substring(slash + 1));
          }
        } catch (NumberFormatException e) {
          // a directory that only looks like a release
        }
      }
    }
    if (releases.isEmpty() || !isMultiRelease(opened)) {
      return new TreeMap<>();
    }
    return releases;
  }

  private static boolean isMultiRelease(PluginContent opened) {
    try {
      byte[] manifest = opened.read(ManifestReader.ENTRY, PluginContent.TEXT_LIMIT);
      return manifest != null
          && "true"
              .equalsIgnoreCase(
                  ManifestReader.read(ManifestReader.ENTRY, manifest).get("Multi-Release"));
    } catch (DescriptorFault e) {
      return false; // said where the manifest itself is read
    }
  }
}
