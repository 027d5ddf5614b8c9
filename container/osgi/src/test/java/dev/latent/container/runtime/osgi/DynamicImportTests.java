package dev.latent.container.runtime.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.finder.RegisteredPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.hooks.weaving.WeavingHook;

/** What {@code DynamicImport-Package} finds, and what it brings in for that. */
@Timeout(60)
final class DynamicImportTests {

  @TempDir private Path directory;

  private ReferenceWorld world() {
    return new ReferenceWorld(directory.resolve("plugins"), directory.resolve("state"));
  }

  private void write(TestBundle bundle, String file) throws IOException {
    bundle.writeTo(Files.createDirectories(directory.resolve("plugins")), file);
  }

  /** Exports a package with a class that says where it is from. */
  private static TestBundle library(String name, String packageName, String version) {
    return TestBundle.named(name)
        .header("Export-Package", packageName + ";version=" + version)
        .entry(packageName.replace('.', '/') + "/words.txt", "words of " + name)
        .source(
            """
            package %s;
            public class Words implements java.util.function.Supplier<String> {
              public String get() { return "%s"; }
            }
            """
                .formatted(packageName, name));
  }

  /** Loads the class that it is told by its name and gives what that says, or why it can't. */
  private static TestBundle loader(String dynamic) {
    return TestBundle.named("acme.loader")
        .header("DynamicImport-Package", dynamic)
        .header("Import-Package", "org.osgi.framework")
        .header("Bundle-Activator", "acme.loader.Start")
        .header("Provide-Capability", "osgi.service;objectClass=java.util.function.Function")
        .source(
            """
            package acme.loader;
            import java.util.function.*;
            public class Start implements org.osgi.framework.BundleActivator, Function<String, String> {
              public void start(org.osgi.framework.BundleContext context) {
                context.registerService(Function.class, this, null);
              }
              public void stop(org.osgi.framework.BundleContext context) {}
              public String apply(String name) {
                try {
                  if (name.indexOf('/') >= 0) {
                    java.net.URL found = Start.class.getClassLoader().getResource(name);
                    if (found == null) {
                      return "no resource " + name;
                    }
                    try (java.io.InputStream in = found.openStream()) {
                      return new String(in.readAllBytes());
                    }
                  }
                  return (String) ((Supplier<?>)
                      Class.forName(name).getConstructor().newInstance()).get();
                } catch (ClassNotFoundException e) {
                  return "no class " + name;
                } catch (Exception e) {
                  return e.toString();
                }
              }
            }
            """);
  }

  @SuppressWarnings("unchecked")
  private static Function<String, String> activate(ReferenceWorld world) {
    RegisteredPlugin plugin = world.plugin("acme.loader");
    return (Function<String, String>)
        Objects.requireNonNull(world.activate(plugin).service(plugin.descriptor().offers().get(0)));
  }

  private void writeSome() throws IOException {
    write(library("acme.one", "acme.words.one", "1.0"), "one");
    write(library("acme.two", "acme.words.two", "1.0"), "two");
    write(library("other.three", "other.three", "1.0"), "three");
  }

  @Test
  void anythingCanBeImportedAndOnlyThatIsInstalled() throws Exception {
    writeSome();
    write(loader("*"), "loader");
    try (ReferenceWorld world = world()) {
      Function<String, String> loader = activate(world);
      assertThat(world.installed()).containsExactly("acme.loader");

      assertThat(loader.apply("acme.words.one.Words")).isEqualTo("acme.one");
      assertThat(world.installed()).containsExactly("acme.loader", "acme.one");
      assertThat(loader.apply("other.three.Words")).isEqualTo("other.three");
      assertThat(loader.apply("acme.words.one.Words")).isEqualTo("acme.one");
      assertThat(world.installed()).containsExactly("acme.loader", "acme.one", "other.three");
    }
  }

  @Test
  void aPatternFindsWhatItMatches() throws Exception {
    writeSome();
    write(loader("acme.words.*"), "loader");
    try (ReferenceWorld world = world()) {
      Function<String, String> loader = activate(world);

      assertThat(loader.apply("acme.words.two.Words")).isEqualTo("acme.two");
      assertThat(loader.apply("other.three.Words")).isEqualTo("no class other.three.Words");
      assertThat(world.installed()).containsExactly("acme.loader", "acme.two");
    }
  }

  @Test
  void aClassThatIsNotThereInstallsNothing() throws Exception {
    writeSome();
    write(loader("*"), "loader");
    try (ReferenceWorld world = world()) {
      Function<String, String> loader = activate(world);

      assertThat(loader.apply("nobody.has.This")).isEqualTo("no class nobody.has.This");
      assertThat(loader.apply("acme.words.one.Other")).isEqualTo("no class acme.words.one.Other");
      assertThat(loader.apply("acme/words/one/other.txt"))
          .isEqualTo("no resource acme/words/one/other.txt");
      assertThat(world.installed()).containsExactly("acme.loader");
      assertThat(loader.apply("acme.words.one.Words")).isEqualTo("acme.one");
    }
  }

  @Test
  void theHighestVersionThatTheClauseAllowsIsTakenWhateverIsInstalled() throws Exception {
    write(library("acme.old", "acme.words", "1.0"), "a-old");
    write(library("acme.new", "acme.words", "1.5"), "b-new");
    write(library("acme.newest", "acme.words", "2.0"), "c-newest");
    write(loader("acme.words;version=\"[1,2)\""), "loader");
    try (ReferenceWorld world = world()) {
      world.lookUp(world.plugin("acme.old"));
      world.lookUp(world.plugin("acme.newest"));

      assertThat(activate(world).apply("acme.words.Words")).isEqualTo("acme.new");
      assertThat(world.installed())
          .containsExactly("acme.loader", "acme.new", "acme.newest", "acme.old");
    }
  }

  @Test
  void whatIsInstalledAndBestIsWiredDirectly() throws Exception {
    writeSome();
    write(loader("*"), "loader");
    try (ReferenceWorld world = world()) {
      world.lookUp(world.plugin("acme.one"));

      assertThat(activate(world).apply("acme.words.one.Words")).isEqualTo("acme.one");
      assertThat(world.wires().get("acme.loader 1.0.0"))
          .contains("acme.loader 1.0.0 osgi.wiring.package acme.words.one -> acme.one 1.0.0");
    }
  }

  @Test
  void resourcesAreFoundToo() throws Exception {
    writeSome();
    write(loader("*"), "loader");
    try (ReferenceWorld world = world()) {
      assertThat(activate(world).apply("acme/words/one/words.txt")).isEqualTo("words of acme.one");
    }
  }

  @Test
  void otherImportsNeverGetTheCatalogue() throws Exception {
    write(library("acme.one", "acme.words.one", "1.0"), "one");
    write(loader("*"), "loader");
    write(
        TestBundle.named("acme.user")
            .header("Import-Package", "acme.words.one;resolution:=optional"),
        "user");
    try (ReferenceWorld world = world()) {
      Function<String, String> loader = activate(world);
      world.lookUp(world.plugin("acme.user"));
      assertThat(world.wires().get("acme.user 1.0.0"))
          .containsExactly("acme.user 1.0.0 osgi.wiring.package acme.words.one -> acme.one 1.0.0");
      assertThat(loader.apply("acme.words.one.Words")).isEqualTo("acme.one");
    }
  }

  @Test
  void aLibraryWithAnActivatorIsActivatedBeforeItsClassIsUsed() throws Exception {
    write(
        library("acme.one", "acme.words.one", "1.0")
            .header("Bundle-Activator", "acme.words.one.Start")
            .header("Import-Package", "org.osgi.framework")
            .source(
                """
                package acme.words.one;
                public class Start implements org.osgi.framework.BundleActivator {
                  public void start(org.osgi.framework.BundleContext context) {}
                  public void stop(org.osgi.framework.BundleContext context) {}
                }
                """),
        "one");
    write(loader("acme.*"), "loader");
    try (ReferenceWorld world = world()) {
      assertThat(activate(world).apply("acme.words.one.Words")).isEqualTo("acme.one");
      assertThat(world.activated())
          .containsExactly("acme.one for class acme.words.one.Words, imported dynamically");
    }
  }

  @Test
  void aLibraryThatCantBeResolvedHasNoClass() throws Exception {
    write(
        library("acme.one", "acme.words.one", "1.0").header("Import-Package", "acme.missing"),
        "one");
    write(loader("*"), "loader");
    try (ReferenceWorld world = world()) {
      assertThat(activate(world).apply("acme.words.one.Words"))
          .isEqualTo("no class acme.words.one.Words");
      assertThat(world.installed()).containsExactly("acme.loader");
    }
  }

  @Test
  void whatAFragmentExportsIsFoundAtItsHost() throws Exception {
    write(library("acme.host", "acme.words.host", "1.0"), "host");
    write(
        library("acme.fragment", "acme.words.more", "1.0").header("Fragment-Host", "acme.host"),
        "fragment");
    write(loader("acme.words.*"), "loader");
    try (ReferenceWorld world = world()) {
      Function<String, String> loader = activate(world);

      assertThat(loader.apply("acme.words.more.Words")).isEqualTo("acme.fragment");
      assertThat(world.installed()).containsExactly("acme.fragment", "acme.host", "acme.loader");
      assertThat(loader.apply("acme.words.host.Words")).isEqualTo("acme.host");
    }
  }

  @Test
  void whatAFragmentOfAnInstalledHostExportsIsWiredDirectly() throws Exception {
    write(library("acme.host", "acme.words.host", "1.0"), "host");
    write(
        library("acme.fragment", "acme.words.more", "1.0").header("Fragment-Host", "acme.host"),
        "fragment");
    write(loader("*"), "loader");
    try (ReferenceWorld world = world()) {
      world.lookUp(world.plugin("acme.host"));

      assertThat(activate(world).apply("acme.words.more.Words")).isEqualTo("acme.fragment");
      assertThat(world.wires().get("acme.loader 1.0.0"))
          .contains("acme.loader 1.0.0 osgi.wiring.package acme.words.more -> acme.host 1.0.0");
    }
  }

  @Test
  void aClauseCanAskForTheBundleThatExports() throws Exception {
    write(library("acme.old", "acme.words", "1.0"), "a-old");
    write(library("acme.new", "acme.words", "1.5"), "b-new");
    write(loader("acme.words;bundle-symbolic-name=acme.old"), "loader");
    try (ReferenceWorld world = world()) {
      Function<String, String> loader = activate(world);
      assertThat(world.installed()).containsExactly("acme.loader");

      assertThat(loader.apply("acme.words.Words")).isEqualTo("acme.old");
      assertThat(world.installed()).containsExactly("acme.loader", "acme.old");
    }
  }

  @Test
  void aClauseCanAskForTheVersionOfTheBundle() throws Exception {
    for (String version : List.of("1.0.0", "1.7.0", "2.0.0")) {
      write(
          TestBundle.named("acme.one")
              .header("Bundle-Version", version)
              .header("Export-Package", "acme.words")
              .source(
                  """
                  package acme.words;
                  public class Words implements java.util.function.Supplier<String> {
                    public String get() { return "%s"; }
                  }
                  """
                      .formatted(version)),
          "one-" + version);
    }
    write(loader("acme.words;bundle-version=\"[1.5,2)\""), "loader");
    try (ReferenceWorld world = world()) {
      assertThat(activate(world).apply("acme.words.Words")).isEqualTo("1.7.0");
      assertThat(world.framework().context().getBundles())
          .filteredOn(bundle -> world.framework().pluginOf(bundle) != null)
          .extracting(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion())
          .containsExactlyInAnyOrder("acme.loader 1.0.0", "acme.one 1.7.0");
    }
  }

  @Test
  void noBundleSeesWhatIsCalledLikeAPluginInTheCatalogue() throws Exception {
    write(library("acme.one", "acme.words", "1.0"), "one");
    write(loader("acme.words;bundle-symbolic-name=acme.one"), "loader");
    write(TestBundle.named("acme.user").header("Require-Bundle", "acme.one"), "user");
    try (ReferenceWorld world = world()) {
      Function<String, String> loader = activate(world);
      BundleContext context =
          Objects.requireNonNull(world.framework().bundleOf(world.plugin("acme.loader")))
              .getBundleContext();
      assertThat(context.getBundles())
          .extracting(Bundle::getSymbolicName)
          .contains("acme.loader")
          .doesNotContain("acme.one");

      world.lookUp(world.plugin("acme.user"));
      assertThat(world.wires().get("acme.user 1.0.0"))
          .containsExactly("acme.user 1.0.0 osgi.wiring.bundle acme.one -> acme.one 1.0.0");
      assertThat(loader.apply("acme.words.Words")).isEqualTo("acme.one");
      assertThat(context.getBundles())
          .extracting(Bundle::getSymbolicName)
          .containsOnlyOnce("acme.one");
    }
  }

  @Test
  void aPluginThatArrivesLaterIsFoundThoughItsClassWasAskedForBefore() throws Exception {
    write(library("other.three", "other.three", "1.0"), "three");
    write(loader("acme.words.*"), "loader");
    try (ReferenceWorld world = world()) {
      Function<String, String> loader = activate(world);
      assertThat(loader.apply("acme.words.one.Words")).isEqualTo("no class acme.words.one.Words");

      write(library("acme.one", "acme.words.one", "1.0"), "one");
      world.refresh();

      assertThat(loader.apply("acme.words.one.Words")).isEqualTo("acme.one");
      assertThat(world.installed()).containsExactly("acme.loader", "acme.one");
    }
  }

  @Test
  void whatAWeavingHookLetsAClassImportIsFoundInPluginsThatAreNotInstalled() throws Exception {
    writeSome();
    write(loader("nobody.has.this"), "loader");
    try (ReferenceWorld world = world()) {
      WeavingHook hook =
          woven -> {
            if (woven.getClassName().equals("acme.loader.Start")) {
              woven.getDynamicImports().add("acme.words.one,acme.words.two;version=\"[2,3)\"");
            }
          };
      world.framework().context().registerService(WeavingHook.class, hook, null);
      Function<String, String> loader = activate(world);
      assertThat(world.installed()).containsExactly("acme.loader");

      assertThat(loader.apply("acme.words.one.Words")).isEqualTo("acme.one");
      assertThat(loader.apply("acme.words.two.Words")).isEqualTo("no class acme.words.two.Words");
      assertThat(world.installed()).containsExactly("acme.loader", "acme.one");
    }
  }
}
