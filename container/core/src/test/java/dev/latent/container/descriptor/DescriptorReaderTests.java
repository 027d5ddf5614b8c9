package dev.latent.container.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginVersion;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorReaderTests {

  private static final String COMPONENT =
      "<component xmlns='http://www.osgi.org/xmlns/scr/v1.3.0' name='pdf'>"
          + "<implementation class='acme.Pdf'/><property name='format' value='pdf'/>"
          + "<service><provide interface='acme.Renderer'/></service></component>";

  private static final String REGISTRAR =
      "osgi.extender;filter:=\"(&(osgi.extender=osgi.serviceloader.registrar)(version>=1.0)"
          + "(!(version>=2.0)))\"";

  @TempDir Path directory;

  private PluginDescriptor read(Path path) {
    return readWithout(new DescriptorReader(17).read(JarReference.of(path)));
  }

  private static PluginDescriptor readWithout(DescriptorReading reading) {
    assertThat(reading.problems()).isEmpty();
    return reading.descriptor().orElseThrow();
  }

  private PluginDescriptor read(TestJar jar) {
    return read(jar.writeTo(directory));
  }

  private static List<Requirement> requirements(PluginDescriptor descriptor, String namespace) {
    return descriptor.requirements().stream()
        .filter(requirement -> requirement.namespace().equals(namespace))
        .toList();
  }

  private static Capability capability(PluginDescriptor descriptor, String namespace) {
    return descriptor.capabilities().stream()
        .filter(capability -> capability.namespace().equals(namespace))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void jarDirectoryAndStreamSayTheSame() {
    TestJar jar =
        TestJar.bundle("acme.same")
            .header("Service-Component", "OSGI-INF/*.xml")
            .header("Bundle-ClassPath", "classes/,lib/inner.jar")
            .file("OSGI-INF/pdf.xml", COMPONENT)
            .file("classes/other", "")
            .file(
                "lib/inner.jar",
                new TestJar()
                    .type("acme.Pdf")
                    .file("META-INF/services/acme.Api", "acme.Pdf")
                    .bytes());
    Path file = jar.writeTo(directory, "same.jar");

    PluginDescriptor fromFile = read(file);
    PluginDescriptor fromStream =
        readWithout(new DescriptorReader(17).read(new JarReference("same.jar", file, true)));
    PluginDescriptor fromDirectory = read(jar.explodeTo(directory.resolve("same")));

    assertThat(fromFile.components()).hasSize(1);
    assertThat(fromStream).isEqualTo(fromFile);
    assertThat(fromDirectory).isEqualTo(fromFile);
  }

  @Test
  void loopOfLinksInDirectoryEndsWhereItBegan() throws Exception {
    Path root = TestJar.bundle("acme.loop").explodeTo(directory.resolve("loop é # %"));
    Files.createSymbolicLink(root.resolve("again"), root);

    assertThat(read(root).id()).hasToString("acme.loop 1.0.0");
  }

  @Test
  void attributesHaveTheTypesThatTheHeaderStates() {
    PluginDescriptor descriptor =
        read(
            TestJar.bundle("acme")
                .header(
                    "Provide-Capability",
                    "acme;s=\"say \\\"hi\\\", you\";l:Long=\" 7 \";d:Double=1.5;v:Version=1.2;"
                        + "list:List<String>=\"a\\,b,c\";ls:List<Long>=\"1,2\";"
                        + "plain:List=\"x,y\";uses:=\"a,b\""));

    Capability capability = capability(descriptor, "acme");
    assertThat(capability.attributes())
        .containsEntry("s", "say \"hi\", you")
        .containsEntry("l", 7L)
        .containsEntry("d", 1.5)
        .containsEntry("v", PluginVersion.parse("1.2.0"))
        .containsEntry("list", List.of("a,b", "c"))
        .containsEntry("ls", List.of(1L, 2L))
        .containsEntry("plain", List.of("x", "y"));
    assertThat(capability.directives()).isEqualTo(Map.of("uses", "a,b"));
  }

  @Test
  void dynamicImportsKeepTheirPatterns() {
    PluginDescriptor descriptor =
        read(TestJar.bundle("acme").header("DynamicImport-Package", "a.*;version=2,*"));

    List<Requirement> packages = requirements(descriptor, Namespaces.PACKAGE);
    assertThat(packages).hasSize(2).allMatch(Requirement::optional);
    assertThat(packages.get(0).attributes()).containsEntry(Namespaces.PACKAGE, "a.*");
    assertThat(packages.get(0).filter()).isEqualTo("(&(osgi.wiring.package=a.*)(version>=2.0.0))");
    assertThat(packages.get(1).filter()).isEqualTo("(osgi.wiring.package=*)");
  }

  @Test
  void fragmentRequiresItsHostAndIsNone() {
    PluginDescriptor descriptor =
        read(
            TestJar.bundle("acme.fragment")
                .header("Fragment-Host", "acme.host;bundle-version=\"[1,2)\""));

    assertThat(requirements(descriptor, Namespaces.HOST))
        .extracting(Requirement::filter)
        .containsExactly(
            "(&(osgi.wiring.host=acme.host)(bundle-version>=1.0.0)(!(bundle-version>=2.0.0)))");
    assertThat(capability(descriptor, Namespaces.IDENTITY).attributes())
        .containsEntry("type", "osgi.fragment");
    assertThat(descriptor.capabilities())
        .extracting(Capability::namespace)
        .doesNotContain(Namespaces.HOST, Namespaces.BUNDLE);
  }

  @Test
  void nativeCodeAndExecutionEnvironmentsAreRequirements() {
    PluginDescriptor descriptor =
        read(
            TestJar.bundle("acme")
                .header(
                    "Bundle-NativeCode",
                    "a.so;osname=Linux;osname=MacOSX;processor=x86-64,b.dll;osname=Win32;"
                        + "osversion=\"[10,11)\",*")
                .header("Bundle-RequiredExecutionEnvironment", "J2SE-1.5,CDC-1.0/Foundation-1.0"));

    Requirement code = requirements(descriptor, Namespaces.NATIVE).get(0);
    assertThat(code.optional()).isTrue();
    assertThat(code.filter())
        .isEqualTo(
            "(|(&(|(osgi.native.osname~=linux)(osgi.native.osname~=macosx))"
                + "(osgi.native.processor~=x86-64))(&(osgi.native.osname~=win32)"
                + "(&(osgi.native.osversion>=10.0.0)(!(osgi.native.osversion>=11.0.0)))))");
    assertThat(requirements(descriptor, Namespaces.EXECUTION_ENVIRONMENT).get(0).filter())
        .isEqualTo(
            "(|(&(osgi.ee=JavaSE)(version=1.5.0))(&(osgi.ee=CDC/Foundation)(version=1.0.0)))");
  }

  @Test
  void multiReleaseBundleImportsWhatItsReleaseNeeds() {
    TestJar jar =
        TestJar.bundle("acme")
            .header("Multi-Release", "true")
            .header("Import-Package", "old")
            .file(
                "META-INF/versions/11/OSGI-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\nImport-Package: newer\n");
    Path file = jar.writeTo(directory);

    for (int release : List.of(9, 11, 17)) {
      PluginDescriptor descriptor =
          readWithout(new DescriptorReader(release).read(JarReference.of(file)));

      assertThat(requirements(descriptor, Namespaces.PACKAGE).get(0).attributes())
          .containsEntry(Namespaces.PACKAGE, release < 11 ? "old" : "newer");
      assertThat(descriptor.headers())
          .containsEntry("Import-Package", release < 11 ? "old" : "newer");
    }
  }

  @Test
  void capabilityThatAnnouncesComponentPromisesNothingOfItsOwn() {
    PluginDescriptor descriptor =
        read(
            TestJar.bundle("acme")
                .header("Service-Component", "OSGI-INF/pdf.xml")
                .header(
                    "Provide-Capability",
                    "osgi.service;objectClass:List<String>=\"acme.Renderer\";effective:=active,"
                        + "osgi.service;objectClass=\"acme.Other\";service.ranking:Long=5;x=y")
                .file("OSGI-INF/pdf.xml", COMPONENT)
                .type("acme.Pdf"));

    assertThat(descriptor.offers(PluginKind.BUNDLE))
        .extracting(ServiceOffer::types)
        .containsExactly(List.of("acme.Renderer"), List.of("acme.Other"));
    ServiceOffer component = descriptor.offers().get(0);
    assertThat(component.source()).isEqualTo(ServiceOffer.Source.COMPONENT_XML);
    assertThat(component.attributes()).containsEntry("format", "pdf");
    assertThat(component.component()).contains("pdf");
    ServiceOffer announced = descriptor.offers().get(1);
    assertThat(announced.ranking()).isEqualTo(5);
    assertThat(announced.attributes()).containsEntry("x", "y").containsEntry("service.ranking", 5);
  }

  @Test
  void mediatedProvidersAreOfferedOnlyWhereTheRegistrarIsRequired() {
    TestJar jar =
        TestJar.bundle("acme")
            .header(
                "Provide-Capability",
                "osgi.serviceloader;osgi.serviceloader=acme.Api;register:=acme.One;rank=first,"
                    + "osgi.serviceloader;osgi.serviceloader=acme.Spi,"
                    + "osgi.serviceloader;osgi.serviceloader=acme.None;register:=\"\"")
            .file("META-INF/services/acme.Api", "acme.One\nacme.Two\n")
            .file("META-INF/services/acme.Spi", "acme.One\nacme.Two\n")
            .file("META-INF/services/acme.None", "acme.One\n")
            .type("acme.One")
            .type("acme.Two");

    assertThat(read(jar).offers(PluginKind.BUNDLE)).isEmpty();

    List<ServiceOffer> offers =
        read(jar.header("Require-Capability", REGISTRAR)).offers(PluginKind.BUNDLE);
    assertThat(offers)
        .extracting(offer -> offer.types().get(0) + "=" + offer.provider().orElseThrow())
        .containsExactly("acme.Api=acme.One", "acme.Spi=acme.One", "acme.Spi=acme.Two");
    assertThat(offers.get(0).attributes()).isEqualTo(Map.of("rank", "first"));
  }

  @Test
  void headerOfSpiFlyOffersProvidersToo() {
    TestJar jar =
        TestJar.bundle("acme")
            .header("SPI-Provider", "acme.Api")
            .file("META-INF/services/acme.Api", "acme.One")
            .file("META-INF/services/acme.Spi", "acme.One")
            .type("acme.One");

    assertThat(read(jar).offers(PluginKind.BUNDLE))
        .extracting(ServiceOffer::types)
        .containsExactly(List.of("acme.Api"));
  }

  @Test
  void layerOffersTakeAttributesFromTheStandardClause() {
    PluginDescriptor descriptor =
        read(
            new TestJar()
                .header("Automatic-Module-Name", "acme.tool")
                .header("Implementation-Version", "3.1-rc1")
                .header(
                    "Provide-Capability",
                    "osgi.serviceloader;osgi.serviceloader=acme.Api;register:=acme.Two;a=two,"
                        + "osgi.serviceloader;osgi.serviceloader=acme.Api;a=any")
                .file("META-INF/services/acme.Api", "acme.One\nacme.Two\n")
                .type("acme.One")
                .type("acme.Two"));

    assertThat(descriptor.id()).hasToString("acme.tool 3.1.0.rc1");
    assertThat(descriptor.bundle()).isFalse();
    assertThat(descriptor.offers(PluginKind.LAYER))
        .extracting(offer -> offer.provider().orElseThrow() + " " + offer.attributes().get("a"))
        .containsExactly("acme.One any", "acme.Two two");
  }

  @Test
  void automaticModuleDependsOnWhatItImports() {
    PluginDescriptor descriptor =
        read(new TestJar().header("Import-Package", "a;version=\"[1,2)\",b"));

    assertThat(descriptor.bundle()).isFalse();
    assertThat(requirements(descriptor, Namespaces.PACKAGE))
        .extracting(Requirement::filter)
        .containsExactly(
            "(&(osgi.wiring.package=a)(version>=1.0.0)(!(version>=2.0.0)))",
            "(osgi.wiring.package=b)");
  }

  @Test
  void explicitModuleRequiresModules() throws Exception {
    Path jar = Path.of("target/published", "jackson-databind-2.23.0.jar");

    PluginDescriptor descriptor = read(jar);

    assertThat(descriptor.bundle()).isTrue();
    assertThat(descriptor.module().automatic()).isFalse();
    assertThat(requirements(descriptor, Namespaces.MODULE))
        .extracting(Requirement::filter, Requirement::optional)
        .contains(
            tuple("(latent.module=com.fasterxml.jackson.core)", false),
            tuple("(latent.module=java.desktop)", true));
    assertThat(capability(descriptor, Namespaces.MODULE).attributes())
        .containsEntry(Namespaces.MODULE, "com.fasterxml.jackson.databind")
        .containsEntry("version", PluginVersion.parse("2.23.0"));
    assertThat(descriptor.offers())
        .extracting(ServiceOffer::kind, ServiceOffer::source)
        .contains(tuple(PluginKind.LAYER, ServiceOffer.Source.MODULE_PROVIDES));
  }

  @Test
  void eachKindHasItsOwnWiring() {
    PluginDescriptor descriptor =
        read(
            TestJar.bundle("acme.both")
                .header("Import-Package", "a")
                .header("DynamicImport-Package", "b")
                .header("Require-Bundle", "c")
                .header("Export-Package", "d"));

    assertThat(descriptor.requirements(PluginKind.BUNDLE)).hasSize(3);
    assertThat(descriptor.requirements(PluginKind.LAYER))
        .extracting(Requirement::filter)
        .containsExactly("(osgi.wiring.package=a)");
    assertThat(descriptor.capabilities(PluginKind.BUNDLE))
        .extracting(Capability::namespace)
        .containsExactly(
            Namespaces.IDENTITY, Namespaces.BUNDLE, Namespaces.HOST, Namespaces.PACKAGE);
    assertThat(descriptor.capabilities(PluginKind.LAYER))
        .extracting(Capability::namespace)
        .containsExactly(Namespaces.MODULE);
  }

  @Test
  void statedPolicyKeepsItsReason() {
    PluginDescriptor descriptor =
        read(
            TestJar.bundle("acme")
                .header("Latent-Activation", "eager;reason=\"opens the port, first\""));

    assertThat(descriptor.policy())
        .isEqualTo(Optional.of(new StatedPolicy(ActivationPolicy.EAGER, "opens the port, first")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme-tool-1.0.jar",
        "acme-tool-1.jar",
        "acme_tool-2.0-beta-3.jar",
        "acme..tool--1.2.3.jar",
        "acme-x1-2.jar",
        "acme-1.x.jar",
        "Acme.jar",
        "a-b-c.jar",
        "-x-1.0.jar",
        "acme-1.0-SNAPSHOT.jar"
      })
  void nameFromFileIsTheOneThatTheJdkDerives(String fileName) {
    Path jar = new TestJar().type("acme.One").writeTo(directory, fileName);
    var theirs = ModuleFinder.of(jar).findAll().iterator().next().descriptor();

    ModuleFacts ours = read(jar).module();

    assertThat(ours.name()).isEqualTo(theirs.name());
    assertThat(ours.version()).isEqualTo(theirs.rawVersion());
    assertThat(ours.packages()).isEqualTo(theirs.packages());
  }
}
