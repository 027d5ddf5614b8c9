package dev.latent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** What is published says in its manifest what it is in a framework. */
class BundleManifestTests {

  /** The names of the bundles, and where their classes lie. */
  private static final Map<String, String> BUNDLES = bundles();

  /** What the bundles need and is published without OSGi headers, or not needed in a host. */
  private static final String FROM_THE_HOST =
      "dagger,dagger.internal,jakarta.inject;version=2.0,com.fasterxml.jackson.core;version=2.23,"
          + "org.jline.reader;version=4.5,org.jline.terminal;version=4.5,org.jline.utils;version=4.5,picocli;version=4.7";

  @TempDir private Path directory;

  private static Map<String, String> bundles() {
    Map<String, String> bundles = new LinkedHashMap<>();
    bundles.put("dev.latent.api", "api/target/classes");
    bundles.put("dev.latent.core", "container/core/target/classes");
    bundles.put("dev.latent.osgi", "container/osgi/target/classes");
    bundles.put("dev.latent.cli", "container/cli/target/classes");
    return bundles;
  }

  @Test
  void eachSaysWhoItIsAndWhichJavaItNeeds() throws Exception {
    for (String name : BUNDLES.keySet()) {
      Attributes headers = headers(name);
      assertThat(headers.getValue("Bundle-ManifestVersion")).isEqualTo("2");
      assertThat(headers.getValue("Bundle-SymbolicName")).isEqualTo(name);
      assertThat(headers.getValue("Bundle-Version")).isEqualTo("0.1.0.SNAPSHOT");
      assertThat(headers.getValue("Bundle-License")).startsWith("Apache-2.0");
      assertThat(headers.getValue("Require-Capability")).contains("(osgi.ee=JavaSE)(version=17)");
    }
  }

  @Test
  void theyExportWhatTheirModulesExportToAllAndNothingElse() throws Exception {
    assertThat(exports("dev.latent.api"))
        .containsExactlyInAnyOrder(
            "dev.latent.api;version=\"0.1.0\"",
            "dev.latent.api.admin;version=\"0.1.0\"",
            "dev.latent.api.spi;version=\"0.1.0\"");
    assertThat(exports("dev.latent.core"))
        .containsExactly("dev.latent.container;version=\"0.1.0\"");
    assertThat(headers("dev.latent.osgi").getValue("Export-Package")).isNull();
    assertThat(headers("dev.latent.cli").getValue("Export-Package")).isNull();
  }

  @Test
  void onlyTheOsgiRuntimesNeedTypesOfOsgi() throws Exception {
    for (String name : List.of("dev.latent.api", "dev.latent.core", "dev.latent.cli")) {
      assertThat(headers(name).getValue("Import-Package"))
          .as(name)
          .doesNotContain("org.osgi.")
          .doesNotContain("org.apache.felix");
    }
    assertThat(headers("dev.latent.osgi").getValue("Import-Package"))
        .contains("org.osgi.framework");
  }

  @Test
  void eachHoldsItsOwnPackagesAlone() throws Exception {
    Map<String, String> owners = new HashMap<>();
    for (Map.Entry<String, String> bundle : BUNDLES.entrySet()) {
      Path classes = Repository.ROOT.resolve(bundle.getValue());
      try (Stream<Path> files = Files.walk(classes)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
          Path folder = classes.relativize(file).getParent();
          if (folder != null) {
            String other = owners.putIfAbsent(folder.toString(), bundle.getKey());
            assertThat(other == null ? bundle.getKey() : other)
                .as("the bundle of %s", folder)
                .isEqualTo(bundle.getKey());
          }
        }
      }
    }
    assertThat(owners).hasSizeGreaterThan(15);
  }

  @Test
  void aRealFrameworkResolvesThem() throws Exception {
    Framework framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    directory.toString(),
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    FROM_THE_HOST,
                    "felix.resolver.parallelism",
                    "1"));
    framework.start();
    try {
      List<Bundle> installed = new ArrayList<>();
      for (String classes : BUNDLES.values()) {
        String url =
            Repository.ROOT.resolve(classes).toAbsolutePath().normalize().toUri().toString();
        installed.add(framework.getBundleContext().installBundle("reference:" + url));
      }
      framework.adapt(FrameworkWiring.class).resolveBundles(installed);
      for (Bundle bundle : installed) {
        assertThat(bundle.getState()).as(bundle.toString()).isEqualTo(Bundle.RESOLVED);
      }
      Bundle core = installed.get(1);
      assertThat(core.loadClass("dev.latent.container.PluginContainer").getClassLoader())
          .isEqualTo(
              core.loadClass("dev.latent.container.runtime.osgi.OsgiRuntimeFactory")
                  .getClassLoader());
    } finally {
      framework.stop();
      framework.waitForStop(10_000);
    }
  }

  private static List<String> exports(String name) throws IOException {
    String header = headers(name).getValue("Export-Package");
    return List.of(header.replaceAll(";uses:=\"[^\"]*\"", "").split(",", -1));
  }

  private static Attributes headers(String name) throws IOException {
    Path file = Repository.ROOT.resolve(BUNDLES.get(name)).resolve("META-INF/MANIFEST.MF");
    try (InputStream in = Files.newInputStream(file)) {
      return new Manifest(in).getMainAttributes();
    }
  }
}
