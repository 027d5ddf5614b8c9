package dev.latent.container.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginVersion;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Reads jars as their projects publish them and compares with a framework and with the JDK. */
class PublishedJarsTests {

  @TempDir static Path storage;
  private static Framework framework;

  @BeforeAll
  static void bootFramework() throws Exception {
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    storage.toString(),
                    Constants.FRAMEWORK_STORAGE_CLEAN,
                    Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT));
    framework.init();
  }

  @AfterAll
  static void stopFramework() throws Exception {
    framework.stop();
    framework.waitForStop(30_000);
  }

  static List<Path> jars() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("target/published"))) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      assertThat(jars).as("jars that the build copies for this test").hasSizeGreaterThan(10);
      return jars;
    }
  }

  static List<Path> bundles() throws Exception {
    List<Path> bundles = new ArrayList<>();
    for (Path jar : jars()) {
      if (read(jar).bundle()) {
        bundles.add(jar);
      }
    }
    assertThat(bundles).hasSizeGreaterThan(9);
    return bundles;
  }

  private static PluginDescriptor read(Path jar) {
    DescriptorReading reading = new DescriptorReader().read(JarReference.of(jar));
    assertThat(reading.problems()).as("problems of %s", jar).isEmpty();
    return reading.descriptor().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void capabilitiesAreThoseThatTheFrameworkDeclares(Path jar) throws Exception {
    Bundle bundle = framework.getBundleContext().installBundle(jar.toUri().toString());
    List<String> theirs = new ArrayList<>();
    for (BundleCapability capability :
        bundle.adapt(BundleRevision.class).getDeclaredCapabilities(null)) {
      Map<String, Object> attributes = new TreeMap<>(capability.getAttributes());
      if (capability.getNamespace().equals(Namespaces.IDENTITY)) {
        // Felix leaves here what belongs to the other two capabilities of the bundle itself.
        attributes.remove(Namespaces.BUNDLE);
        attributes.remove("bundle-version");
      }
      theirs.add(text(capability.getNamespace(), attributes, capability.getDirectives()));
    }

    List<String> ours = new ArrayList<>();
    for (Capability capability : read(jar).capabilities()) {
      if (!capability.namespace().equals(Namespaces.MODULE)) {
        ours.add(text(capability.namespace(), capability.attributes(), capability.directives()));
      }
    }

    assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void requirementsAreThoseThatTheFrameworkDeclares(Path jar) throws Exception {
    Bundle bundle = framework.getBundleContext().installBundle(jar.toUri().toString());
    List<String> theirs = new ArrayList<>();
    for (BundleRequirement requirement :
        bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
      theirs.add(
          text(requirement.getNamespace(), Map.of(), normalized(requirement.getDirectives())));
    }

    List<String> ours = new ArrayList<>();
    for (Requirement requirement : read(jar).requirements()) {
      if (!requirement.namespace().equals(Namespaces.MODULE)) {
        ours.add(text(requirement.namespace(), Map.of(), normalized(requirement.directives())));
      }
    }

    assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
  }

  @ParameterizedTest
  @MethodSource("jars")
  void moduleIsTheOneThatTheJdkFinds(Path jar) {
    ModuleDescriptor theirs = ModuleFinder.of(jar).findAll().iterator().next().descriptor();

    ModuleFacts ours = read(jar).module();

    assertThat(ours.name()).isEqualTo(theirs.name());
    assertThat(ours.version()).isEqualTo(theirs.rawVersion());
    assertThat(ours.automatic()).isEqualTo(theirs.isAutomatic());
    assertThat(ours.open()).isEqualTo(theirs.isOpen());
    assertThat(ours.packages()).isEqualTo(theirs.packages());
    assertThat(ours.mainClass()).isEqualTo(theirs.mainClass());
    assertThat(ours.uses()).containsExactlyInAnyOrderElementsOf(theirs.uses());
    assertThat(ours.requires())
        .extracting(ModuleFacts.Requires::module)
        .containsExactlyInAnyOrderElementsOf(
            theirs.requires().stream()
                .map(ModuleDescriptor.Requires::name)
                .filter(name -> !name.equals("java.base"))
                .toList());
    assertThat(ours.exports())
        .extracting(ModuleFacts.Exports::packageName)
        .containsExactlyInAnyOrderElementsOf(
            theirs.exports().stream().map(ModuleDescriptor.Exports::source).toList());
    Map<String, List<String>> provides = new TreeMap<>();
    for (ModuleFacts.Provides provided : ours.provides()) {
      provides.put(provided.service(), provided.providers());
    }
    Map<String, List<String>> provided = new TreeMap<>();
    for (ModuleDescriptor.Provides provide : theirs.provides()) {
      provided.put(provide.service(), provide.providers());
    }
    assertThat(provides).isEqualTo(provided);
  }

  private static String text(
      String namespace, Map<String, ?> attributes, Map<String, String> directives) {
    Map<String, Object> plain = new TreeMap<>();
    attributes.forEach((key, value) -> plain.put(key, plain(value)));
    return namespace + " " + plain + " " + new TreeMap<>(directives);
  }

  /** A text that shows value and type. */
  private static Object plain(Object value) {
    if (value instanceof Version || value instanceof PluginVersion) {
      return "Version " + value;
    }
    if (value instanceof Collection<?> values) {
      return values.stream().map(PublishedJarsTests::plain).toList();
    }
    return value.getClass().getSimpleName() + " " + value;
  }

  private static Map<String, String> normalized(Map<String, String> directives)
      throws InvalidSyntaxException {
    Map<String, String> normalized = new LinkedHashMap<>(directives);
    String filter = normalized.get("filter");
    if (filter != null) {
      normalized.put("filter", terms(FrameworkUtil.createFilter(filter).toString()));
    }
    return normalized;
  }

  /** The terms of a conjunction in one order, since frameworks order them by chance. */
  private static String terms(String filter) {
    if (!filter.startsWith("(&")) {
      return filter;
    }
    TreeSet<String> terms = new TreeSet<>();
    int depth = 0;
    int start = 2;
    for (int i = 2; i < filter.length() - 1; i++) {
      depth += filter.charAt(i) == '(' ? 1 : filter.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        terms.add(filter.substring(start, i + 1));
        start = i + 1;
      }
    }
    return "(&" + String.join("", terms) + ")";
  }
}
