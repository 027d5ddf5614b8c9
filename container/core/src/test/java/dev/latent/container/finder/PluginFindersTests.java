package dev.latent.container.finder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.Subscription;
import dev.latent.api.admin.Problem;
import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PluginFindersTests {

  private static final String PATH = "test.finders.path";

  @TempDir Path directory;

  @AfterEach
  void forgetThePath() {
    System.clearProperty(PATH);
  }

  private Path jar(String place, String plugin) throws IOException {
    Path jar = directory.resolve(place);
    Files.createDirectories(jar.getParent());
    return TestJars.bundle(plugin, "1.0.0").write(jar);
  }

  private static List<String> locations(PluginFinder finder) {
    return finder.findAll().stream().map(PluginReference::location).toList();
  }

  private static Optional<Path> place(PluginFinder finder, String location) {
    return finder.find(location).flatMap(PluginReference::path);
  }

  @Test
  void ofSeveralDirectoriesTheFirstHasPrecedence() throws IOException {
    Path patched = jar("updates/pdf.jar", "acme.pdf.patched");
    jar("installed/pdf.jar", "acme.pdf");
    Path text = jar("installed/text.jar", "acme.text");

    PluginFinder finder =
        FinderFactory.directories(
            List.of(directory.resolve("updates"), directory.resolve("installed")));

    assertThat(locations(finder)).containsExactly("pdf.jar", "text.jar");
    assertThat(place(finder, "pdf.jar")).contains(patched);
    assertThat(place(finder, "text.jar")).contains(text);
    assertThat(finder.find("other.jar")).isEmpty();
    assertThat(finder.description())
        .isEqualTo(
            "directory "
                + directory.resolve("updates")
                + ", then directory "
                + directory.resolve("installed"));
  }

  @Test
  void composedAndFilteredFindersPassOnThatTheyChanged() {
    List<Runnable> listeners = new ArrayList<>();
    PluginFinder telling =
        new PluginFinder() {
          @Override
          public Optional<PluginReference> find(String location) {
            return Optional.empty();
          }

          @Override
          public List<PluginReference> findAll() {
            return List.of();
          }

          @Override
          public Subscription onChange(Runnable changed) {
            listeners.add(changed);
            return () -> listeners.remove(changed);
          }
        };
    List<String> heard = new ArrayList<>();

    Subscription subscription =
        FinderFactory.compose(List.of(FinderFactory.filter(telling, reference -> true), telling))
            .onChange(() -> heard.add("changed"));
    listeners.get(0).run();
    listeners.get(1).run();
    subscription.close();

    assertThat(heard).hasSize(2);
    assertThat(listeners).isEmpty();
  }

  @Test
  void aFilterLeavesOut() throws IOException {
    jar("one.jar", "acme.one");
    jar("two.jar", "acme.two");

    PluginFinder finder =
        FinderFactory.filter(
            FinderFactory.directory(directory), found -> !found.location().startsWith("two"));

    assertThat(locations(finder)).containsExactly("one.jar");
    assertThat(finder.find("two.jar")).isEmpty();
    assertThat(finder.find("one.jar")).isPresent();
  }

  @Test
  void onAPathOfTheHostThosePluginsAreFoundThatSaySo() throws IOException {
    Path bundle = jar("lib/bundle.jar", "acme.bundle");
    Path library = new TestJars().header("X-Nothing", "-").write(directory.resolve("lib/lib.jar"));
    Path classes = Files.createDirectories(directory.resolve("classes"));
    Files.createDirectories(classes.resolve("META-INF"));
    Files.writeString(
        classes.resolve("META-INF/MANIFEST.MF"),
        "Manifest-Version: 1.0\nBundle-SymbolicName: acme.classes\n");
    Path mods = directory.resolve("mods");
    Path module = jar("mods/b.jar", "acme.b");
    jar("mods/a.jar", "acme.a");
    Path gone = directory.resolve("gone.jar");
    System.setProperty(
        PATH,
        String.join(
            File.pathSeparator,
            List.of(
                bundle.toString(),
                library.toString(),
                "",
                classes.toString(),
                gone.toString(),
                mods.toString())));

    PluginFinder finder = FinderFactory.path(PATH);

    assertThat(locations(finder))
        .containsExactly(
            text(bundle), text(classes), text(mods.resolve("a.jar")), text(mods.resolve("b.jar")));
    assertThat(place(finder, text(module))).contains(module);
    assertThat(finder.find(text(library))).isEmpty();
    assertThat(finder.find(text(gone))).isEmpty();
    assertThat(FinderFactory.path("java.class.path").description())
        .isEqualTo("the class path of the host");
  }

  private static String text(Path path) {
    return path.toString().replace('\\', '/');
  }

  @Test
  void ofAMavenRepositoryTheHighestVersionOfWhatIsAskedForIsFound() throws IOException {
    for (String version : List.of("1.9", "1.10", "1.10-rc1", "1.11-SNAPSHOT")) {
      jar("org/acme/plugins/pdf/" + version + "/pdf-" + version + ".jar", "acme.pdf");
    }
    jar("org/acme/plugins/text/2.0/text-2.0.jar", "acme.text");
    jar("org/acme/other/1.0/other-1.0.jar", "acme.other");
    Files.createDirectories(directory.resolve("org/acme/plugins/text/3.0"));

    assertThat(locations(maven("org.acme.plugins:*")))
        .containsExactly(
            "org/acme/plugins/pdf/1.11-SNAPSHOT/pdf-1.11-SNAPSHOT.jar",
            "org/acme/plugins/text/2.0/text-2.0.jar");
    assertThat(locations(maven("org.acme.plugins:pdf:1.9", "org.acme:other", "org.acme:missing")))
        .containsExactly(
            "org/acme/plugins/pdf/1.9/pdf-1.9.jar", "org/acme/other/1.0/other-1.0.jar");
    assertThat(locations(maven("org.acme.plugins:p*:1.10*")))
        .containsExactly("org/acme/plugins/pdf/1.10/pdf-1.10.jar");
    assertThat(maven("org.acme:other").find("org/acme/other/1.0/other-1.0.jar")).isPresent();
    assertThat(maven("org.acme:other").find("org/acme/plugins/text/2.0/text-2.0.jar")).isEmpty();
  }

  private PluginFinder maven(String... artifacts) {
    return FinderFactory.mavenRepository(directory, List.of(artifacts));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pdf", "a:b:c:d", ":pdf", "org.*:pdf", "org.acme:../x", "org.acme: "})
  void whatNamesNoArtifactIsRefused(String artifact) {
    assertThatThrownBy(() -> maven(artifact))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'"
                + artifact
                + "' names no artifact of a Maven repository. Write group:artifact for the highest"
                + " version that is there, or group:artifact:version; the artifact may be *, as in"
                + " org.acme.plugins:*.");
  }

  @Test
  void aMavenRepositoryIsNotSearchedForEverything() {
    assertThatThrownBy(() -> maven())
        .hasMessageStartingWith("Say what to find in the Maven repository " + directory);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1.0.0, 0",
    "1.9, 1.10, -1",
    "1.0-alpha-1, 1.0-beta-1, -1",
    "1.0-SNAPSHOT, 1.0, -1",
    "1.0-rc1, 1.0-cr2, -1",
    "1.0.Final, 1.0, 0",
    "1.0, 1.0-sp1, -1",
    "1.0-sp1, 1.0-jre, -1",
    "1.0-jre, 1.0.1, -1",
    "2.0, 10.0, -1",
    "1.0-rc1, 1.1, -1",
    "20240101120000, 99, 1",
    "1.0.0-M2, 1.0.0-M10, -1"
  })
  void versionsOfMavenAreOrderedAsMavenDoes(String one, String other, int order) {
    assertThat(Integer.signum(MavenVersion.compare(one, other))).isEqualTo(order);
    assertThat(Integer.signum(MavenVersion.compare(other, one))).isEqualTo(-order);
  }

  private static String digest(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private static String resource(String url, String digest, long size) {
    return "<resource><capability namespace='osgi.identity'><attribute name='osgi.identity'"
        + " value='x'/></capability><capability namespace='osgi.content'>"
        + "<attribute name='osgi.content' value='"
        + digest
        + "'/><attribute name='url' value='"
        + url
        + "'/><attribute name='size' type='Long' value='"
        + size
        + "'/><attribute name='mime' value='application/vnd.osgi.bundle'/></capability>"
        + "</resource>";
  }

  private static String repository(String... resources) {
    return "<?xml version='1.0' encoding='UTF-8'?><repository increment='1' name='Test'"
        + " xmlns='http://www.osgi.org/xmlns/repository/v1.0.0'>"
        + String.join("", resources)
        + "</repository>";
  }

  @Test
  void theLocalResourcesOfAnOsgiRepositoryAreFound() throws Exception {
    Path one = jar("jars/one 1.jar", "acme.one");
    Path two = jar("two.jar", "acme.two");
    String text =
        repository(
            resource("jars/one%201.jar", digest(one), Files.size(one)),
            resource(two.toUri().toString(), digest(two), Files.size(two)));
    Path index = Files.writeString(directory.resolve("index.xml"), text);
    Path packed = directory.resolve("index.xml.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    for (Path each : List.of(index, packed)) {
      PluginFinder finder = FinderFactory.osgiRepository(each);
      assertThat(locations(finder)).containsExactly("jars/one%201.jar", two.toUri().toString());
      assertThat(place(finder, "jars/one%201.jar")).contains(one);
      assertThat(finder.find("three.jar")).isEmpty();
      try (FinderRegistry registry =
          FinderRegistry.builder().frameworkAvailable(() -> true).finder(finder).open()) {
        assertThat(registry.plugins().all())
            .extracting(plugin -> plugin.id().toString())
            .containsExactly("acme.one 1.0.0", "acme.two 1.0.0");
      }
    }
  }

  @Test
  void anIndexThatWasWrittenAgainIsReadAgain() throws Exception {
    Path one = jar("one.jar", "acme.one");
    Path index =
        Files.writeString(
            directory.resolve("index.xml"), repository(resource("one.jar", digest(one), -1)));
    PluginFinder finder = FinderFactory.osgiRepository(index);
    assertThat(locations(finder)).containsExactly("one.jar");

    jar("two.jar", "acme.two");
    Files.writeString(index, repository(resource("one.jar", "", -1), resource("two.jar", "", -1)));

    assertThat(locations(finder)).containsExactly("one.jar", "two.jar");
  }

  @Test
  void contentOfARepositoryThatIsNotWhatItsIndexSaysIsRefused() throws Exception {
    Path one = jar("one.jar", "acme.one");
    Path two = jar("two.jar", "acme.two");
    Path index =
        Files.writeString(
            directory.resolve("index.xml"),
            repository(
                resource("one.jar", digest(one), 7),
                resource("two.jar", digest(one), Files.size(two)),
                resource("https://example.org/three.jar", "", -1)));

    try (FinderRegistry registry =
        FinderRegistry.builder()
            .frameworkAvailable(() -> true)
            .finder(FinderFactory.osgiRepository(index))
            .open()) {
      assertThat(registry.plugins().all()).isEmpty();
      assertThat(registry.plugins().problems())
          .extracting(Problem::message)
          .satisfiesExactly(
              first ->
                  assertThat(first)
                      .contains(
                          "'one.jar' has "
                              + Files.size(one)
                              + " bytes where the index says 7. It is not used."),
              second ->
                  assertThat(second)
                      .contains(
                          "'two.jar' has the SHA-256 digest "
                              + digest(two)
                              + " where the index says "
                              + digest(one)),
              third ->
                  assertThat(third)
                      .contains(
                          "has 'https://example.org/three.jar' elsewhere than in a file. Nothing is"
                              + " fetched"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "<bundles/>, 'it begins with <bundles>, not <repository>'",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>, 'a document type'",
    "not xml, 'it is not the XML of an OSGi repository'"
  })
  void whatIsNoIndexOfARepositoryIsAProblemOfItsFinderAlone(String text, String words)
      throws IOException {
    Path index = Files.writeString(directory.resolve("index.xml"), text);
    jar("plugins/one.jar", "acme.one");

    try (FinderRegistry registry =
        FinderRegistry.builder()
            .frameworkAvailable(() -> true)
            .finder(FinderFactory.osgiRepository(index))
            .directory(directory.resolve("plugins"))
            .open()) {
      assertThat(registry.plugins().named("acme.one")).hasSize(1);
      assertThat(registry.plugins().problems())
          .singleElement()
          .satisfies(
              problem ->
                  assertThat(problem.message())
                      .startsWith("The finder 'OSGi repository " + index + "' failed")
                      .contains(words));
    }
  }

  @Test
  void jarsInMemoryAreFoundByTheirLocation() throws IOException {
    byte[] jar = Files.readAllBytes(jar("one.jar", "acme.one"));

    PluginFinder finder = FinderFactory.memory("in memory", Map.of("one", jar));

    assertThat(locations(finder)).containsExactly("one");
    try (var in = finder.find("one").orElseThrow().open()) {
      assertThat(in.readAllBytes()).isEqualTo(jar);
    }
  }
}
