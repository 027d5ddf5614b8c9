package dev.latent.pluginbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gen.api.Work;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginGeneratorTests {

  @TempDir Path output;

  @Test
  void providersRunThroughServiceLoader() throws Exception {
    GeneratedPlugins generated = generator().plugins(4).dependencies(2, 2).build().run();

    try (Loader loader = new Loader(generated.plugins())) {
      List<Long> sums = new ArrayList<>();
      for (Work work : ServiceLoader.load(Work.class, loader)) {
        long sum = work.run(7);
        assertThat(work.run(7)).isEqualTo(sum);
        assertThat(work.run(8)).isNotEqualTo(sum);
        sums.add(sum);
      }
      assertThat(sums).hasSize(4).doesNotHaveDuplicates();
    }
  }

  @Test
  void runUsesTheNumberOfClassesAskedForAndConstructingUsesNone() throws Exception {
    GeneratedPlugins generated = generator().plugins(1).classes(30).usedClasses(12).build().run();

    try (Loader loader = new Loader(generated.plugins())) {
      Class<?> type = loader.loadClass("gen.p00000.Provider0");
      Work work = (Work) type.getConstructor().newInstance();
      assertThat(loader.loaded).containsExactly("gen.p00000.Provider0");

      long unused = work.run(1);

      assertThat(unused).isNotZero();
      assertThat(loader.loaded).hasSize(1 + 12);
    }
  }

  @Test
  void everyClassPassesTheVerifier() throws Exception {
    GeneratedPlugins generated =
        generator()
            .plugins(2)
            .registration(PluginGenerator.Registration.NONE)
            .dependencies(1, 1)
            .build()
            .run();

    try (Loader loader = new Loader(generated.plugins())) {
      for (String name : generated.names()) {
        for (int i = 0; i < 39; i++) {
          Class.forName(name + ".C" + i, true, loader);
        }
      }
      assertThat(loader.loaded).hasSize(2 * 39);
    }
  }

  @Test
  void jarsHaveTheNumberOfClassesAskedFor() throws IOException {
    GeneratedPlugins generated = generator().plugins(1).classes(30).services(3).build().run();

    try (JarFile jar = new JarFile(generated.plugins().get(0).toFile())) {
      assertThat(jar.stream().filter(entry -> entry.getName().startsWith("gen/"))).hasSize(30);
    }
  }

  @Test
  void theyAreModulesThatRequireEachOther() throws Exception {
    GeneratedPlugins generated = generator().plugins(6).dependencies(2, 1).build().run();
    List<Path> path = new ArrayList<>(generated.plugins());
    path.add(generated.api());
    ModuleFinder finder = ModuleFinder.of(path.toArray(Path[]::new));

    Configuration configuration =
        ModuleLayer.boot()
            .configuration()
            .resolve(finder, ModuleFinder.of(), Set.copyOf(generated.names()));
    ModuleLayer layer =
        ModuleLayer.boot()
            .defineModulesWithManyLoaders(configuration, ClassLoader.getPlatformClassLoader());

    Class<?> type = layer.findLoader("gen.api").loadClass("gen.api.Work");
    assertThat(ServiceLoader.load(layer, type)).hasSize(6);
    ModuleDescriptor top = finder.find("gen.p00002").orElseThrow().descriptor();
    assertThat(top.requires().stream().map(ModuleDescriptor.Requires::name))
        .containsExactlyInAnyOrder("java.base", "gen.api", "gen.p00001");
    assertThat(top.toNameAndVersion()).isEqualTo("gen.p00002@1.0.0");
  }

  @Test
  void theyAreBundlesThatDeclareTheirServices() throws IOException {
    GeneratedPlugins generated = generator().plugins(2).dependencies(1, 1).build().run();

    Attributes manifest = manifest(generated.plugins().get(1));
    assertThat(manifest.getValue("Bundle-SymbolicName")).isEqualTo("gen.p00001");
    assertThat(manifest.getValue("Bundle-Activator")).isEqualTo("gen.p00001.Activator");
    assertThat(manifest.getValue("Import-Package"))
        .isEqualTo(
            "gen.api;version=\"[1.0,2)\",gen.p00000;version=\"[1.0,2)\","
                + "org.osgi.framework;version=\"[1.8,2)\"");
    assertThat(manifest.getValue("Provide-Capability"))
        .matches(
            "osgi\\.service;objectClass:List<String>=\"gen\\.api\\.Work\";effective:=active;"
                + "plugin=gen\\.p00001;index:Long=1;service:Long=0;service\\.ranking:Long=(\\d+),"
                + "osgi\\.serviceloader;osgi\\.serviceloader=\"gen\\.api\\.Work\";"
                + "register:=\"gen\\.p00001\\.Provider0\";"
                + "plugin=gen\\.p00001;index:Long=1;service:Long=0;service\\.ranking:Long=\\1");
  }

  @Test
  void withoutRegistrationABundleHasNoActivatorAndAnnouncesNoOsgiService() throws IOException {
    GeneratedPlugins generated =
        generator().plugins(1).registration(PluginGenerator.Registration.NONE).build().run();

    Attributes manifest = manifest(generated.plugins().get(0));
    assertThat(manifest.getValue("Bundle-Activator")).isNull();
    assertThat(manifest.getValue("Service-Component")).isNull();
    assertThat(manifest.getValue("Provide-Capability")).startsWith("osgi.serviceloader;");
    assertThat(manifest.getValue("Import-Package")).isEqualTo("gen.api;version=\"[1.0,2)\"");
  }

  @Test
  void componentsHaveXmlForEachService() throws IOException {
    GeneratedPlugins generated =
        generator()
            .plugins(1)
            .services(2)
            .registration(PluginGenerator.Registration.COMPONENT)
            .build()
            .run();

    Path jar = generated.plugins().get(0);
    assertThat(manifest(jar).getValue("Service-Component"))
        .isEqualTo("OSGI-INF/gen.p00000.Provider0.xml,OSGI-INF/gen.p00000.Provider1.xml");
    try (JarFile file = new JarFile(jar.toFile())) {
      assertThat(file.getInputStream(file.getEntry("OSGI-INF/gen.p00000.Provider1.xml")))
          .asString(StandardCharsets.UTF_8)
          .startsWith("<?xml")
          .contains("<implementation class=\"gen.p00000.Provider1\"/>")
          .contains("<property name=\"service\" type=\"Long\" value=\"1\"/>");
    }
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
    Path first = generator().plugins(2).seed(5).build().run().plugins().get(1);
    Path second = in("again").plugins(2).seed(5).build().run().plugins().get(1);
    Path third = in("other").plugins(2).seed(6).build().run().plugins().get(1);

    assertThat(first).hasSameBinaryContentAs(second);
    assertThat(new Digests().of(third)).isNotEqualTo(new Digests().of(first));
  }

  @Test
  void aThousandPluginsTakeSeconds() throws IOException {
    long start = System.nanoTime();

    generator().plugins(1000).dependencies(3, 2).build().run();

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.println("1,000 plugins generated in " + took.toMillis() + " ms");
    // Ten times what it takes on an idle machine of two cores.
    assertThat(took).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> generator().classes(10).usedClasses(9).build())
        .hasMessage(
            "Of 10 classes, 2 are providers and activator, so that not 9 others can be used:"
                + " raise classes(...) or lower usedClasses(...)");
    assertThatThrownBy(() -> generator().plugins(-1))
        .hasMessage("plugins must be from 0 to 100000, not -1");
  }

  private PluginGenerator.Builder generator() {
    return in("plugins");
  }

  private PluginGenerator.Builder in(String directory) {
    return PluginGenerator.builder().output(output.resolve(directory));
  }

  private static Attributes manifest(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      return jar.getManifest().getMainAttributes();
    }
  }

  /** Remembers the generated classes that it defined. */
  private static final class Loader extends URLClassLoader {
    private final Set<String> loaded = new TreeSet<>();

    Loader(List<Path> jars) throws IOException {
      super(urls(jars), Work.class.getClassLoader());
    }

    private static URL[] urls(List<Path> jars) throws IOException {
      List<URL> urls = new ArrayList<>();
      for (Path jar : jars) {
        urls.add(jar.toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      Class<?> found = super.findClass(name);
      loaded.add(name);
      return found;
    }
  }
}
