package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import acme.voice.Voice;
import dev.latent.container.runtime.osgi.TestBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A package that exists in several copies: bundles see services of the copy that they are wired to,
 * whether their providers are active, installed, or neither.
 */
@Timeout(120)
final class ClassSpaceTests {

  private static final String VOICE = "acme.voice.Voice";
  private static final String HOST = "acme.voice;version=1.0";
  private static final String FIRST = "acme.voice;version=\"[1,2)\"";
  private static final String SECOND = "acme.voice;version=\"[2,3)\"";

  @TempDir private Path root;
  private @Nullable TestHost made;

  private TestHost host() {
    return java.util.Objects.requireNonNull(made);
  }

  @BeforeEach
  void begin() throws IOException {
    made = new TestHost(root);
  }

  @AfterEach
  void close() {
    host().close();
  }

  private Path api(String name, String version) throws IOException {
    return TestBundle.named(name)
        .header("Export-Package", "acme.voice;version=" + version)
        .source("package acme.voice; public interface Voice { String say(); }")
        .writeTo(host().directory());
  }

  private void provider(String name, String imports) throws IOException {
    voice(name, imports).writeTo(host().directory());
  }

  private static TestBundle voice(String name, String imports) {
    return TestHost.activator(
            name,
            imports,
            "context.registerService(acme.voice.Voice.class, () -> \""
                + name
                + "\", with(\"name\", \""
                + name
                + "\"));")
        .header(
            "Provide-Capability",
            "osgi.service;objectClass=acme.voice.Voice;name=\"" + name + "\"");
  }

  private static List<String> names(ServiceReference<?> @Nullable [] references) {
    List<String> names = new ArrayList<>();
    if (references != null) {
      for (ServiceReference<?> reference : references) {
        names.add(String.valueOf(reference.getProperty("name")));
      }
    }
    return names;
  }

  private List<String> seen(BundleContext context) throws Exception {
    return names(context.getServiceReferences(VOICE, null));
  }

  private static void say(BundleContext context, String name) throws Exception {
    ServiceReference<?>[] references = context.getServiceReferences(VOICE, "(name=" + name + ")");
    Object service = context.getService(references[0]);
    assertThat(context.getBundle().loadClass(VOICE)).isAssignableFrom(service.getClass());
  }

  @Test
  void bundlesSeeTheCopyOfTheHostOrOfThePluginThatTheyAreWiredTo() throws Exception {
    api("acme.api", "2.0");
    provider("p.first", FIRST);
    provider("p.second", SECOND);
    host().watcher("c.first", FIRST);
    host().watcher("c.second", SECOND);
    host().watcher("c.none", "");
    host().start(HOST);
    host().register(Voice.class, () -> "host", Map.of("name", "host"));

    assertThat(seen(host().context("c.first"))).containsExactlyInAnyOrder("host", "p.first");
    assertThat(seen(host().context("c.second"))).containsExactly("p.second");
    assertThat(seen(host().context("c.none")))
        .containsExactlyInAnyOrder("host", "p.first", "p.second");
    assertThat(host().active()).doesNotContain("p.first", "p.second");

    say(host().context("c.first"), "p.first");
    say(host().context("c.second"), "p.second");

    assertThat(seen(host().context("c.first"))).containsExactlyInAnyOrder("host", "p.first");
    assertThat(seen(host().context("c.second"))).containsExactly("p.second");
  }

  @Test
  void bundlesSeeTheCopyOfTheOneOfTwoPluginsThatTheyAreWiredTo() throws Exception {
    api("api.first", "1.0");
    api("api.second", "2.0");
    provider("p.first", FIRST);
    provider("p.second", SECOND);
    provider("p.any", "acme.voice");
    host().watcher("c.first", FIRST);
    host().watcher("c.any", "acme.voice");

    assertThat(seen(host().context("c.first"))).containsExactly("p.first");
    assertThat(seen(host().context("c.any"))).containsExactlyInAnyOrder("p.second", "p.any");
    assertThat(host().active()).doesNotContain("p.first", "p.second", "p.any");

    say(host().context("c.first"), "p.first");
    say(host().context("c.any"), "p.any");
  }

  @Test
  void aBundleThatExportsItsOwnCopySeesNoOther() throws Exception {
    provider("p.first", FIRST);
    host()
        .watcher(
            "c.own",
            "",
            bundle ->
                bundle
                    .header("Export-Package", "acme.voice;version=3.0")
                    .source("package acme.voice; public interface Voice { String say(); }"));
    host().start(HOST);

    assertThat(seen(host().context("c.own"))).isEmpty();
  }

  @Test
  void aPrivateCopyOfAProviderIsSeenByNobodyWhoHasAnother() throws Exception {
    voice("p.hidden", "")
        .source("package acme.voice; public interface Voice { String say(); }")
        .writeTo(host().directory());
    host().watcher("c.first", FIRST);
    host().start(HOST);

    assertThat(seen(host().context("c.first"))).isEmpty();
  }

  @Test
  void aLayerPluginWithACopyOfItsOwnIsNotSeenByBundlesThatHaveAnother() throws Exception {
    api("acme.api", "1.0");
    TestBundle.named("p.layer")
        .source("package acme.voice; public interface Voice { String say(); }")
        .source(
            "package p.layer; public class Spoken implements acme.voice.Voice {"
                + " public String say() { return \"layer\"; } }")
        .entry("META-INF/services/acme.voice.Voice", "p.layer.Spoken")
        .writeTo(host().directory());
    provider("p.first", FIRST);
    host().watcher("c.first", FIRST);
    host().watcher("c.none", "");
    System.setProperty("latent.kind.p.layer", "layer");
    try {
      host().start();
    } finally {
      System.clearProperty("latent.kind.p.layer");
    }

    assertThat(seen(host().context("c.first"))).containsExactly("p.first");
    assertThat(seen(host().context("c.none"))).containsExactlyInAnyOrder("p.first", "null");
  }

  @Test
  void whatARequiredBundleReexportsIsTheCopyOfItsSource() throws Exception {
    api("api.first", "1.0");
    api("api.second", "2.0");
    TestBundle.named("api.facade")
        .header("Require-Bundle", "api.first;visibility:=reexport")
        .writeTo(host().directory());
    voice("p.required", "").header("Require-Bundle", "api.facade").writeTo(host().directory());
    provider("p.second", SECOND);
    host().watcher("c.first", FIRST);
    host().watcher("c.required", "", b -> b.header("Require-Bundle", "api.facade"));
    host().watcher("c.second", SECOND);

    assertThat(seen(host().context("c.first"))).containsExactly("p.required");
    assertThat(seen(host().context("c.required"))).containsExactly("p.required");
    assertThat(seen(host().context("c.second"))).containsExactly("p.second");
    say(host().context("c.required"), "p.required");
    assertThat(seen(host().context("c.second"))).containsExactly("p.second");
  }

  @Test
  void trackersAndListenersHearOnlyOfTheirCopy() throws Exception {
    api("acme.api", "2.0");
    host().watcher("c.first", FIRST);
    host().watcher("c.second", SECOND);
    host().start(HOST);
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    BundleContext one = host().context("c.first");
    BundleContext other = host().context("c.second");
    one.addServiceListener(event -> note(event, first), "(objectClass=" + VOICE + ")");
    ServiceTracker<Object, Object> tracker =
        new ServiceTracker<>(other, VOICE, null) {
          @Override
          public Object addingService(ServiceReference<Object> reference) {
            second.add("added " + reference.getProperty("name"));
            return reference;
          }
        };
    tracker.open();

    provider("p.first", FIRST);
    provider("p.second", SECOND);
    host().container().admin().refresh();
    host().register(Voice.class, () -> "host", Map.of("name", "host"));

    assertThat(first).containsExactly("1 p.first", "1 host");
    assertThat(second).containsExactly("added p.second");
    tracker.close();
  }

  private static void note(ServiceEvent event, List<String> heard) {
    heard.add(event.getType() + " " + event.getServiceReference().getProperty("name"));
  }

  @Test
  void aReferenceOfAComponentIsBoundToItsCopyThoughAnotherRanksHigher() throws Exception {
    RealBundles.componentRuntime(host().directory());
    api("acme.api", "2.0");
    provider("a.first", FIRST);
    provider("p.second", SECOND);
    TestBundle.named("c.ds")
        .header("Import-Package", SECOND)
        .header("Service-Component", "OSGI-INF/c.xml")
        .entry(
            "OSGI-INF/c.xml",
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="c.ds">
              <implementation class="c.ds.Component"/>
              <property name="of" value="ds"/>
              <service><provide interface="java.util.concurrent.Callable"/></service>
              <reference name="voice" interface="acme.voice.Voice" bind="bind"/>
            </scr:component>
            """)
        .source(
            """
            package c.ds;
            import java.util.concurrent.Callable;
            public class Component implements Callable<Object> {
              private acme.voice.Voice voice;
              public void bind(acme.voice.Voice voice) { this.voice = voice; }
              public Object call() { return voice.say(); }
            }
            """)
        .writeTo(host().directory());
    host().start(HOST);
    host().register(Voice.class, () -> "host", Map.of("service.ranking", 9));

    Callable<?> component = host().container().services().require(Callable.class, "(of=ds)");

    assertThat(component.call()).isEqualTo("p.second");
    assertThat(host().active()).contains("p.second").doesNotContain("a.first");
  }
}
