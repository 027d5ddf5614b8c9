package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.ServiceHandle;
import dev.latent.container.runtime.osgi.TestBundle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Felix HTTP with Jetty, as published, over servlets of plugins that are not active: each is served
 * at its path as in a plain framework in which everything was started.
 */
@Timeout(120)
final class HttpWhiteboardTests {

  private static final String RUNTIME = "org.osgi.service.servlet.runtime.HttpServiceRuntime";
  private static final String ENDPOINTS = "osgi.http.endpoint";
  private static final String PATTERN = "osgi.http.whiteboard.servlet.pattern";
  private static final List<String> SERVLETS = List.of("s.announced", "s.component", "s.silent");

  /** Marks that a class was initialised. */
  private static final String LOADED = "http.whiteboard.loaded.";

  private static final Map<String, String> SETTINGS =
      Map.of(
          "org.osgi.service.http.port", "0",
          "org.apache.felix.http.host", "127.0.0.1",
          "org.apache.felix.http.session.timeout", "1");

  @TempDir private Path root;
  private @Nullable TestHost made;

  private TestHost host() {
    return Objects.requireNonNull(made);
  }

  @BeforeEach
  void begin() throws IOException {
    SETTINGS.forEach(System::setProperty);
    made = new TestHost(root);
    RealBundles.httpServer(host().directory());
    RealBundles.componentRuntime(host().directory());
    component("s.component");
    registering("s.announced", ";" + PATTERN + "=\"/s.announced\"");
    registering("s.silent", "");
  }

  @AfterEach
  void close() {
    host().close();
    SETTINGS.keySet().forEach(System::clearProperty);
    forgetLoaded();
  }

  private static void forgetLoaded() {
    SERVLETS.forEach(name -> System.clearProperty(LOADED + name));
  }

  private static TestBundle servlet(TestBundle bundle, String name) {
    return bundle.source(
        """
        package %s;
        import jakarta.servlet.http.*;
        public class Greeter extends HttpServlet {
          static { System.setProperty("%s", "yes"); }
          @Override
          protected void doGet(HttpServletRequest request, HttpServletResponse response)
              throws java.io.IOException {
            response.setContentType("text/plain");
            response.getWriter().print("%s greets " + request.getParameter("who")
                + " from " + getServletContext().getServletContextName());
          }
        }
        """
            .formatted(name, LOADED + name, name));
  }

  /** A servlet that is a component. */
  private void component(String name) throws IOException {
    servlet(TestBundle.named(name), name)
        .header("Import-Package", "jakarta.servlet,jakarta.servlet.http")
        .header("Service-Component", "OSGI-INF/c.xml")
        .entry(
            "OSGI-INF/c.xml",
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%s">
              <implementation class="%s.Greeter"/>
              <property name="%s" value="/%s"/>
              <service scope="prototype"><provide interface="jakarta.servlet.Servlet"/></service>
            </scr:component>
            """
                .formatted(name, name, PATTERN, name))
        .writeTo(host().directory());
  }

  /** A servlet that an activator registers, with a path that its manifest announces or not. */
  private void registering(String name, String announced) throws IOException {
    servlet(
            TestHost.activator(
                name,
                "jakarta.servlet,jakarta.servlet.http",
                "context.registerService(jakarta.servlet.Servlet.class, new Greeter(), with(\""
                    + PATTERN
                    + "\", \"/"
                    + name
                    + "\"));"),
            name)
        .header(
            "Provide-Capability", "osgi.service;objectClass=jakarta.servlet.Servlet" + announced)
        .writeTo(host().directory());
  }

  /** Which servlet classes were loaded before the first request, and what the requests gave. */
  private record Seen(List<String> loadedBefore, Map<String, String> answers) {}

  private static List<String> loaded() {
    List<String> loaded = new ArrayList<>();
    for (String name : SERVLETS) {
      if (System.getProperty(LOADED + name) != null) {
        loaded.add(name);
      }
    }
    return loaded;
  }

  private static Seen ask(String address) throws Exception {
    List<String> loaded = loaded();
    Map<String, String> answers = new LinkedHashMap<>();
    HttpClient client = HttpClient.newHttpClient();
    for (String path : List.of("s.announced", "s.component", "s.silent", "s.nobody")) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + path + "?who=me"))
              .timeout(Duration.ofSeconds(30))
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      answers.put(
          path, answer.statusCode() + (answer.statusCode() == 200 ? " " + answer.body() : ""));
    }
    return new Seen(loaded, answers);
  }

  /** The local one of the addresses that the server says it listens at, once it does. */
  private static String address(Supplier<@Nullable Object> endpoints) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    Object all;
    do {
      all = endpoints.get();
      for (Object each : all instanceof Object[] several ? List.of(several) : List.of()) {
        if (each.toString().startsWith("http://127.0.0.1:")) {
          return each.toString();
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    } while (System.nanoTime() < end);
    throw new AssertionError("The server tells no local address within a minute: " + all);
  }

  private Seen inAPlainFramework() throws Exception {
    try (PlainFramework plain = new PlainFramework(host().directory(), root.resolve("plain"))) {
      return ask(address(() -> plain.property(RUNTIME, ENDPOINTS)));
    }
  }

  @Test
  void servletsAreServedAtTheirPathsAsIfAllWereStarted() throws Exception {
    Seen expected = inAPlainFramework();
    forgetLoaded();

    ServiceHandle<Object> server = host().container().services().handles(RUNTIME, null).get(0);
    assertThat(loaded()).isEmpty();
    assertThat(host().active()).isEmpty();
    server.get();
    Seen seen = ask(address(() -> server.attributes().get(ENDPOINTS)));

    assertThat(expected.answers().get("s.component")).startsWith("200 s.component greets me");
    assertThat(new TreeMap<>(seen.answers())).isEqualTo(new TreeMap<>(expected.answers()));
    assertThat(seen.loadedBefore()).isSubsetOf(expected.loadedBefore());
  }
}
