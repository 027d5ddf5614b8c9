package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.PluginContainer;
import dev.latent.container.runtime.osgi.TestBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class MultiReleaseTests {

  @TempDir private Path directory;

  @Test
  void theImportsOfABundleAreThoseForTheRunningJava() throws Exception {
    Path plugins = Files.createDirectories(directory.resolve("plugins"));
    Path words =
        TestBundle.named("acme.words")
            .header("Export-Package", "acme.words")
            .source(
                "package acme.words; public class Words {"
                    + " public static String text() { return \"words\"; } }")
            .writeTo(plugins);
    TestBundle.named("acme.reader")
        .header("Multi-Release", "true")
        .header("Import-Package", "org.osgi.framework,acme.only.on.java8")
        .header("Bundle-Activator", "acme.reader.Start")
        .header("Provide-Capability", "osgi.service;objectClass=java.util.function.Supplier")
        .entry(
            "META-INF/versions/9/OSGI-INF/MANIFEST.MF",
            "Manifest-Version: 1.0\nImport-Package: org.osgi.framework,acme.words\n\n")
        .source(
            """
            package acme.reader;
            import org.osgi.framework.*;
            public class Start implements BundleActivator {
              public void start(BundleContext context) {
                context.registerService(
                    java.util.function.Supplier.class, () -> acme.words.Words.text(), null);
              }
              public void stop(BundleContext context) {}
            }
            """)
        .compiledAgainst(words)
        .writeTo(plugins);

    try (PluginContainer container =
        PluginContainer.builder()
            .plugins(plugins)
            .framework(System.getProperty("latent.test.framework", "felix"))
            .build()) {
      Supplier<?> reader = container.services().require(Supplier.class);
      assertThat(reader.get()).isEqualTo("words");
    }
  }
}
