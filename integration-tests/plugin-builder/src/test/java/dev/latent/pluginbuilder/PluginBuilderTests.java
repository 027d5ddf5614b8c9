package dev.latent.pluginbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginBuilderTests {

  @TempDir Path work;
  private Path sources;
  private Path output;

  @BeforeEach
  void makeTwoPlugins() throws IOException {
    sources = work.resolve("sources");
    output = work.resolve("out/plugins");
    write("acme.api/plugin.bnd", "Bundle-Version: 1.2\nExport-Package: acme.api;version=1.1\n");
    write("acme.api/acme/api/Greeter.java", "package acme.api; public interface Greeter {}");
    write(
        "acme.greet/plugin.bnd",
        """
        -latent-depends: acme.api
        X-Start: acme.greet.Start
        """);
    write(
        "acme.greet/acme/greet/Start.java",
        "package acme.greet; public class Start implements acme.api.Greeter {}");
    write("acme.greet/OSGI-INF/note.xml", "<note/>");
  }

  @Test
  void makesBundlesWithImportsAndExportsAndTheRequiredJavaVersion() throws IOException {
    BuildReport report = run();

    assertThat(report.built()).containsExactly("acme.api", "acme.greet");
    assertThat(report.output("acme.greet")).contains(output.resolve("acme.greet.jar"));
    Attributes api = manifest("acme.api.jar");
    assertThat(api.getValue("Bundle-SymbolicName")).isEqualTo("acme.api");
    assertThat(api.getValue("Export-Package")).isEqualTo("acme.api;version=\"1.1\"");
    Attributes greet = manifest("acme.greet.jar");
    assertThat(greet.getValue("Import-Package"))
        .isEqualTo("acme.api;version=\"[1.1,2)\",java.lang");
    assertThat(greet.getValue("Require-Capability"))
        .isEqualTo("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\"");
    assertThat(greet.getValue("X-Start")).isEqualTo("acme.greet.Start");
    assertThat(greet.getValue("Bnd-LastModified")).isNull();
    assertThat(entries("acme.greet.jar"))
        .containsExactly("META-INF/MANIFEST.MF", "OSGI-INF/note.xml", "acme/greet/Start.class");
  }

  @Test
  void makesModulesThatRequireOtherPlugins() throws IOException {
    write("acme.api/module-info.java", "module acme.api { exports acme.api; }");
    write(
        "acme.layer/plugin.bnd",
        """
        -nobundle: true
        -latent-depends: acme.api
        -latent-module-version: 2.5
        Provide-Capability: osgi.service;objectClass=acme.api.Greeter
        """);
    write(
        "acme.layer/module-info.java",
        """
        module acme.layer {
          requires acme.api;
          provides acme.api.Greeter with acme.layer.Polite;
        }
        """);
    write(
        "acme.layer/acme/layer/Polite.java",
        "package acme.layer; public class Polite implements acme.api.Greeter {}");

    run();

    ModuleDescriptor module =
        ModuleFinder.of(output.resolve("acme.layer.jar"))
            .find("acme.layer")
            .orElseThrow()
            .descriptor();
    assertThat(module.toNameAndVersion()).isEqualTo("acme.layer@2.5");
    assertThat(module.provides())
        .extracting(ModuleDescriptor.Provides::providers)
        .containsExactly(List.of("acme.layer.Polite"));
    Attributes manifest = manifest("acme.layer.jar");
    assertThat(manifest.getValue("Provide-Capability"))
        .isEqualTo("osgi.service;objectClass=acme.api.Greeter");
    assertThat(manifest.getValue("Bundle-SymbolicName")).isNull();
  }

  @Test
  void packagesAsItIsWithoutInstructions() throws IOException {
    write("acme.plain/acme/plain/P.java", "package acme.plain; class P {}");

    run();

    assertThat(entries("acme.plain.jar"))
        .containsExactly("META-INF/MANIFEST.MF", "acme/plain/P.class");
    assertThat(manifest("acme.plain.jar")).hasSize(1);
  }

  @Test
  void buildsTheSameBytesAgain() throws IOException {
    run();
    byte[] first = Files.readAllBytes(output.resolve("acme.greet.jar"));
    Path other = work.resolve("elsewhere");

    PluginBuilder.builder().sources(sources).output(other).build().run();

    assertThat(other.resolve("acme.greet.jar")).hasBinaryContent(first);
  }

  @Test
  void buildsNothingWhereNothingChanged() throws IOException {
    run();
    FileTime longAgo = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(output.resolve("acme.greet.jar"), longAgo);

    BuildReport again = run();

    assertThat(again.built()).isEmpty();
    assertThat(again.upToDate()).containsExactly("acme.api", "acme.greet");
    assertThat(again).hasToString("0 built, 2 up to date, 0 removed");
    assertThat(Files.getLastModifiedTime(output.resolve("acme.greet.jar"))).isEqualTo(longAgo);
  }

  @Test
  void buildsOnlyWhatChanged() throws IOException {
    run();
    write("acme.greet/OSGI-INF/note.xml", "<other/>");

    assertThat(run().built()).containsExactly("acme.greet");
  }

  @Test
  void buildsAgainWhatDependsOnAChangedPlugin() throws IOException {
    run();
    write(
        "acme.api/acme/api/Greeter.java",
        "package acme.api; public interface Greeter { int X = 1; }");

    assertThat(run().built()).containsExactly("acme.api", "acme.greet");
  }

  @Test
  void doesNotBuildDependentsWhereOnlyACommentChanged() throws IOException {
    run();
    write(
        "acme.api/acme/api/Greeter.java",
        "package acme.api; public interface Greeter {} // same class file");

    BuildReport report = run();

    assertThat(report.built()).containsExactly("acme.api");
    assertThat(report.upToDate()).containsExactly("acme.greet");
  }

  @Test
  void buildsAgainWhereTheOutputIsGoneOrTouched() throws IOException {
    run();
    Files.delete(output.resolve("acme.api.jar"));
    Files.writeString(output.resolve("acme.greet.jar"), "broken");

    assertThat(run().built()).containsExactly("acme.api", "acme.greet");
  }

  @Test
  void buildsAgainWhereCommonInstructionsChanged() throws IOException {
    write("common.bnd", "Bundle-Vendor: Acme\n");
    run();
    assertThat(manifest("acme.greet.jar").getValue("Bundle-Vendor")).isEqualTo("Acme");
    write("common.bnd", "Bundle-Vendor: Other\n");

    assertThat(run().built()).containsExactly("acme.api", "acme.greet");
    assertThat(manifest("acme.greet.jar").getValue("Bundle-Vendor")).isEqualTo("Other");
  }

  @Test
  void deletesTheOutputOfARemovedPlugin() throws IOException {
    run();
    JarWriter.delete(sources.resolve("acme.greet"));

    assertThat(run().removed()).containsExactly("acme.greet");
    assertThat(output).isDirectoryNotContaining("glob:**acme.greet*");
  }

  @Test
  void deletesTheOldOutputOfARenamedOne() throws IOException {
    run();
    append("acme.greet/plugin.bnd", "-latent-file: greet-1.0.jar\n");

    run();

    assertThat(output).isDirectoryContaining("glob:**greet-1.0.jar");
    assertThat(output).isDirectoryNotContaining("glob:**acme.greet.jar");
  }

  @Test
  void writesADirectoryForAnExplodedPlugin() throws IOException {
    append("acme.greet/plugin.bnd", "-latent-exploded: true\n");

    run();

    assertThat(output.resolve("acme.greet/META-INF/MANIFEST.MF")).exists();
    assertThat(output.resolve("acme.greet/acme/greet/Start.class")).exists();
    assertThat(run().built()).isEmpty();
  }

  @Test
  void leavesOutDroppedFiles() throws IOException {
    append("acme.greet/plugin.bnd", "-latent-drop: acme/greet/Start.class\n");

    run();

    assertThat(entries("acme.greet.jar")).doesNotContain("acme/greet/Start.class");
  }

  @Test
  void compilesWithTheOptionsOfThePlugin() throws IOException {
    append("acme.greet/plugin.bnd", "-latent-javac: --release 11\n");

    run();

    assertThat(manifest("acme.greet.jar").getValue("Require-Capability")).contains("(version=11)");
  }

  @Test
  void takesSourcesOfOtherDirectories() throws IOException {
    Path extra = Files.createDirectories(work.resolve("shared"));
    Files.writeString(extra.resolve("Shared.java"), "package acme.greet; class Shared {}");
    append("acme.greet/plugin.bnd", "-latent-sources: ../../shared\n");

    run();

    assertThat(entries("acme.greet.jar")).contains("acme/greet/Shared.class");
    Files.writeString(extra.resolve("More.java"), "package acme.greet; class More {}");
    assertThat(run().built()).containsExactly("acme.greet");
  }

  @Test
  void recoversFromAFileOfStateThatCannotBeRead() throws IOException {
    run();
    Files.writeString(work.resolve("out/plugins.built"), "nonsense\n");

    assertThat(run().built()).containsExactly("acme.api", "acme.greet");
  }

  @Test
  void oneWrongPluginDoesNotKeepOthersFromBeingBuilt() throws IOException {
    write("acme.bad/plugin.bnd", "");
    write("acme.bad/acme/bad/Bad.java", "package acme.bad;\nclass Bad { Missing m; }\n");

    PluginBuildException e = catchThrowableOfType(PluginBuildException.class, this::run);

    assertThat(e)
        .hasMessageStartingWith(
            "1 problem while building plugins:\n  acme.bad/acme/bad/Bad.java:2: cannot find symbol");
    assertThat(output).isDirectoryContaining("glob:**acme.greet.jar");
    assertThat(output).isDirectoryNotContaining("glob:**acme.bad.jar");
  }

  private BuildReport run() throws IOException {
    return PluginBuilder.builder().sources(sources).output(output).build().run();
  }

  private void write(String path, String text) throws IOException {
    Path file = sources.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void append(String path, String text) throws IOException {
    write(path, Files.readString(sources.resolve(path)) + "\n" + text);
  }

  private Attributes manifest(String jar) throws IOException {
    try (JarFile file = new JarFile(output.resolve(jar).toFile())) {
      return file.getManifest().getMainAttributes();
    }
  }

  private List<String> entries(String jar) throws IOException {
    try (JarFile file = new JarFile(output.resolve(jar).toFile())) {
      return file.stream().map(JarEntry::getName).toList();
    }
  }
}
