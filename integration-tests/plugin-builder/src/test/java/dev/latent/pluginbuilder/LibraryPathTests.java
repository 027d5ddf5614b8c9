package dev.latent.pluginbuilder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryPathTests {

  @TempDir Path work;

  @Test
  void tellsTheNameFromThePlaceInARepository() {
    Path plain = Path.of("/m2/repository/org/acme/pdf/1.0/pdf-1.0.jar");
    Path natives = Path.of("/m2/repository/org/acme/pdf/1.0/pdf-1.0-linux.jar");
    LibraryPath libraries = new LibraryPath(Map.of(), List.of(natives, plain));

    assertThat(libraries.names()).containsExactly("org.acme:pdf:linux", "org.acme:pdf");
    assertThat(libraries.find("org.acme:pdf")).contains(plain);
    assertThat(libraries.find("org.acme:pdf:linux")).contains(natives);
    assertThat(libraries.find("pdf")).contains(plain);
    assertThat(libraries.find("org.other:pdf")).isEmpty();
  }

  @Test
  void findsWhatIsAskedForInARepositoryOfAnyName() throws IOException {
    Path place = Files.createDirectories(work.resolve("my-jars/org/acme/pdf/1.0"));
    Path merged = place.resolve("pdf-1.0.jar");
    JarWriter.writeJar(
        merged,
        new TreeMap<>(
            Map.of(
                "META-INF/maven/org.acme/core/pom.properties",
                new byte[0],
                "META-INF/maven/org.acme/fonts/pom.properties",
                new byte[0])));
    Path renamed = place.resolve("pdf-1.0-linux.jar");
    JarWriter.writeJar(
        renamed, new TreeMap<>(Map.of("META-INF/maven/org.other/x/pom.properties", new byte[0])));
    LibraryPath libraries = new LibraryPath(Map.of(), List.of(merged, renamed));

    assertThat(libraries.find("org.acme:pdf")).contains(merged);
    assertThat(libraries.find("org.acme:pdf:linux")).contains(renamed);
    assertThat(libraries.find("org.other:pdf")).isEmpty();
    assertThat(libraries.find("cme:pdf")).isEmpty();
  }

  @Test
  void tellsTheNameFromTheModuleThatABuildIsIn() throws IOException {
    Files.writeString(
        Files.createDirectories(work.resolve("pdf")).resolve("pom.xml"),
        """
        <project>
          <parent><groupId>org.acme</groupId><artifactId>all</artifactId></parent>
          <artifactId>pdf</artifactId>
        </project>
        """);
    Path classes = Files.createDirectories(work.resolve("pdf/target/classes"));

    assertThat(new LibraryPath(Map.of(), List.of(classes)).find("org.acme:pdf")).contains(classes);
  }

  @Test
  void tellsTheNameFromTheJar() throws IOException {
    Path jar = work.resolve("renamed.jar");
    JarWriter.writeJar(
        jar, new TreeMap<>(Map.of("META-INF/maven/org.acme/pdf/pom.properties", new byte[0])));

    assertThat(new LibraryPath(Map.of(), List.of(jar)).names()).containsExactly("org.acme:pdf");
  }

  @Test
  void fallsBackOnTheFileName() throws IOException {
    Path jar = work.resolve("some.jar");
    JarWriter.writeJar(jar, new TreeMap<>());

    assertThat(new LibraryPath(Map.of(), List.of(jar)).find("some")).contains(jar);
  }

  @Test
  void aGivenNameComesFirst() {
    Path given = Path.of("given.jar");
    Path onPath = Path.of("/m2/repository/org/acme/pdf/1.0/pdf-1.0.jar");

    assertThat(new LibraryPath(Map.of("org.acme:pdf", given), List.of(onPath)).find("org.acme:pdf"))
        .contains(given);
  }

  @Test
  void embedsLibrariesAndCompilesAgainstThem() throws IOException {
    Path library =
        PluginSources.named("library")
            .file("lib/Lib.java", "package lib; public class Lib {}")
            .buildInto(work);
    PluginBuilder.builder()
        .plugin(
            PluginSources.named("acme.user")
                .bnd("-latent-embed: org.acme:lib")
                .file("acme/User.java", "package acme; class User extends lib.Lib {}"))
        .library("org.acme:lib", library)
        .output(work)
        .build()
        .run();

    try (JarFile jar = new JarFile(work.resolve("acme.user.jar").toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Bundle-ClassPath"))
          .isEqualTo(".,lib/library.jar");
      assertThat(jar.getManifest().getMainAttributes().getValue("Import-Package"))
          .isEqualTo("java.lang");
      assertThat(jar.getInputStream(jar.getEntry("lib/library.jar")).readAllBytes())
          .isEqualTo(Files.readAllBytes(library));
    }
  }

  @Test
  void findsServiceComponentsWhereTheirAnnotationsAreOnThePath() throws IOException {
    PluginSources component =
        PluginSources.named("acme.ds")
            .bnd("")
            .file(
                "acme/Worker.java",
                """
                package acme;
                @org.osgi.service.component.annotations.Component(service = Runnable.class)
                public class Worker implements Runnable { public void run() {} }
                """);

    Path jar = component.buildInto(work, annotations());

    try (JarFile file = new JarFile(jar.toFile())) {
      String xml =
          new String(
              file.getInputStream(file.getEntry("OSGI-INF/acme.Worker.xml")).readAllBytes(),
              StandardCharsets.UTF_8);
      assertThat(xml).contains("<provide interface=\"java.lang.Runnable\"/>");
      assertThat(file.getManifest().getMainAttributes().getValue("Service-Component"))
          .isEqualTo("OSGI-INF/acme.Worker.xml");
    }
  }

  private static Path annotations() {
    return Path.of(
        org.osgi.service.component.annotations.Component.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath());
  }
}
