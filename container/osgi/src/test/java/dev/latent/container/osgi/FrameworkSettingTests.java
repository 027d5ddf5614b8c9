package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.PluginKind;
import dev.latent.container.PluginContainer;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

/** Which framework runs bundles, where a system property says so. */
final class FrameworkSettingTests {

  private static final String SETTING = "latent.framework";
  private static final String OTHER = TestHost.FRAMEWORK.equals("felix") ? "equinox" : "felix";

  @TempDir private Path root;
  private TestHost host;

  @BeforeEach
  void write() throws Exception {
    host = new TestHost(root);
    host.watcher("acme.watcher", "");
  }

  @AfterEach
  void clear() {
    System.clearProperty(SETTING);
    host.close();
  }

  @Test
  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  void aSystemPropertyChoosesTheFramework() {
    System.setProperty(SETTING, TestHost.FRAMEWORK);

    try (PluginContainer container = PluginContainer.builder().plugins(host.directory()).build()) {
      Supplier service = container.services().require(Supplier.class);
      String framework = ((BundleContext) service.get()).getBundle(0).getClass().getName();

      assertThat(framework)
          .startsWith(
              TestHost.FRAMEWORK.equals("felix")
                  ? "org.apache.felix.framework."
                  : "org.eclipse.osgi.");
    }
  }

  @Test
  void noneRunsEachJarAsALayerPlugin() {
    System.setProperty(SETTING, "none");

    try (PluginContainer container = PluginContainer.builder().plugins(host.directory()).build()) {
      assertThat(container.admin().plugin("acme.watcher").orElseThrow().kind())
          .isEqualTo(PluginKind.LAYER);
    }
  }

  @Test
  void oneThatIsNotOnThePathIsRefusedAndDoesNotBecomeAnother() {
    System.setProperty(SETTING, OTHER);

    assertThatThrownBy(() -> PluginContainer.builder().plugins(host.directory()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "latent.framework="
                + OTHER
                + " (system property latent.framework) asks for a framework that is not on the path"
                + " of the host. Put "
                + (OTHER.equals("felix")
                    ? "org.apache.felix:org.apache.felix.framework"
                    : "org.eclipse.platform:org.eclipse.osgi")
                + " there, or choose another framework, or none to run every jar as a layer"
                + " plugin.");
  }

  @Test
  void theHostsOwnChoiceIsRefusedInTheSameWay() {
    assertThatThrownBy(
            () -> PluginContainer.builder().plugins(host.directory()).framework(OTHER).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("asks for a framework that is not on the path of the host");
  }

  @Test
  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  void theFlagOfAnInterruptedCallerOutlivesTheBoot() {
    PluginContainer container = host.start();
    Thread.currentThread().interrupt();

    boolean found = container.services().find(Supplier.class).isPresent();

    assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
    assertThat(found).isTrue();
  }
}
