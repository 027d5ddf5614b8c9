package dev.latent.demo.actions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.demo.api.DocumentAction;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** The bundles as they are resolve and start on bare Felix, and offer what they declare. */
class BundleMetadataTests {

  @SuppressWarnings("NullAway.Init")
  private static FelixHost felix;

  @BeforeAll
  static void start() throws Exception {
    felix = new FelixHost();
  }

  @AfterAll
  static void stop() throws Exception {
    felix.close();
  }

  /**
   * Two libraries can't be resolved as bundles by anybody, whatever else is installed: one requires
   * a provider of a service of its own that nobody publishes, the other a Java version "1.11". They
   * are here as modules.
   */
  @Test
  void eachBundleResolvesAndStartsExceptTwoThatNobodyCanResolve() {
    assertThat(felix.problems()).containsOnlyKeys("com.github.weisj.jsvg", "rsyntaxtextarea");
    assertThat(felix.problems().get("com.github.weisj.jsvg"))
        .contains("osgi.serviceloader=com.github.weisj.jsvg.logging.LogManager");
    assertThat(felix.problems().get("rsyntaxtextarea"))
        .contains("(&(osgi.ee=JavaSE)(version=1.11))");
    assertThat(felix.bundles())
        .hasSizeGreaterThan(90)
        .filteredOn(bundle -> !felix.problems().containsKey(bundle.getSymbolicName()))
        .allSatisfy(
            bundle -> assertThat(bundle.getState()).as(bundle.toString()).isEqualTo(Bundle.ACTIVE));
  }

  @Test
  void eachServiceHasTheAttributesThatItsBundleDeclares() throws Exception {
    Map<String, Map<String, Object>> declared = new TreeMap<>();
    for (DeclaredAction action : PluginDirectory.actions()) {
      if (action.kind() != DeclaredAction.Kind.LAYER) {
        declared.put(action.id(), action.attributes());
      }
    }
    Map<String, Map<String, Object>> registered = new TreeMap<>();
    felix
        .references()
        .forEach((id, reference) -> registered.put(id, DeclaredAction.comparable(all(reference))));
    assertThat(registered).isEqualTo(declared).hasSizeGreaterThan(25);
  }

  @Test
  void eachServiceCanBeMade() {
    assertThat(felix.references().keySet())
        .allSatisfy(id -> assertThat(felix.action(id)).isInstanceOf(DocumentAction.class));
  }

  private static Map<String, Object> all(ServiceReference<?> reference) {
    Map<String, Object> all = new TreeMap<>();
    for (String name : reference.getPropertyKeys()) {
      all.put(name, reference.getProperty(name));
    }
    return all;
  }
}
