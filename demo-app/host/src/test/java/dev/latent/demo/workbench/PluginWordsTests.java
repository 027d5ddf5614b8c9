package dev.latent.demo.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginState;
import dev.latent.api.PluginVersion;
import dev.latent.api.Warmth;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.demo.standin.StandInPlugin;
import dev.latent.demo.standin.StandInPlugins;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PluginWordsTests {

  private static final StandInPlugin ACTION =
      StandInPlugin.action("pdf", "Text to PDF", "G", "text/*", "application/pdf", (in, o) -> in)
          .by("ZXing core 3.5");
  private static final String LOOKUP =
      "lookup of dev.latent.demo.api.DocumentAction through a handle by the host at"
          + " dev.latent.demo.Runner.run(Runner.java:1) activated demo.action.pdf 1.2.0";

  private final StandInPlugins plugins = new StandInPlugins(List.of(ACTION));

  @Test
  void anActionThatTheUserRanIsActiveForThat() {
    assertThat(why(PluginState.ACTIVE, LOOKUP)).isEqualTo("you ran it");
  }

  @Test
  void whatAPluginNeedsIsToldByTheNameThatUsersKnow() {
    assertThat(
            why(
                PluginState.ACTIVE,
                LOOKUP,
                "demo.action.pdf 1.2.0 requires the extender osgi.component activated scr 2.2.18"))
        .isEqualTo("needed by \u201cText to PDF\u201d, which is a component");
    assertThat(
            why(
                PluginState.ACTIVE,
                LOOKUP,
                "demo.action.pdf 1.2.0 loads org.slf4j.spi.Provider through ServiceLoader activated"
                    + " nop 2.0.18"))
        .isEqualTo("Text to PDF looks for a Provider");
  }

  @Test
  void whatHappensByItselfIsToldSo() {
    assertThat(why(PluginState.ACTIVE, "the policy background (auto: it announces no service)"))
        .isEqualTo("started by itself, in idle time");
    assertThat(why(PluginState.ACTIVE, "the policy eager (set by the host)"))
        .isEqualTo("started with the workbench");
  }

  @Test
  void aReasonThatIsNotRecognisedIsGivenAsItIs() {
    assertThat(why(PluginState.ACTIVE, "the moon is full")).isEqualTo("the moon is full");
  }

  @Test
  void aLibrarySaysWhichActionItComesWith() {
    assertThat(why(PluginState.REGISTERED)).isEqualTo("for \u201cText to PDF\u201d");
  }

  @Test
  void aNameLosesWhatManyHaveInFront() {
    PluginWords words = words();
    assertThat(words.title(id("org.apache.felix.scr"))).isEqualTo("felix.scr");
    assertThat(words.title(id("jaxen"))).isEqualTo("jaxen");
    assertThat(words.title(id("demo.action.pdf"))).isEqualTo("Text to PDF");
  }

  private PluginWords words() {
    return new PluginWords(plugins.plugins(), new ActionCatalog(plugins).all());
  }

  private String why(PluginState state, String... why) {
    return words()
        .why(
            new PluginSnapshot(
                id("com.google.zxing.core"),
                PluginKind.BUNDLE,
                "core-3.5.jar",
                state,
                Warmth.COLD,
                ActivationPolicy.LAZY,
                "",
                List.of(why),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty()));
  }

  private static PluginId id(String name) {
    return new PluginId(name, new PluginVersion(1, 2, 0, ""));
  }
}
