package dev.latent.container.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginId;
import dev.latent.api.admin.Problem;
import dev.latent.api.admin.Problem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadContentTests {

  private static final String COMPONENT =
      "<component xmlns='http://www.osgi.org/xmlns/scr/v1.3.0' name='good'>"
          + "<implementation class='acme.Good'/><service><provide interface='acme.Api'/></service>"
          + "</component>";

  @TempDir Path directory;

  private DescriptorReading read(Path path) {
    return new DescriptorReader(17).read(JarReference.of(path));
  }

  private DescriptorReading read(TestJar jar) {
    return read(jar.writeTo(directory));
  }

  private static Problem onlyProblem(DescriptorReading reading) {
    assertThat(reading.problems()).hasSize(1);
    return reading.problems().get(0);
  }

  private static void assertLost(DescriptorReading reading, String rule, String message) {
    Problem problem = onlyProblem(reading);
    assertThat(reading.descriptor()).isEmpty();
    assertThat(problem.rule()).isEqualTo(rule);
    assertThat(problem.severity()).isEqualTo(Severity.ERROR);
    assertThat(problem.message()).contains(message);
  }

  private static PluginDescriptor assertKept(
      DescriptorReading reading, String rule, Severity severity, String message) {
    Problem problem = onlyProblem(reading);
    assertThat(problem.rule()).isEqualTo(rule);
    assertThat(problem.severity()).isEqualTo(severity);
    assertThat(problem.message()).contains(message);
    return reading.descriptor().orElseThrow();
  }

  @Test
  void textFileIsNoJar() throws IOException {
    Path file = Files.writeString(directory.resolve("notes.jar"), "shopping list");

    assertLost(
        read(file),
        "jar.not-a-jar",
        "The file is no jar: it does not start as a zip does. Replace it with the jar, or move it"
            + " out of the plugin directory.");
  }

  @Test
  void emptyFileIsNoJar() throws IOException {
    assertLost(
        read(Files.createFile(directory.resolve("empty.jar"))),
        "jar.not-a-jar",
        "The file is empty");
  }

  @Test
  void jarThatWasCutOffIsCorrupt() throws IOException {
    byte[] bytes = TestJar.bundle("acme").file("text", "x".repeat(1000)).bytes();
    Path file =
        Files.write(directory.resolve("cut.jar"), Arrays.copyOf(bytes, bytes.length * 2 / 3));

    assertLost(read(file), "jar.corrupt", "The jar is damaged or cut off: ");
    assertThat(
            onlyProblem(new DescriptorReader().read(new JarReference("cut", file, true))).message())
        .contains("the content (")
        .contains("is damaged or cut off: it has no directory of entries at its end");
  }

  @Test
  void fileThatIsGoneIsMissing() {
    assertLost(
        read(directory.resolve("gone.jar")), "jar.missing", "The file is not there any more");
  }

  @Test
  void zipBombIsNotUnpacked() {
    assertLost(
        read(new TestJar().file("META-INF/MANIFEST.MF", new byte[20 << 20])),
        "jar.entry-too-large",
        "META-INF/MANIFEST.MF is larger than 8 MiB when unpacked");
  }

  @Test
  void manifestWithBadLineSaysWhich() {
    assertLost(
        read(new TestJar().file("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nnonsense\n")),
        "manifest.syntax",
        "META-INF/MANIFEST.MF is no manifest: invalid header field (line 2). Each line is"
            + " 'Name: value'");
  }

  @Test
  void bundleWithoutSymbolicNameIsRefused() {
    assertLost(
        read(new TestJar().header("Bundle-ManifestVersion", "2")),
        "manifest.symbolic-name-missing",
        "says Bundle-ManifestVersion: 2, which makes this a bundle, but has no"
            + " Bundle-SymbolicName, so that no framework would install it. Add the name");
  }

  @Test
  void headerWithOpenQuoteNamesThePluginAndThePlace() {
    DescriptorReading reading =
        read(TestJar.bundle("acme.open").header("Import-Package", "a;version=\"[1,2)"));

    assertLost(
        reading,
        "manifest.syntax",
        "header Import-Package: the quote at character 11 is never closed. The header reads:"
            + " a;version=\"[1,2). Correct it");
    assertThat(reading.problems().get(0).plugin()).contains(PluginId.parse("acme.open:1.0.0"));
  }

  @Test
  void attributeTwiceIsRefused() {
    assertLost(
        read(TestJar.bundle("acme").header("Export-Package", "a;x=1;x=2")),
        "manifest.syntax",
        "clause 'a;x=1;x=2': It has 'x' twice. Keep one of them.");
  }

  @Test
  void parameterBeforeAnyNameIsRefused() {
    assertLost(
        read(TestJar.bundle("acme").header("Import-Package", "version=1")),
        "manifest.syntax",
        "clause 'version=1': No path specified on clause: version=1");
  }

  @Test
  void attributeOfUnknownTypeIsRefused() {
    assertLost(
        read(TestJar.bundle("acme").header("Provide-Capability", "acme;n:Int=1")),
        "manifest.syntax",
        "There is no attribute type 'Int'. Use String, Long, Double, Version, or a List");
  }

  @Test
  void wrongVersionsAreRefused() {
    assertLost(
        read(
            new TestJar()
                .header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", "acme")
                .header("Bundle-Version", "1.x")),
        "manifest.version-syntax",
        "header Bundle-Version: '1.x' is not a version. Write major.minor.micro.qualifier");
    assertLost(
        read(TestJar.bundle("acme").header("Import-Package", "a;version=\"[1,2\"")),
        "manifest.version-syntax",
        "header Import-Package, clause 'a': '[1,2' is not a version range. Write for example [1.2,2)");
  }

  @Test
  void packageImportedTwiceIsRefused() {
    assertLost(
        read(TestJar.bundle("acme").header("Import-Package", "a,b,a")),
        "manifest.duplicate-import",
        "Package a is imported twice, and no framework installs such a bundle. Keep one.");
  }

  @Test
  void filterWithFaultSaysWhere() {
    assertLost(
        read(TestJar.bundle("acme").header("Require-Capability", "x;filter:=\"(a=1\"")),
        "manifest.filter-syntax",
        "header Require-Capability, clause 'x': Filter '(a=1' is wrong at character 5: it ends too"
            + " early.");
  }

  @Test
  void unknownPolicyIsIgnored() {
    PluginDescriptor descriptor =
        assertKept(
            read(TestJar.bundle("acme").header("Latent-Activation", "sometimes")),
            "latent-activation.unknown",
            Severity.WARNING,
            "header Latent-Activation, clause 'sometimes': A plugin may ask for lazy, background,"
                + " eager or manual activation, nothing else. The header was ignored.");
    assertThat(descriptor.policy()).isEmpty();
  }

  private DescriptorReading withComponent(String xml) {
    return read(
        TestJar.bundle("acme")
            .header("Service-Component", "OSGI-INF/bad.xml,OSGI-INF/good.xml")
            .file("OSGI-INF/bad.xml", xml)
            .file("OSGI-INF/good.xml", COMPONENT)
            .type("acme.Good"));
  }

  private static void assertOnlyTheGoodOneIsLeft(
      DescriptorReading reading, String rule, String message) {
    PluginDescriptor descriptor = assertKept(reading, rule, Severity.WARNING, message);
    assertThat(descriptor.components())
        .extracting(ComponentDescription::name)
        .containsExactly("good");
    assertThat(descriptor.offers()).hasSize(1);
  }

  @Test
  void brokenComponentXmlCostsThatFileAlone() {
    assertOnlyTheGoodOneIsLeft(
        withComponent("<component name='bad'>\n<implementation class='x'>\n</component>"),
        "component.xml-syntax",
        "OSGI-INF/bad.xml, line 3, column 3: this is not well-formed XML: ");
  }

  @Test
  void unknownNamespaceIsReported() {
    assertOnlyTheGoodOneIsLeft(
        withComponent("<component xmlns='http://www.osgi.org/xmlns/scr/v9.0.0' name='bad'/>"),
        "component.unknown-namespace",
        "OSGI-INF/bad.xml, line 1: the component bad is in the namespace"
            + " 'http://www.osgi.org/xmlns/scr/v9.0.0', which no version of Declarative Services"
            + " has, so it will not exist. Use http://www.osgi.org/xmlns/scr/v1.5.0 or an older"
            + " one.");
  }

  @Test
  void doctypeIsRefusedAndNothingFetched() {
    assertOnlyTheGoodOneIsLeft(
        withComponent(
            "<!DOCTYPE component SYSTEM 'http://127.0.0.1:1/x.dtd' [<!ENTITY e SYSTEM"
                + " 'file:///etc/passwd'>]>\n<component name='&e;'/>"),
        "component.doctype",
        "OSGI-INF/bad.xml, line 1: component XML must not have a DOCTYPE; entities in it are"
            + " neither expanded nor fetched.");
  }

  @Test
  void undefinedEntityIsNotExpanded() {
    assertOnlyTheGoodOneIsLeft(
        withComponent("<component name='&e;'/>"), "component.xml-syntax", "entity \"e\"");
  }

  @Test
  void xmlOfSomethingElseHasNoComponent() {
    assertOnlyTheGoodOneIsLeft(
        withComponent("<beans/>"), "component.none", "OSGI-INF/bad.xml describes no component.");
  }

  @Test
  void componentThatBreaksARuleCostsItself() {
    assertOnlyTheGoodOneIsLeft(
        withComponent(
            "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.1.0' name='bad'"
                + " configuration-pid='a'><implementation class='acme.Good'/></scr:component>"),
        "component.invalid",
        "OSGI-INF/bad.xml, line 1: the component bad breaks a rule of Declarative Services 1.1:"
            + " configuration-pid needs version 1.2 or later. It will not exist; correct the file,"
            + " or what generates it.");
    assertOnlyTheGoodOneIsLeft(
        withComponent(
            "<component name='bad'><implementation class='acme.Good'/>"
                + "<property name='n' type='Integer' value='x'/></component>"),
        "component.invalid",
        "property n can't be read as Integer: For input string: \"x\"");
  }

  @Test
  void componentFileThatIsMissingIsNamed() {
    PluginDescriptor descriptor =
        assertKept(
            read(TestJar.bundle("acme").header("Service-Component", "OSGI-INF/gone.xml")),
            "component.entry-missing",
            Severity.WARNING,
            "header Service-Component names OSGI-INF/gone.xml, which is not in the jar.");
    assertThat(descriptor.components()).isEmpty();
  }

  @Test
  void propertiesFileThatIsMissingIsNamed() {
    assertOnlyTheGoodOneIsLeft(
        withComponent(
            "<component name='bad'><implementation class='acme.Good'/>"
                + "<properties entry='gone.properties'/></component>"),
        "component.properties-missing",
        "OSGI-INF/bad.xml, line 1 takes properties from gone.properties, which is not in the jar.");
  }

  @Test
  void activatorThatIsMissingIsNamedWithTheNearest() {
    assertKept(
        read(
            TestJar.bundle("acme")
                .header("Bundle-Activator", "acme.Activator")
                .type("acme.internal.Activator")),
        "provider.class-missing",
        Severity.ERROR,
        "META-INF/MANIFEST.MF, header Bundle-Activator names the class acme.Activator, which the jar"
            + " does not have; it has acme.internal.Activator. No import could bring it either.");
  }

  @Test
  void activatorThatAnImportMayBringIsNotMissing() {
    DescriptorReading reading =
        read(
            TestJar.bundle("acme")
                .header("Bundle-Activator", "other.Activator")
                .header("Import-Package", "other"));

    assertThat(reading.problems()).isEmpty();
  }

  @Test
  void classNewerThanTheJvmSaysWhichJavaIsNeeded() {
    assertKept(
        read(
            TestJar.bundle("acme")
                .header("Bundle-Activator", "acme.Activator")
                .type("acme.Activator", 69, true)),
        "class-version.too-new",
        Severity.ERROR,
        "names acme.Activator, which was compiled for Java 25; this is Java 17. Run on Java 25 or"
            + " later, or put a build for an older Java here.");
  }

  @Test
  void providerThatIsNotPublicIsReported() {
    assertKept(
        read(
            new TestJar()
                .file("META-INF/services/acme.Api", "acme.Hidden # hidden")
                .type("acme.Hidden", 61, false)),
        "provider.not-public",
        Severity.ERROR,
        "META-INF/services/acme.Api names acme.Hidden, which is not public");
  }

  @Test
  void damagedClassFileIsReported() {
    assertKept(
        read(
            TestJar.bundle("acme")
                .header("Bundle-Activator", "acme.Activator")
                .file("acme/Activator.class", "garbage")),
        "provider.class-broken",
        Severity.ERROR,
        "names acme.Activator, whose class file is damaged.");
  }

  @Test
  void badLineInServiceFileIsSkipped() {
    PluginDescriptor descriptor =
        assertKept(
            read(
                new TestJar()
                    .file("META-INF/services/acme.Api", "acme.One\nno class name\n")
                    .type("acme.One")),
            "services.syntax",
            Severity.WARNING,
            "META-INF/services/acme.Api, line 2: 'no class name' is no class name.");
    assertThat(descriptor.offers()).hasSize(1);
  }

  @Test
  void brokenModuleDescriptorLeavesAnAutomaticModule() {
    PluginDescriptor descriptor =
        assertKept(
            read(new TestJar().file("module-info.class", "nothing of the kind")),
            "module-info.invalid",
            Severity.ERROR,
            "module-info.class is no module descriptor: ");
    assertThat(descriptor.module().automatic()).isTrue();
    assertThat(descriptor.id()).hasToString("plugin 1.0.0");
  }

  @Test
  void fileNameThatYieldsNoModuleNameIsRefused() {
    assertLost(
        read(new TestJar().type("acme.One").writeTo(directory, "1.2.3.jar")),
        "module.name",
        "The jar says no name: it has neither Bundle-SymbolicName nor module-info nor"
            + " Automatic-Module-Name, and from its file name '1.2.3.jar' comes '1.2.3', which is"
            + " no module name. Rename the file");
  }

  @Test
  void nestedJarThatIsBrokenCostsWhatIsInIt() {
    PluginDescriptor descriptor =
        assertKept(
            read(
                TestJar.bundle("acme")
                    .header("Bundle-ClassPath", ".,lib/bad.jar")
                    .file("lib/bad.jar", "no zip at all")),
            "jar.corrupt",
            Severity.WARNING,
            "As a jar, lib/bad.jar (13 bytes) is damaged or cut off");
    assertThat(descriptor.bundle()).isTrue();
  }

  @Test
  void randomDamageNeverThrows() throws IOException {
    byte[] good =
        TestJar.bundle("acme")
            .header("Bundle-ClassPath", ".,lib/in.jar")
            .header("Service-Component", "OSGI-INF/*.xml")
            .file("OSGI-INF/good.xml", COMPONENT)
            .file("lib/in.jar", new TestJar().type("acme.Good").bytes())
            .bytes();
    java.util.Random random = new java.util.Random(42);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] bad = good.clone();
      for (int j = 0; j <= i % 8; j++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      Path file = Files.write(directory.resolve("bad.jar"), bad);
      for (boolean asStream : List.of(true, false)) {
        Optional<PluginDescriptor> read =
            new DescriptorReader().read(new JarReference("bad.jar", file, asStream)).descriptor();
        refused += read.isEmpty() ? 1 : 0;
      }
    }
    assertThat(refused).isBetween(1, 999);
  }
}
