package dev.latent.container.runtime.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.resolve.MissingMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;

@Timeout(60)
final class ReferenceTableTests {

  @TempDir private Path directory;

  private ReferenceWorld world() {
    return new ReferenceWorld(directory.resolve("plugins"), directory.resolve("state"));
  }

  private Path stored() {
    return directory.resolve("state/cache/" + ReferenceWorld.FRAMEWORK + ".wiring");
  }

  private void write(TestBundle bundle) throws IOException {
    bundle.writeTo(Files.createDirectories(directory.resolve("plugins")));
  }

  /** The highest api uses the old font, the user wants the new one: the lower api must do. */
  private void writeConflict() throws IOException {
    write(TestBundle.named("acme.font1").header("Export-Package", "acme.font;version=1.0"));
    write(TestBundle.named("acme.font2").header("Export-Package", "acme.font;version=2.0"));
    write(
        TestBundle.named("acme.api1")
            .header("Export-Package", "acme.api;version=1.0;uses:=acme.font")
            .header("Import-Package", "acme.font;version=\"[2,3)\""));
    write(
        TestBundle.named("acme.api2")
            .header("Export-Package", "acme.api;version=1.1;uses:=acme.font")
            .header("Import-Package", "acme.font;version=\"[1,2)\""));
    write(
        TestBundle.named("acme.user")
            .header("Import-Package", "acme.api,acme.font;version=\"[2,3)\""));
  }

  private static Set<String> installed(ReferenceWorld world) {
    return world.wires().keySet();
  }

  @Test
  void usesConstraintsDecideWhatIsInstalled() throws Exception {
    writeConflict();
    try (ReferenceWorld world = world()) {
      world.lookUp(world.plugin("acme.user"));

      assertThat(installed(world))
          .containsExactly("acme.api1 1.0.0", "acme.font2 1.0.0", "acme.user 1.0.0");
    }
  }

  @Test
  void theWiringIsKeptForTheNextStart() throws Exception {
    writeConflict();
    try (ReferenceWorld world = world()) {
      world.lookUp(world.plugin("acme.user"));
    }
    byte[] first = Files.readAllBytes(stored());
    Object file = Files.readAttributes(stored(), "unix:ino,ctime");
    try (ReferenceWorld world = world()) {
      world.lookUp(world.plugin("acme.user"));
      assertThat(installed(world)).contains("acme.api1 1.0.0");
    }

    assertThat(Files.readAttributes(stored(), "unix:ino,ctime")).isEqualTo(file);
    assertThat(stored()).hasBinaryContent(first);
  }

  @Test
  void aTornFileIsComputedAgain() throws Exception {
    writeConflict();
    try (ReferenceWorld world = world()) {
      world.lookUp(world.plugin("acme.user"));
    }
    byte[] whole = Files.readAllBytes(stored());
    for (int length : new int[] {0, 5, whole.length / 2, whole.length - 1}) {
      Files.write(stored(), Arrays.copyOf(whole, length));
      try (ReferenceWorld world = world()) {
        assertThat(world.closure(world.plugin("acme.user")).members())
            .extracting(member -> member.id().name())
            .containsExactly("acme.font2", "acme.api1", "acme.user");
      }
      assertThat(stored()).hasBinaryContent(whole);
    }
    byte[] changed = whole.clone();
    changed[whole.length / 2] ^= 1;
    Files.write(stored(), changed);
    try (ReferenceWorld world = world()) {
      assertThat(world.reference()).isNotNull();
    }
    assertThat(stored()).hasBinaryContent(whole);
  }

  @Test
  void anotherSetHasAnotherWiring() throws Exception {
    writeConflict();
    try (ReferenceWorld world = world()) {
      world.lookUp(world.plugin("acme.user"));
    }
    Files.delete(directory.resolve("plugins/acme.api1.jar"));
    write(TestBundle.named("acme.api3").header("Export-Package", "acme.api;version=0.5"));
    try (ReferenceWorld world = world()) {
      world.lookUp(world.plugin("acme.user"));
      assertThat(installed(world))
          .containsExactly("acme.api3 1.0.0", "acme.font2 1.0.0", "acme.user 1.0.0");
    }
  }

  @Test
  void aLookupWithoutCompetitionComputesNothing() throws Exception {
    write(TestBundle.named("acme.api").header("Export-Package", "acme.api"));
    write(TestBundle.named("acme.user").header("Import-Package", "acme.api"));
    try (ReferenceWorld world = world()) {
      world.lookUp(world.plugin("acme.user"));
      assertThat(world.closure(world.plugin("acme.user")).reference()).isNull();
    }

    assertThat(stored()).doesNotExist();
  }

  @Test
  void whatTheReferenceRunWiresOptionallyIsInstalledToo() throws Exception {
    write(TestBundle.named("acme.api").header("Export-Package", "acme.api,acme.other"));
    write(TestBundle.named("acme.more").header("Export-Package", "acme.other;version=1.0"));
    write(
        TestBundle.named("acme.user")
            .header("Import-Package", "acme.api,acme.other;resolution:=optional"));
    try (ReferenceWorld world = world()) {
      world.lookUp(world.plugin("acme.user"));

      assertThat(world.wires().get("acme.user 1.0.0"))
          .contains("acme.user 1.0.0 osgi.wiring.package acme.other -> acme.more 1.0.0");
    }
  }

  @Test
  void aForeignResolverHookVoidsTheReferenceRun() throws Exception {
    writeConflict();
    try (ReferenceWorld world = world()) {
      RegisteredPlugin user = world.plugin("acme.user");
      assertThat(world.closure(user).reference()).isNotNull();
      write(TestBundle.named("acme.hooks"));
      Bundle foreign =
          world
              .framework()
              .context()
              .installBundle("reference:" + directory.resolve("plugins/acme.hooks.jar").toUri());
      foreign.start();
      foreign.getBundleContext().registerService(ResolverHookFactory.class, triggers -> null, null);

      assertThat(world.closure(user).reference()).isNull();
    }
  }

  @Test
  void aSingletonThatGivesWayIsNamed() throws Exception {
    write(TestBundle.named("acme.one;singleton:=true").header("Export-Package", "acme.one"));
    TestBundle.named("acme.one;singleton:=true")
        .header("Bundle-Version", "2.0")
        .header("Export-Package", "acme.one;version=2.0")
        .writeTo(directory.resolve("plugins"), "second");
    boolean felix = ReferenceWorld.KIND == FrameworkKind.FELIX;
    try (ReferenceWorld world = world()) {
      // Felix takes the lowest version, whatever its documentation says.
      RegisteredPlugin gone = world.plugins().named("acme.one").get(felix ? 0 : 1);
      Closure closure = world.closure(gone);

      assertThat(closure.resolvable()).isFalse();
      assertThat(MissingMessage.of(closure, ""))
          .isEqualTo(
              "Plugin acme.one "
                  + (felix ? "2.0.0" : "1.0.0")
                  + " is a singleton, and of its versions acme.one "
                  + (felix ? "1.0.0" : "2.0.0")
                  + " is the one that is resolved. Remove one of them.");
    }
  }
}
