package dev.latent.container.runtime.osgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes bundles that could be wired in many ways: several versions of each package, exported and
 * imported at once, with uses constraints; bundles required with and without passing on what they
 * export; fragments; capabilities; singletons; imports that are optional, dynamic or can't be met.
 * They have headers and nothing else. The same seed gives the same bundles.
 */
final class GeneratedGraph {

  private static final int VERSIONS = 3;

  private final Random random;
  private final int families;

  private GeneratedGraph(long seed, int families) {
    this.random = new Random(seed);
    this.families = families;
  }

  /** Writes a number of bundles. */
  static void write(Path directory, int bundles, long seed) throws IOException {
    Files.createDirectories(directory);
    GeneratedGraph graph = new GeneratedGraph(seed, bundles / 10);
    List<TestBundle> made = new ArrayList<>();
    for (int family = 0; family < graph.families; family++) {
      for (int minor = 0; minor < VERSIONS; minor++) {
        made.add(graph.library(family, minor));
      }
      if (family % 3 == 0) {
        made.add(graph.fragment(family));
      }
      if (family % 5 == 0) {
        made.add(graph.fragmentVersion(family, 0));
        made.add(graph.fragmentVersion(family, 1));
        made.add(graph.singleton(family, 0));
        made.add(graph.singleton(family, 1));
      }
    }
    for (int user = 0; made.size() < bundles; user++) {
      made.add(graph.user(user));
    }
    for (TestBundle bundle : made) {
      // Reference order is by file name: mix it, so that it is not the order of needs.
      bundle.writeTo(directory, "b%06d".formatted(graph.random.nextInt(1_000_000)));
    }
  }

  private static String packageOf(int family) {
    return "graph.p" + family;
  }

  /** Of these families all versions but one give way, so that everybody has the same package. */
  private static boolean givesWay(int family) {
    return family % 3 == 0;
  }

  /** A family below that is, or is not, of those that give way; -1 if there is none. */
  private int below(int family, boolean givingWay) {
    if (family == 0) {
      return -1;
    }
    int start = random.nextInt(family);
    for (int i = 0; i < family; i++) {
      int found = (start + i) % family;
      if (givesWay(found) == givingWay) {
        return found;
      }
    }
    return -1;
  }

  /** The family that the libraries of a family use in what they export; -1 if there is none. */
  private static int usedBy(int family) {
    for (int used = family / 2; used > 0; used--) {
      if (!givesWay(used)) {
        return givesWay(family) || used == family ? -1 : used;
      }
    }
    return -1;
  }

  /** Exports the package of its family and imports it again, so that another may stand in. */
  private TestBundle library(int family, int minor) {
    List<String> imports = new ArrayList<>();
    imports.add(packageOf(family) + ";version=\"" + (givesWay(family) ? "1.0" : one(minor)) + "\"");
    int open = below(family, true);
    if (open >= 0) {
      imports.add(packageOf(open) + (random.nextInt(3) == 0 ? ";resolution:=optional" : ""));
    }
    int used = usedBy(family);
    if (used >= 0) {
      imports.add(packageOf(used) + ";version=\"" + one(minor) + "\"");
    }
    String uses = used < 0 ? "" : ";uses:=\"" + packageOf(used) + "\"";
    TestBundle bundle =
        TestBundle.named("graph.lib" + family)
            .header("Bundle-Version", "1." + minor + ".0")
            .header(
                "Export-Package",
                packageOf(family)
                    + ";version=1."
                    + minor
                    + uses
                    + ","
                    + packageOf(family)
                    + ".only"
                    + minor)
            .header("Import-Package", String.join(",", imports))
            .header(
                "Provide-Capability",
                "graph.cap;graph.cap=c" + family % 7 + ";version:Version=1." + minor);
    int required = below(family, true);
    if (required >= 0 && required != open && random.nextInt(3) == 0) {
      bundle.header("Require-Bundle", "graph.lib" + required + passing());
    }
    return bundle;
  }

  private static String one(int minor) {
    return "[1." + minor + ",1." + (minor + 1) + ")";
  }

  private String range(int family) {
    return packageOf(family)
        + ";version=\""
        + (givesWay(family) || random.nextBoolean() ? "1.0" : one(random.nextInt(VERSIONS)))
        + "\"";
  }

  private String passing() {
    return (random.nextBoolean() ? ";visibility:=reexport" : "")
        + (random.nextInt(3) == 0 ? ";resolution:=optional" : "");
  }

  /** Adds a package and an import to its host. */
  private TestBundle fragment(int family) {
    return TestBundle.named("graph.fragment" + family)
        .header("Fragment-Host", "graph.lib" + family + ";bundle-version=\"[1.1,1.2)\"")
        .header("Export-Package", packageOf(family) + ".extra;version=1.0")
        .header("Import-Package", packageOf(family / 6 * 3));
  }

  /** One of two versions of a fragment, of which a host takes the higher. */
  private TestBundle fragmentVersion(int family, int minor) {
    return TestBundle.named("graph.twice" + family)
        .header("Bundle-Version", "1." + minor + ".0")
        .header("Fragment-Host", "graph.lib" + family);
  }

  private TestBundle singleton(int family, int minor) {
    return TestBundle.named("graph.single" + family + ";singleton:=true")
        .header("Bundle-Version", "1." + minor + ".0")
        .header("Export-Package", packageOf(family) + ".single;version=1." + minor)
        .header("Import-Package", packageOf(family / 3 * 3));
  }

  private TestBundle user(int number) {
    List<String> imports = new ArrayList<>();
    int main = random.nextInt(families);
    imports.add(range(main));
    int used = usedBy(main);
    if (used >= 0 && random.nextBoolean()) {
      // The highest version would do for this import alone; what the main one uses decides.
      imports.add(packageOf(used) + ";version=1.0");
    }
    int open = random.nextInt(families) / 3 * 3;
    if (open != main) {
      imports.add(range(open) + (random.nextInt(4) == 0 ? ";resolution:=optional" : ""));
    }
    if (random.nextInt(4) == 0) {
      imports.add(packageOf(random.nextInt(families) / 3 * 3) + ".extra;resolution:=optional");
    }
    if (random.nextInt(5) == 0) {
      imports.add("graph.nowhere;resolution:=optional");
    }
    if (random.nextInt(20) == 0) {
      imports.add("graph.missing");
    }
    if (random.nextInt(6) == 0) {
      imports.add(packageOf(random.nextInt(families) / 5 * 5) + ".single;resolution:=optional");
    }
    TestBundle bundle =
        TestBundle.named("graph.user" + number)
            .header("Import-Package", String.join(",", imports))
            .header("Bundle-RequiredExecutionEnvironment", "JavaSE-17");
    if (random.nextInt(3) == 0) {
      bundle.header("Require-Bundle", "graph.lib" + random.nextInt(families) / 3 * 3 + passing());
    }
    if (random.nextInt(3) == 0) {
      String capability = "(graph.cap=c" + random.nextInt(9) + ")";
      bundle.header(
          "Require-Capability",
          random.nextBoolean()
              ? "graph.cap;filter:=\"" + capability + "\";resolution:=optional"
              : "graph.cap;filter:=\"(&"
                  + capability
                  + "(version>=1.1))\";resolution:=optional;cardinality:=multiple");
    }
    if (random.nextInt(4) == 0) {
      bundle.header("DynamicImport-Package", "graph.*");
    }
    return bundle;
  }
}
