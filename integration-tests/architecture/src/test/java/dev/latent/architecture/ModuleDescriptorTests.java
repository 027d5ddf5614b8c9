package dev.latent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginServices;
import dev.latent.container.PluginContainer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the modules that hosts get require and export: a change of it is one that hosts see. */
class ModuleDescriptorTests {

  private static ModuleDescriptor descriptor(Class<?> type) throws IOException, URISyntaxException {
    Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      try (InputStream in = Files.newInputStream(place.resolve("module-info.class"))) {
        return ModuleDescriptor.read(in);
      }
    }
    try (JarFile jar = new JarFile(place.toFile());
        InputStream in = jar.getInputStream(jar.getEntry("module-info.class"))) {
      return ModuleDescriptor.read(in);
    }
  }

  /** All that a descriptor says, in order, versions of the JDK left out. */
  private static List<String> words(ModuleDescriptor descriptor) {
    TreeSet<String> words = new TreeSet<>();
    descriptor
        .requires()
        .forEach(
            requires ->
                words.add(
                    "requires " + new TreeSet<>(requires.modifiers()) + " " + requires.name()));
    descriptor
        .exports()
        .forEach(
            exports ->
                words.add(
                    "exports "
                        + exports.source()
                        + (exports.isQualified()
                            ? " to " + new TreeSet<>(exports.targets())
                            : "")));
    descriptor.opens().forEach(opens -> words.add("opens " + opens.source()));
    descriptor.uses().forEach(service -> words.add("uses " + service));
    descriptor.provides().forEach(provides -> words.add("provides " + provides.service()));
    return List.copyOf(words);
  }

  @Test
  void theApiRequiresNothingAtRunTimeAndExportsItsThreePackages() throws Exception {
    ModuleDescriptor api = descriptor(PluginServices.class);

    assertThat(api.name()).isEqualTo("dev.latent.api");
    assertThat(api.isOpen()).isFalse();
    assertThat(words(api))
        .containsExactly(
            "exports dev.latent.api",
            "exports dev.latent.api.admin",
            "exports dev.latent.api.spi",
            "requires [MANDATED] java.base",
            "requires [TRANSITIVE, STATIC] org.jspecify");
  }

  @Test
  void theCoreExportsItsFrontToAllAndItsStepsToTheOsgiRuntimesAlone() throws Exception {
    ModuleDescriptor core = descriptor(PluginContainer.class);

    assertThat(core.name()).isEqualTo("dev.latent.core");
    assertThat(core.isOpen()).isFalse();
    assertThat(words(core))
        .containsExactly(
            "exports dev.latent.container",
            "exports dev.latent.container.descriptor to [dev.latent.osgi]",
            "exports dev.latent.container.finder to [dev.latent.osgi]",
            "exports dev.latent.container.resolve to [dev.latent.osgi]",
            "exports dev.latent.container.runtime to [dev.latent.osgi]",
            "exports dev.latent.container.service to [dev.latent.osgi]",
            "requires [MANDATED] java.base",
            "requires [STATIC] java.management",
            "requires [TRANSITIVE, STATIC] org.jspecify",
            "requires [TRANSITIVE] dev.latent.api",
            "requires [] dagger",
            "requires [] jakarta.inject",
            "requires [] java.xml");
  }
}
