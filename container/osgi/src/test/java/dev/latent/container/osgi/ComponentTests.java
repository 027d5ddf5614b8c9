package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginState;
import dev.latent.api.ServiceRegistration;
import dev.latent.container.PluginContainer;
import dev.latent.container.runtime.osgi.TestBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@SuppressWarnings({"rawtypes", "unchecked"}) // a class literal has no type arguments
final class ComponentTests {

  @TempDir private Path directory;
  private @Nullable PluginContainer container;

  private PluginContainer container() {
    PluginContainer made = container;
    if (made == null) {
      made =
          PluginContainer.builder()
              .plugins(directory.resolve("plugins"))
              .framework(System.getProperty("latent.test.framework", "felix"))
              .build();
      container = made;
    }
    return made;
  }

  @AfterEach
  void close() {
    if (container != null) {
      container.close();
    }
  }

  private Path plugins() throws IOException {
    return Files.createDirectories(directory.resolve("plugins"));
  }

  private List<String> active() {
    return container().admin().plugins().stream()
        .filter(plugin -> plugin.state() == PluginState.ACTIVE)
        .map(plugin -> plugin.id().name())
        .toList();
  }

  private static TestBundle component(String name, String attributes, String inside, String body) {
    return TestBundle.named(name)
        .header("Service-Component", "OSGI-INF/c.xml")
        .entry(
            "OSGI-INF/c.xml",
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%s" %s>
              <implementation class="%s.Component"/>
              %s
            </scr:component>
            """
                .formatted(name, attributes, name, inside))
        .source(
            """
            package %s;
            import java.util.concurrent.Callable;
            public class Component implements Callable<Object> {
              %s
            }
            """
                .formatted(name, body));
  }

  private static String provide(String says) {
    return "<property name=\"says\" value=\""
        + says
        + "\"/><service><provide interface=\"java.util.concurrent.Callable\"/></service>";
  }

  @Test
  void aComponentIsServedByScrThatIsStartedForIt() throws Exception {
    RealBundles.componentRuntime(plugins());
    component("acme.ds", "", provide("ds"), "public Object call() { return \"ds\"; }")
        .writeTo(plugins());
    component("acme.idle", "", provide("idle"), "public Object call() { return \"idle\"; }")
        .writeTo(plugins());
    assertThat(active()).isEmpty();

    assertThat(container().services().require(Callable.class, "(says=ds)").call()).isEqualTo("ds");

    assertThat(active()).contains("acme.ds", "org.apache.felix.scr").doesNotContain("acme.idle");
  }

  @Test
  void aReferenceActivatesThePluginBehindIt() throws Exception {
    RealBundles.componentRuntime(plugins());
    component("acme.inner", "", provide("inner"), "public Object call() { return \"inner\"; }")
        .writeTo(plugins());
    component(
            "acme.outer",
            "",
            provide("outer")
                + "<reference name=\"in\" interface=\"java.util.concurrent.Callable\""
                + " target=\"(says=inner)\" bind=\"bind\"/>",
            """
            private Callable<?> in;
            public void bind(Callable in) { this.in = in; }
            public Object call() throws Exception { return "outer of " + in.call(); }
            """)
        .writeTo(plugins());

    assertThat(container().services().require(Callable.class, "(says=outer)").call())
        .isEqualTo("outer of inner");

    assertThat(active()).contains("acme.outer", "acme.inner");
  }

  @Test
  void configurationAdminIsDeferredAndKeepsItsData() throws Exception {
    RealBundles.componentRuntime(plugins());
    RealBundles.configurationAdmin(plugins());
    TestBundle.named("acme.admin")
        .header("Import-Package", "org.osgi.framework,org.osgi.service.cm")
        .header("Bundle-Activator", "acme.admin.Start")
        .header(
            "Provide-Capability",
            "osgi.service;objectClass=java.util.concurrent.Callable;says=admin")
        .source(
            """
            package acme.admin;
            import java.util.*;
            import org.osgi.framework.*;
            import org.osgi.service.cm.*;
            public class Start implements BundleActivator {
              public void start(BundleContext context) throws Exception {
                ConfigurationAdmin admin = context.getService(
                    context.getServiceReference(ConfigurationAdmin.class));
                Configuration configuration = admin.getConfiguration("acme.pid", "?");
                Dictionary<String, Object> properties = configuration.getProperties();
                int runs = properties == null ? 0 : (Integer) properties.get("runs");
                Dictionary<String, Object> next = new Hashtable<>();
                next.put("runs", runs + 1);
                configuration.update(next);
                Dictionary<String, Object> says = new Hashtable<>();
                says.put("says", "admin");
                context.registerService(
                    java.util.concurrent.Callable.class, () -> runs, says);
              }
              public void stop(BundleContext context) {}
            }
            """)
        .writeTo(plugins());
    component("acme.ds", "", provide("ds"), "public Object call() { return \"ds\"; }")
        .writeTo(plugins());

    for (int run = 0; run < 3; run++) {
      if (run == 1) {
        // Another first lookup than in the runs around it.
        assertThat(container().services().require(Callable.class, "(says=ds)").call())
            .isEqualTo("ds");
      }
      assertThat(container().services().require(Callable.class, "(says=admin)").call())
          .isEqualTo(run);
      assertThat(active()).contains("org.apache.felix.configadmin");
      container().close();
      container = null;
    }
  }

  @Test
  void aServiceLoaderInABundleFindsProvidersThroughSpiFly() throws Exception {
    RealBundles.serviceLoaderMediator(plugins());
    Path api =
        TestBundle.named("acme.api")
            .header("Export-Package", "acme.api")
            .source("package acme.api; public interface Codec { String name(); }")
            .writeTo(plugins());
    TestBundle.named("acme.codec")
        .header("Import-Package", "acme.api")
        .header("Provide-Capability", "osgi.serviceloader;osgi.serviceloader=acme.api.Codec")
        .header(
            "Require-Capability",
            "osgi.extender;filter:=\"(osgi.extender=osgi.serviceloader.registrar)\"")
        .entry("META-INF/services/acme.api.Codec", "acme.codec.Zip")
        .source(
            """
            package acme.codec;
            public class Zip implements acme.api.Codec {
              public String name() { return "zip"; }
            }
            """)
        .compiledAgainst(api)
        .writeTo(plugins());
    TestBundle.named("acme.user")
        .header("Import-Package", "acme.api,org.osgi.framework")
        .header("Bundle-Activator", "acme.user.Start")
        .header(
            "Require-Capability",
            "osgi.extender;filter:=\"(osgi.extender=osgi.serviceloader.processor)\","
                + "osgi.serviceloader;filter:=\"(osgi.serviceloader=acme.api.Codec)\";"
                + "cardinality:=multiple")
        .header(
            "Provide-Capability",
            "osgi.service;objectClass=java.util.concurrent.Callable;says=codecs")
        .source(
            """
            package acme.user;
            import java.util.*;
            import org.osgi.framework.*;
            public class Start implements BundleActivator {
              public void start(BundleContext context) {
                List<String> names = new ArrayList<>();
                for (acme.api.Codec codec : ServiceLoader.load(acme.api.Codec.class)) {
                  names.add(codec.name());
                }
                context.registerService(
                    java.util.concurrent.Callable.class, () -> names, null);
              }
              public void stop(BundleContext context) {}
            }
            """)
        .compiledAgainst(api)
        .writeTo(plugins());

    assertThat(container().services().require(Callable.class, "(says=codecs)").call())
        .isEqualTo(List.of("zip"));
  }

  private List<Object> offered() {
    return container().services().handles(Callable.class).stream()
        .map(handle -> handle.attributes().get("says"))
        .toList();
  }

  private static String reference(String target) {
    return "<reference name=\"in\" interface=\"java.util.concurrent.Callable\" target=\""
        + target
        + "\" bind=\"bind\"/>";
  }

  private static final String BODY =
      "public void bind(Callable in) {} public Object call() { return 1; }";

  @Test
  void onlyComponentsThatWouldBeRegisteredAreOffered() throws Exception {
    RealBundles.componentRuntime(plugins());
    component("acme.a", "", provide("a"), BODY).writeTo(plugins());
    component("acme.b", "", provide("b") + reference("(says=a)"), BODY).writeTo(plugins());
    component("acme.c", "", provide("c") + reference("(says=x)"), BODY).writeTo(plugins());
    component("acme.d", "", provide("d") + reference("(says=c)"), BODY).writeTo(plugins());
    component("acme.e", "", provide("e") + reference("(says=f)"), BODY).writeTo(plugins());
    component("acme.f", "", provide("f") + reference("(says=e)"), BODY).writeTo(plugins());
    component("acme.g", "enabled=\"false\"", provide("g"), BODY).writeTo(plugins());
    component("acme.h", "configuration-policy=\"require\"", provide("h"), BODY).writeTo(plugins());

    assertThat(container().services().require(Callable.class, "(says=b)").call()).isEqualTo(1);

    assertThat(offered()).containsExactlyInAnyOrder("a", "b");
    assertThat(active()).doesNotContain("acme.c", "acme.d", "acme.e");
  }

  @Test
  void anOfferComesAndGoesWithAServiceOfTheHost() throws Exception {
    RealBundles.componentRuntime(plugins());
    component("acme.a", "", provide("a"), BODY).writeTo(plugins());
    component("acme.c", "", provide("c") + reference("(says=x)"), BODY).writeTo(plugins());
    container().services().require(Callable.class, "(says=a)");
    assertThat(offered()).containsExactlyInAnyOrder("a");

    ServiceRegistration host =
        container().services().register(Callable.class, () -> 2, Map.of("says", "x"));

    assertThat(offered()).containsExactlyInAnyOrder("a", "c", "x");
    assertThat(container().services().require(Callable.class, "(says=c)").call()).isEqualTo(1);
    host.close();
    assertThat(offered()).containsExactlyInAnyOrder("a");
  }
}
