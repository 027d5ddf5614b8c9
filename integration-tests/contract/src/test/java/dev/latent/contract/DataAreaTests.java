package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import acme.api.Greeter;
import acme.api.Renderer;
import dev.latent.container.PluginContainer;
import java.lang.reflect.Method;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What bundles keep in their data areas survives restarts; shown with a real Config Admin. */
@Tag("bundles")
class DataAreaTests {

  private static final String PID = "acme.render.configured";
  private static final String CONFIG_ADMIN = "org.osgi.service.cm.ConfigurationAdmin";

  @RegisterExtension final Host host = new Host();

  @Test
  void configurationsSurviveThreeRunsWithDifferentFirstLookups() throws Exception {
    host.install("org.apache.felix.configadmin", "twin.first", "twin.pdf", "twin.library");

    try (PluginContainer first = host.builder().build()) {
      configure(first, "one");
      assertThat(prefix(first)).isEqualTo("one");
    }
    try (PluginContainer second = host.builder().build()) {
      second.services().require(Greeter.class);
      second.services().require(Renderer.class);
      assertThat(prefix(second)).isEqualTo("one");
      configure(second, "two");
    }
    host.install("twin.second", "basic/greet.activator").remove("twin.pdf");
    try (PluginContainer third = host.builder().build()) {
      third.services().require(Greeter.class, "(language=de)");
      assertThat(prefix(third)).isEqualTo("two");
    }
  }

  private static void configure(PluginContainer container, String prefix) throws Exception {
    Object configuration = configuration(container);
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("prefix", prefix);
    method(configuration, "org.osgi.service.cm.Configuration", "update", Dictionary.class)
        .invoke(configuration, properties);
  }

  private static @Nullable Object prefix(PluginContainer container) throws Exception {
    Object configuration = configuration(container);
    Dictionary<?, ?> properties =
        (Dictionary<?, ?>)
            method(configuration, "org.osgi.service.cm.Configuration", "getProperties")
                .invoke(configuration);
    return properties == null ? null : properties.get("prefix");
  }

  /** By name, as the host of this test has no such class. */
  private static Object configuration(PluginContainer container) throws Exception {
    List<?> found = container.services().handles(CONFIG_ADMIN, null);
    assertThat(found).hasSize(1);
    Object admin = container.services().handles(CONFIG_ADMIN, null).get(0).get();
    return method(admin, CONFIG_ADMIN, "getConfiguration", String.class, String.class)
        .invoke(admin, PID, null);
  }

  private static Method method(Object object, String type, String name, Class<?>... parameters)
      throws Exception {
    return Class.forName(type, false, object.getClass().getClassLoader())
        .getMethod(name, parameters);
  }
}
