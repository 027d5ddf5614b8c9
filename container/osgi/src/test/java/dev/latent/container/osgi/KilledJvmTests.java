package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.ServiceHandle;
import dev.latent.container.PluginContainer;
import dev.latent.container.runtime.osgi.TestBundle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@SuppressWarnings("rawtypes") // a class literal has no type arguments
final class KilledJvmTests {

  @TempDir private Path directory;

  /** The host that is killed: it calls every service, then waits for the end of its input. */
  static final class Host {

    private Host() {}

    public static void main(String[] args) throws Exception {
      try (PluginContainer container =
          PluginContainer.builder()
              .plugins(Path.of(args[0]))
              .framework(System.getProperty("latent.test.framework", "felix"))
              .build()) {
        List<String> said = new ArrayList<>();
        for (ServiceHandle<Callable> service : container.services().handles(Callable.class)) {
          said.add(String.valueOf(service.get().call()));
        }
        System.out.println(said);
        while (System.in.read() >= 0) {
          // Nothing is ever sent.
        }
      }
    }
  }

  /** A bundle that counts its starts in its data area, or says that it keeps nothing. */
  private static TestBundle counter(String name, boolean keeps) {
    return TestBundle.named(name)
        .header("Import-Package", "org.osgi.framework")
        .header("Bundle-Activator", name + ".Start")
        .header("Provide-Capability", "osgi.service;objectClass=java.util.concurrent.Callable")
        .source(
            """
            package %s;
            import java.io.File;
            import java.nio.file.Files;
            import org.osgi.framework.*;
            public class Start implements BundleActivator {
              public void start(BundleContext context) throws Exception {
                String name = context.getBundle().getSymbolicName();
                String starts = "";
                if (%s) {
                  File file = context.getDataFile("starts");
                  starts = (file.exists() ? Files.readString(file.toPath()) : "") + "+";
                  Files.writeString(file.toPath(), starts);
                }
                String says = name + starts;
                context.registerService(java.util.concurrent.Callable.class, () -> says, null);
              }
              public void stop(BundleContext context) {}
            }
            """
                .formatted(name, keeps));
  }

  private Process host(Path plugins) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // As the launcher does: newer JDKs warn of what Felix does with Unsafe.
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dlatent.test.framework=" + System.getProperty("latent.test.framework", "felix"),
            "-cp",
            System.getProperty("java.class.path"),
            Host.class.getName(),
            plugins.toString())
        .redirectErrorStream(true)
        .start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Everything that a host prints until it has ended by itself. */
  private String runToTheEnd(Path plugins) throws Exception {
    Process process = host(plugins);
    process.getOutputStream().close();
    String printed = String.join("\n", output(process).lines().toList());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  private String killOnceActive(Path plugins) throws Exception {
    Process process = host(plugins);
    try {
      return String.valueOf(output(process).readLine());
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theStartAfterAKilledJvmIsSilentAndKeepsData() throws Exception {
    Path plugins = Files.createDirectories(directory.resolve("plugins"));
    counter("acme.keeps", true).writeTo(plugins);
    counter("acme.plain", false).writeTo(plugins);

    assertThat(killOnceActive(plugins)).isEqualTo("[acme.keeps+, acme.plain]");
    assertThat(runToTheEnd(plugins)).isEqualTo("[acme.keeps++, acme.plain]");
    assertThat(runToTheEnd(plugins)).isEqualTo("[acme.keeps+++, acme.plain]");
  }

  @Test
  void aPluginThatWentAwayMeanwhileIsNotMissed() throws Exception {
    Path plugins = Files.createDirectories(directory.resolve("plugins"));
    Path keeps = counter("acme.keeps", true).writeTo(plugins);
    Path plain = counter("acme.plain", false).writeTo(plugins);
    counter("acme.stays", false).writeTo(plugins);

    assertThat(killOnceActive(plugins)).isEqualTo("[acme.keeps+, acme.plain, acme.stays]");
    Files.delete(keeps);
    Files.delete(plain);
    assertThat(runToTheEnd(plugins)).isEqualTo("[acme.stays]");
  }
}
