package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.ActivationException;
import dev.latent.container.runtime.osgi.TestBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

/** Plugins that run and whose services can't be had all the same: the reason can be read. */
@Timeout(120)
final class FailedServiceTests {

  private static final String SAYS = "(says=x)";

  @TempDir private Path root;
  private @Nullable TestHost made;

  private TestHost host() {
    return Objects.requireNonNull(made);
  }

  @BeforeEach
  void begin() throws IOException {
    made = new TestHost(root);
  }

  @AfterEach
  void close() {
    host().close();
  }

  private void factory(String body) throws IOException {
    TestHost.activator(
            "p.factory",
            "",
            """
            context.registerService(Callable.class, new ServiceFactory<Callable>() {
              public Callable getService(Bundle user, ServiceRegistration<Callable> made) {
                %s
              }
              public void ungetService(
                  Bundle user, ServiceRegistration<Callable> made, Callable object) {}
            }, with("says", "x"));
            """
                .formatted(body))
        .header(
            "Provide-Capability", "osgi.service;objectClass=java.util.concurrent.Callable;says=x")
        .writeTo(host().directory());
  }

  private String problems() {
    StringBuilder text = new StringBuilder();
    host().container().admin().problems().forEach(each -> text.append(each.message()));
    return text.toString();
  }

  /** Frameworks tell what a factory threw on a thread of their own. */
  private void awaitProblem(String words) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!problems().contains(words) && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    assertThat(problems()).contains(words);
  }

  @Test
  void theHostReadsWhatAServiceFactoryThrew() throws Exception {
    factory("throw new IllegalArgumentException(\"no ink\");");

    assertThatThrownBy(() -> host().container().services().require(Callable.class, SAYS))
        .isInstanceOf(ActivationException.class)
        .hasStackTraceContaining(
            "Plugin p.factory 1.0.0 registered [java.util.concurrent.Callable] and gave no object"
                + " for it. Its service factory threw java.lang.IllegalArgumentException: no ink.");
    assertThat(problems()).contains("IllegalArgumentException: no ink");
  }

  @Test
  void theHostReadsThatAServiceFactoryGaveNothing() throws Exception {
    factory("return null;");

    assertThatThrownBy(() -> host().container().services().require(Callable.class, SAYS))
        .hasStackTraceContaining("Its service factory decides that; the next lookup tries again.");
  }

  @Test
  void anOperatorReadsWhyABundleWasGivenNothing() throws Exception {
    factory("throw new IllegalArgumentException(\"no ink\");");
    host().watcher("c.user", "");
    BundleContext user = host().context("c.user");

    assertThat(user.getService(user.getServiceReferences("java.util.concurrent.Callable", SAYS)[0]))
        .isNull();

    awaitProblem("Its service factory threw java.lang.IllegalArgumentException: no ink.");
  }

  @Test
  void theHostReadsWhatAComponentThrew() throws Exception {
    RealBundles.componentRuntime(host().directory());
    TestBundle.named("p.ds")
        .header("Service-Component", "OSGI-INF/c.xml")
        .entry(
            "OSGI-INF/c.xml",
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="p.ds"
                activate="activate">
              <implementation class="p.ds.Component"/>
              <property name="says" value="x"/>
              <service><provide interface="java.util.concurrent.Callable"/></service>
            </scr:component>
            """)
        .source(
            """
            package p.ds;
            import java.util.concurrent.Callable;
            public class Component implements Callable<Object> {
              public void activate() { throw new IllegalStateException("no paper"); }
              public Object call() { return 1; }
            }
            """)
        .writeTo(host().directory());

    assertThatThrownBy(() -> host().container().services().require(Callable.class, SAYS))
        .hasStackTraceContaining("Its component p.ds could not be activated")
        .hasStackTraceContaining("no paper");
  }
}
