package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginState;
import dev.latent.api.ServiceChange;
import dev.latent.api.ServiceHandle;
import dev.latent.container.PluginContainer;
import dev.latent.container.runtime.osgi.TestBundle;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.SynchronousConfigurationListener;

/** Components, their configurations and their offers, from before a framework is booted. */
@Timeout(120)
@SuppressWarnings({"rawtypes", "unchecked"}) // a class literal has no type arguments
final class ComponentConfigurationTests {

  @TempDir private Path directory;
  private Path plugins;
  private @Nullable PluginContainer container;

  @BeforeEach
  void putComponentRuntime() throws IOException {
    plugins = Files.createDirectories(directory.resolve("plugins"));
    RealBundles.componentRuntime(plugins);
  }

  @AfterEach
  void close() {
    if (container != null) {
      container.close();
      container = null;
    }
  }

  private PluginContainer container() {
    PluginContainer made = container;
    if (made == null) {
      made =
          PluginContainer.builder()
              .plugins(plugins)
              .framework(System.getProperty("latent.test.framework", "felix"))
              .build();
      container = made;
    }
    return made;
  }

  private void component(String name, String attributes, String inside) throws IOException {
    TestBundle.named(name)
        .header("Service-Component", "OSGI-INF/c.xml")
        .entry(
            "OSGI-INF/c.xml",
            """
            <x:component xmlns:x="http://www.osgi.org/xmlns/scr/v1.4.0" name="%1$s" %2$s>
              <implementation class="%1$s.Component"/>
              <property name="says" value="xml"/>
              <service><provide interface="java.util.concurrent.Callable"/></service>
              %3$s
            </x:component>
            """
                .formatted(name, attributes, inside))
        .source(
            """
            package %s;
            import java.util.Map;
            public class Component implements java.util.concurrent.Callable<Object> {
              private Object says;
              public void activate(Map<String, Object> properties) {
                says = properties.get("says");
              }
              public Object call() { return says; }
            }
            """
                .formatted(name))
        .writeTo(plugins);
  }

  private List<String> offered() {
    return container().services().handles(Callable.class).stream()
        .map(handle -> handle.attributes().get("component.name") + " " + says(handle))
        .toList();
  }

  private static Object says(ServiceHandle<?> handle) {
    return handle.attributes().get("says");
  }

  private List<String> active() {
    return container().admin().plugins().stream()
        .filter(plugin -> plugin.state() == PluginState.ACTIVE)
        .map(plugin -> plugin.id().name())
        .toList();
  }

  private ConfigurationHand configurations() throws ReflectiveOperationException {
    return new ConfigurationHand(
        container()
            .services()
            .handles("org.osgi.service.cm.ConfigurationAdmin", null)
            .get(0)
            .get());
  }

  private boolean booted() throws IOException {
    try (var files = Files.walk(plugins)) {
      return files.anyMatch(file -> file.endsWith("osgi"));
    }
  }

  @Test
  void noFrameworkIsNeededToSayWhichComponentsWouldBeRegistered() throws Exception {
    RealBundles.configurationAdmin(plugins);
    component("acme.a", "", "");
    component("acme.b", "", "<reference interface='java.util.concurrent.Callable'/>");
    component("acme.c", "", "<reference interface='acme.Nowhere'/>");
    component("acme.d", "enabled='false'", "");
    component("acme.e", "configuration-policy='require'", "");
    component("acme.f", "configuration-policy='require' factory='f'", "");

    assertThat(offered()).containsExactly("acme.a xml", "acme.b xml");

    assertThat(booted()).isFalse();
    assertThat(active()).isEmpty();
  }

  @Test
  void offersComeChangeAndGoWithConfigurations() throws Exception {
    RealBundles.configurationAdmin(plugins);
    component("acme.a", "configuration-policy='require'", "");
    component("acme.b", "", "<reference name='r' interface='java.util.concurrent.Callable'/>");
    assertThat(offered()).isEmpty();
    List<String> heard = new ArrayList<>();
    container()
        .services()
        .onChange(
            Callable.class,
            change -> {
              if (change.kind() != ServiceChange.Kind.MODIFIED) {
                heard.add(change.kind() + " " + says(change.handle()));
              }
            });

    configurations().put("acme.a", Map.of("says", "one"));
    assertThat(offered()).containsExactly("acme.a one", "acme.b xml");
    configurations().put("acme.a", Map.of("says", "two"));
    assertThat(offered()).containsExactly("acme.a two", "acme.b xml");
    configurations().put("acme.b", Map.of("r.target", "(says=three)"));
    assertThat(offered()).containsExactly("acme.a two");
    configurations().delete("acme.a");
    assertThat(offered()).isEmpty();

    assertThat(heard)
        .containsExactly(
            "ADDED one", "ADDED xml", "REMOVED one", "ADDED two", "REMOVED xml", "REMOVED two");
    assertThat(active()).containsExactly("org.apache.felix.configadmin");
  }

  @Test
  void aFactoryConfigurationMakesAServiceOfItsOwn() throws Exception {
    RealBundles.configurationAdmin(plugins);
    component("acme.a", "configuration-policy='require'", "");
    configurations().put("acme.a", "x", Map.of("says", "ex", "service.ranking", 1));
    configurations().put("acme.a", "y", Map.of("says", "why", "service.ranking", 2));
    assertThat(offered()).containsExactly("acme.a why", "acme.a ex");
    List<ServiceHandle<Callable>> handles = container().services().handles(Callable.class);

    assertThat(handles.get(1).get().call()).isEqualTo("ex");
    assertThat(handles.get(0).get().call()).isEqualTo("why");

    assertThat(offered()).containsExactly("acme.a why", "acme.a ex");
    assertThat(container().services().require(Callable.class, "(service.pid=acme.a~x)").call())
        .isEqualTo("ex");
  }

  @Test
  void configurationsOfAnEarlierRunCountBeforeAnythingIsLookedUp() throws Exception {
    RealBundles.configurationAdmin(plugins);
    component("acme.a", "configuration-policy='require'", "");
    component("acme.b", "configuration-policy='ignore'", "");
    configurations().put("acme.a", Map.of("says", "kept"));
    close();

    assertThat(offered()).containsExactly("acme.a kept", "acme.b xml");
    assertThat(active()).containsExactly("org.apache.felix.configadmin");
    assertThat(container().services().require(Callable.class, "(says=kept)").call())
        .isEqualTo("kept");
  }

  @Test
  void aServiceWithAnotherCopyOfTheTypeSatisfiesNoReference() throws Exception {
    for (String name : List.of("acme.one", "acme.two")) {
      TestBundle.named(name)
          .header("Export-Package", "acme.api")
          .source("package acme.api; public interface Voice {}")
          .header("Service-Component", "OSGI-INF/c.xml")
          .entry(
              "OSGI-INF/c.xml",
              """
              <x:components xmlns:x="http://www.osgi.org/xmlns/scr/v1.4.0">
              <x:component name="%1$s.voice" enabled="%2$s">
                <implementation class="acme.api.Voice"/>
                <service><provide interface="acme.api.Voice"/></service>
              </x:component>
              <x:component name="%1$s.caller">
                <implementation class="acme.api.Voice"/>
                <service><provide interface="java.util.concurrent.Callable"/></service>
                <reference name="voice" interface="acme.api.Voice"/>
              </x:component>
              </x:components>
              """
                  .formatted(name, name.equals("acme.one")))
          .writeTo(plugins);
    }

    assertThat(offered()).containsExactly("acme.one.caller null");
  }

  @Test
  void aConfigurationAdminOfTheHostIsReadAndListenedTo() throws Exception {
    component("acme.a", "configuration-policy='require'", "");
    List<Configuration> kept = new ArrayList<>();
    ConfigurationAdmin admin =
        answering(
            ConfigurationAdmin.class,
            Map.of(
                "listConfigurations", (Callable<Object>) () -> kept.toArray(Configuration[]::new)));
    container().services().register(ConfigurationAdmin.class, admin, Map.of());
    assertThat(offered()).isEmpty();

    kept.add(
        answering(
            Configuration.class,
            Map.of(
                "getPid",
                () -> "acme.a",
                "getProperties",
                () -> new Hashtable<>(Map.of("service.pid", "acme.a", "says", "host")))));
    ServiceReference<ConfigurationAdmin> reference = answering(ServiceReference.class, Map.of());
    for (ServiceHandle<SynchronousConfigurationListener> listener :
        container().services().handles(SynchronousConfigurationListener.class)) {
      listener
          .get()
          .configurationEvent(
              new ConfigurationEvent(reference, ConfigurationEvent.CM_UPDATED, null, "acme.a"));
    }

    assertThat(offered()).containsExactly("acme.a host");
  }

  /** An object that gives what it is told to, and otherwise nothing. */
  private static <T> T answering(Class<?> type, Map<String, Callable<Object>> answers) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  default -> {
                    Callable<Object> answer = answers.get(method.getName());
                    yield answer == null ? null : answer.call();
                  }
                });
  }
}
