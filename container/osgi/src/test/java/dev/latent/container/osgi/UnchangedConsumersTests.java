package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.runtime.osgi.TestBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

/**
 * Published bundles that track services, as they are, over providers that are not active. Each says
 * the same as in a plain framework in which everything was started, and only what it used ran.
 */
@Timeout(120)
final class UnchangedConsumersTests {

  private static final String HEARD = "unchanged.heard";

  @TempDir private Path root;
  private @Nullable TestHost made;

  private TestHost host() {
    return Objects.requireNonNull(made);
  }

  private Path directory() {
    return host().directory();
  }

  @BeforeEach
  void begin() throws IOException {
    made = new TestHost(root);
    System.clearProperty(HEARD);
  }

  @AfterEach
  void close() {
    System.clearProperty(HEARD);
    host().close();
  }

  /** A bundle, last in reference order, whose service does something when it is called. */
  private void probe(String imports, String code) throws IOException {
    TestHost.activator(
            "z.probe",
            imports,
            "Callable<Object> probe = () -> { "
                + code
                + " }; context.registerService(Callable.class, probe, with(\"probe\", \"x\"));")
        .header(
            "Provide-Capability", "osgi.service;objectClass=java.util.concurrent.Callable;probe=x")
        .writeTo(directory());
  }

  private static String hear(String text) {
    return "synchronized (Callable.class) { System.setProperty(\""
        + HEARD
        + "\", System.getProperty(\""
        + HEARD
        + "\", \"\") + "
        + text
        + " + \";\"); Callable.class.notifyAll(); }";
  }

  private static String awaitHeard(String text) {
    return "synchronized (Callable.class) { long end = System.currentTimeMillis() + 20_000;"
        + "while (!System.getProperty(\""
        + HEARD
        + "\", \"\").contains(\""
        + text
        + "\") && System.currentTimeMillis() < end) {"
        + " Callable.class.wait(Math.max(1, end - System.currentTimeMillis())); } }";
  }

  /** What the probe says, which must be the same with all deferred and with all started. */
  private Object saysTheSame() throws Exception {
    TestHost.activator(
            "a.eyes",
            "",
            "context.registerService(Callable.class, () -> context, with(\"eyes\", \"x\"));")
        .header(
            "Provide-Capability", "osgi.service;objectClass=java.util.concurrent.Callable;eyes=x")
        .writeTo(directory());
    Object eyes = host().container().services().require(Callable.class, "(eyes=x)").call();
    FrameworkErrors errors = new FrameworkErrors((BundleContext) eyes);
    Object deferred = host().container().services().require(Callable.class, "(probe=x)").call();
    assertThat(errors.all()).isEmpty();
    System.clearProperty(HEARD);
    Object started;
    try (PlainFramework plain = new PlainFramework(directory(), root.resolve("plain"))) {
      started = plain.ask("(probe=x)");
    }
    assertThat(deferred).isEqualTo(started);
    return deferred;
  }

  private static TestBundle handler(String name, String topic) {
    return TestHost.activator(
            name,
            "org.osgi.service.event",
            "org.osgi.service.event.EventHandler handler = event -> { "
                + hear("\"" + name + " \" + event.getTopic()")
                + " };"
                + "context.registerService(org.osgi.service.event.EventHandler.class, handler,"
                + " with(\"event.topics\", \""
                + topic
                + "\"));")
        .header(
            "Provide-Capability",
            "osgi.service;objectClass=org.osgi.service.event.EventHandler;event.topics=\""
                + topic
                + "\"");
  }

  @Test
  void eventAdminDeliversToHandlersAndActivatesThoseOfTheTopic() throws Exception {
    RealBundles.eventAdmin(directory());
    handler("p.red", "acme/red").writeTo(directory());
    handler("p.blue", "acme/blue").writeTo(directory());
    handler("p.all", "acme/*").writeTo(directory());
    probe(
        "org.osgi.service.event",
        """
        var reference = context.getServiceReference(org.osgi.service.event.EventAdmin.class);
        context.getService(reference).sendEvent(
            new org.osgi.service.event.Event("acme/red", Map.of()));
        String[] heard = System.getProperty("unchanged.heard", "").split(";");
        Arrays.sort(heard);
        return String.join(";", heard);
        """);

    assertThat(saysTheSame()).isEqualTo("p.all acme/red;p.red acme/red");
    assertThat(host().active()).contains("p.red", "p.all").doesNotContain("p.blue");
  }

  @Test
  void aHandlerOfEveryTopicHearsWhatIsSentWhileTheFrameworkTellsOfItsOwnActivation()
      throws Exception {
    RealBundles.eventAdmin(directory());
    handler("p.all", "*").writeTo(directory());
    handler("p.red", "acme/red").writeTo(directory());
    probe(
        "org.osgi.service.event",
        """
        var reference = context.getServiceReference(org.osgi.service.event.EventAdmin.class);
        context.getService(reference).sendEvent(
            new org.osgi.service.event.Event("acme/red", Map.of()));
        String[] heard = System.getProperty("unchanged.heard", "").split(";");
        return Arrays.stream(heard).filter(each -> each.endsWith("acme/red")).sorted().toList()
            .toString();
        """);

    assertThat(saysTheSame()).isEqualTo("[p.all acme/red, p.red acme/red]");
  }

  private static TestBundle command(String scope) {
    String name = "p." + scope;
    return TestHost.activator(
            name,
            "",
            "context.registerService("
                + name
                + ".Commands.class, new Commands(), with(\"osgi.command.scope\", \""
                + scope
                + "\", \"osgi.command.function\", \"hello\"));")
        .source(
            "package "
                + name
                + "; public class Commands { public String hello(String who) { return \""
                + scope
                + " says hello to \" + who; } }")
        .header(
            "Provide-Capability",
            "osgi.service;objectClass="
                + name
                + ".Commands;osgi.command.scope="
                + scope
                + ";osgi.command.function=hello");
  }

  @Test
  void aShellRunsACommandAndActivatesItsPluginOnly() throws Exception {
    RealBundles.shell(directory());
    command("one").writeTo(directory());
    command("two").writeTo(directory());
    probe(
        "org.apache.felix.service.command",
        """
        var reference =
            context.getServiceReference(org.apache.felix.service.command.CommandProcessor.class);
        try (var session = context.getService(reference).createSession(
            new java.io.ByteArrayInputStream(new byte[0]),
            new java.io.ByteArrayOutputStream(), new java.io.ByteArrayOutputStream())) {
          return session.execute("two:hello World");
        }
        """);

    assertThat(saysTheSame()).isEqualTo("two says hello to World");
    assertThat(host().active()).contains("p.two").doesNotContain("p.one");
  }

  @Test
  void configurationAdminBindsAConfigurationToTheBundleOfItsManagedService() throws Exception {
    RealBundles.configurationAdmin(directory());
    TestHost.activator(
            "p.managed",
            "org.osgi.service.cm",
            "org.osgi.service.cm.ManagedService managed = values -> { "
                + hear("(values == null ? \"nothing\" : values.get(\"key\"))")
                + " };"
                + "context.registerService(org.osgi.service.cm.ManagedService.class, managed,"
                + " with(\"service.pid\", \"acme.pid\"));")
        .header(
            "Provide-Capability",
            "osgi.service;objectClass=org.osgi.service.cm.ManagedService;service.pid=acme.pid")
        .writeTo(directory());
    probe(
        "org.osgi.service.cm",
        """
        var reference =
            context.getServiceReference(org.osgi.service.cm.ConfigurationAdmin.class);
        var admin = context.getService(reference);
        """
            + awaitHeard("nothing")
            + """
        var configuration = admin.getConfiguration("acme.pid", null);
        configuration.update(with("key", "value"));
        """
            + awaitHeard("value")
            + """
        String bound = "nowhere";
        for (Bundle bundle : context.getBundles()) {
          if (bundle.getLocation().equals(configuration.getBundleLocation())) {
            bound = bundle.getSymbolicName();
          }
        }
        return System.getProperty("unchanged.heard") + " " + bound;
        """);

    // What the plain run heard while it started is cleared with the property.
    assertThat(saysTheSame()).isEqualTo("nothing;value; p.managed");
  }

  @Test
  void metatypeFindsAProviderByItsBundle() throws Exception {
    RealBundles.metatype(directory());
    TestHost.activator(
            "p.meta",
            "org.osgi.service.metatype",
            """
            context.registerService(org.osgi.service.metatype.MetaTypeProvider.class,
                new org.osgi.service.metatype.MetaTypeProvider() {
                  public String[] getLocales() { return null; }
                  public org.osgi.service.metatype.ObjectClassDefinition
                      getObjectClassDefinition(String id, String locale) { return null; }
                }, with("metatype.pid", "acme.meta"));
            """)
        .header(
            "Provide-Capability",
            "osgi.service;objectClass=org.osgi.service.metatype.MetaTypeProvider"
                + ";metatype.pid=acme.meta")
        .writeTo(directory());
    probe(
        "org.osgi.service.metatype",
        """
        var reference =
            context.getServiceReference(org.osgi.service.metatype.MetaTypeService.class);
        var service = context.getService(reference);
        for (Bundle bundle : context.getBundles()) {
          if ("p.meta".equals(bundle.getSymbolicName())) {
            return List.of(service.getMetaTypeInformation(bundle).getPids()).toString();
          }
        }
        return "no bundle";
        """);

    assertThat(saysTheSame()).isEqualTo("[acme.meta]");
  }

  @Test
  void felixLogTakesTheLevelsOfItsLoggersFromConfigurationAdmin() throws Exception {
    RealBundles.configurationAdmin(directory());
    RealBundles.log(directory());
    probe(
        "org.osgi.service.cm,org.osgi.service.log,org.osgi.service.log.admin",
        """
        var references = // not that of Equinox itself
            context.getServiceReferences(
                org.osgi.service.log.admin.LoggerAdmin.class, "(!(service.bundleid=0))");
        var loggers = context.getService(references.iterator().next()).getLoggerContext(null);
        var before = loggers.getEffectiveLogLevel("acme.part");
        context.getService(
                context.getServiceReference(org.osgi.service.cm.ConfigurationAdmin.class))
            .getConfiguration("org.osgi.service.log.admin", null)
            .update(with("acme", "DEBUG"));
        long end = System.nanoTime() + 20_000_000_000L;
        while (loggers.getEffectiveLogLevel("acme.part") == before && System.nanoTime() < end) {
          Thread.onSpinWait(); // Configuration Admin tells on a thread of its own
        }
        return before + " " + loggers.getEffectiveLogLevel("acme.part");
        """);

    assertThat(saysTheSame()).isEqualTo("WARN DEBUG");
  }

  private static TestBundle speaker(String name) {
    return TestHost.activator(
            name,
            "",
            "context.registerService(Supplier.class, () -> \""
                + name
                + "\", with(\"says\", \""
                + name
                + "\"));")
        .header(
            "Provide-Capability",
            "osgi.service;objectClass=java.util.function.Supplier;says=\"" + name + "\"");
  }

  @Test
  void referencesOfComponentsAreBoundWhateverTheirKind() throws Exception {
    RealBundles.componentRuntime(directory());
    speaker("p.one").writeTo(directory());
    speaker("p.two").writeTo(directory());
    TestHost.activator(
            "p.idle",
            "",
            "context.registerService(Runnable.class, () -> {}, with(\"says\", \"idle\"));")
        .header("Provide-Capability", "osgi.service;objectClass=java.lang.Runnable;says=idle")
        .writeTo(directory());
    TestBundle.named("z.probe")
        .header("Service-Component", "OSGI-INF/c.xml")
        .entry(
            "OSGI-INF/c.xml",
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="z.probe">
              <implementation class="z.probe.Component"/>
              <property name="probe" value="x"/>
              <service><provide interface="java.util.concurrent.Callable"/></service>
              <reference name="best" interface="java.util.function.Supplier" bind="best"/>
              <reference name="filtered" interface="java.util.function.Supplier"
                  target="(says=p.two)" bind="filtered"/>
              <reference name="optional" interface="java.util.function.Supplier"
                  cardinality="0..1" target="(says=nobody)" bind="optional"/>
              <reference name="dynamic" interface="java.util.function.Supplier" policy="dynamic"
                  policy-option="greedy" cardinality="0..1" bind="dynamic" unbind="gone"/>
              <reference name="all" interface="java.util.function.Supplier" cardinality="0..n"
                  policy="dynamic" bind="add" unbind="remove"/>
            </scr:component>
            """)
        .source(
            """
            package z.probe;
            import java.util.*;
            import java.util.concurrent.Callable;
            import java.util.function.Supplier;
            public class Component implements Callable<Object> {
              private final Map<String, Object> bound = new TreeMap<>();
              private final Set<Object> all = new TreeSet<>();
              public void best(Supplier<?> s) { bound.put("best", s.get()); }
              public void filtered(Supplier<?> s) { bound.put("filtered", s.get()); }
              public void optional(Supplier<?> s) { bound.put("optional", s.get()); }
              public void dynamic(Supplier<?> s) { bound.put("dynamic", s.get()); }
              public void gone(Supplier<?> s) { bound.remove("dynamic", s.get()); }
              public void add(Supplier<?> s) { all.add(s.get()); }
              public void remove(Supplier<?> s) { all.remove(s.get()); }
              public Object call() { return bound + " " + all; }
            }
            """)
        .writeTo(directory());

    assertThat(saysTheSame())
        .isEqualTo("{best=p.one, dynamic=p.one, filtered=p.two} [p.one, p.two]");
    assertThat(host().active()).contains("p.one", "p.two").doesNotContain("p.idle");
  }

  @Test
  void aServiceLoaderInABundleFindsProvidersThroughSpiFly() throws Exception {
    RealBundles.serviceLoaderMediator(directory());
    Path api =
        TestBundle.named("a.spi")
            .header("Export-Package", "acme.spi;version=1.0")
            .source("package acme.spi; public interface Speaker { String say(); }")
            .writeTo(directory());
    for (String name : new String[] {"p.one", "p.two"}) {
      TestBundle.named(name)
          .compiledAgainst(api)
          .header("Import-Package", "acme.spi")
          .header(
              "Require-Capability",
              "osgi.extender;filter:=\"(osgi.extender=osgi.serviceloader.registrar)\"")
          .header("Provide-Capability", "osgi.serviceloader;osgi.serviceloader=acme.spi.Speaker")
          .entry("META-INF/services/acme.spi.Speaker", name + ".Spoken")
          .source(
              "package "
                  + name
                  + "; public class Spoken implements acme.spi.Speaker {"
                  + " public String say() { return \""
                  + name
                  + "\"; } }")
          .writeTo(directory());
    }
    TestHost.activator(
            "z.probe",
            "acme.spi",
            """
            Callable<Object> probe = () -> Loading.all();
            context.registerService(Callable.class, probe, with("probe", "x"));
            """)
        .compiledAgainst(api)
        .source(
            """
            package z.probe;
            import java.util.*;
            class Loading {
              static String all() {
                List<String> said = new ArrayList<>();
                for (acme.spi.Speaker speaker : ServiceLoader.load(acme.spi.Speaker.class)) {
                  said.add(speaker.say());
                }
                Collections.sort(said);
                return said.toString();
              }
            }
            """)
        .header(
            "Require-Capability",
            "osgi.extender;filter:=\"(osgi.extender=osgi.serviceloader.processor)\","
                + "osgi.serviceloader;filter:=\"(osgi.serviceloader=acme.spi.Speaker)\""
                + ";cardinality:=multiple")
        .header(
            "Provide-Capability", "osgi.service;objectClass=java.util.concurrent.Callable;probe=x")
        .writeTo(directory());

    assertThat(saysTheSame()).isEqualTo("[p.one, p.two]");
  }
}
