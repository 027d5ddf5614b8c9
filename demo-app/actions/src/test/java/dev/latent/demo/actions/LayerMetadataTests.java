package dev.latent.demo.actions;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The module plugins resolve over the directory, and their manifests agree with their modules. */
class LayerMetadataTests {

  private static List<DeclaredAction> layers() throws Exception {
    return PluginDirectory.actions().stream()
        .filter(action -> action.kind() == DeclaredAction.Kind.LAYER)
        .toList();
  }

  @Test
  void thereAreModulePlugins() throws Exception {
    assertThat(layers()).hasSizeGreaterThanOrEqualTo(14);
  }

  @TestFactory
  Stream<DynamicTest> resolvesOverTheDirectory() throws Exception {
    LayerHost host = new LayerHost();
    return layers().stream()
        .map(
            action ->
                DynamicTest.dynamicTest(
                    action.id(),
                    () -> {
                      Configuration configuration = host.resolve(action.jar());
                      assertThat(configuration.modules()).hasSizeGreaterThan(2);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> providesTheClassThatItsManifestNames() throws Exception {
    return layers().stream()
        .map(
            action ->
                DynamicTest.dynamicTest(
                    action.id(),
                    () -> {
                      ModuleDescriptor descriptor =
                          ModuleFinder.of(action.jar()).findAll().iterator().next().descriptor();
                      assertThat(descriptor.isAutomatic()).isFalse();
                      assertThat(descriptor.provides())
                          .singleElement()
                          .satisfies(
                              provides -> {
                                assertThat(provides.service())
                                    .isEqualTo("dev.latent.demo.api.DocumentAction");
                                assertThat(provides.providers())
                                    .containsExactly(action.implementation());
                              });
                    }));
  }
}
