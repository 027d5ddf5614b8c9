package dev.latent.demo.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.demo.standin.StandInPlugin;
import dev.latent.demo.standin.StandInPlugins;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActionChoiceTests {

  @Test
  void anActionThatNamesTheTypeComesBeforeOneThatTakesAllTexts() {
    List<Action> all =
        actions(
            action("any", "*/*"),
            action("texts", "text/*").preferred(),
            action("md", "text/markdown"));
    assertThat(chosen(all, "text/markdown")).isEqualTo("md");
    assertThat(chosen(all, "text/plain")).isEqualTo("texts");
    assertThat(chosen(all, "image/png")).isEqualTo("any");
  }

  @Test
  void ofSeveralThatAreEquallyCloseThePreferredOneIsTaken() {
    ActionChoice choice =
        choice(
            actions(
                action("a", "text/*"), action("b", "text/*").preferred(), action("c", "text/*")),
            "text/plain");
    assertThat(choice.action().orElseThrow().id()).isEqualTo("b");
    assertThat(choice.others().stream().map(Action::id)).containsExactly("a", "c");
  }

  @Test
  void whereNoneOrTwoArePreferredNothingIsChosen() {
    List<Action> none = actions(action("a", "text/*"), action("b", "text/*"));
    assertThat(choice(none, "text/plain").action()).isEmpty();
    assertThat(choice(none, "text/plain").others()).hasSize(2);
    List<Action> two =
        actions(action("a", "text/*").preferred(), action("b", "text/*").preferred());
    assertThat(choice(two, "text/plain").action()).isEmpty();
    assertThat(choice(none, "image/png").fitting()).isEmpty();
  }

  private static String chosen(List<Action> all, String from) {
    return choice(all, from).action().orElseThrow().id();
  }

  private static ActionChoice choice(List<Action> all, String from) {
    return ActionChoice.of(all, from, "application/pdf");
  }

  private static StandInPlugin action(String id, String from) {
    return StandInPlugin.action(id, id, "G", from, "application/pdf", (in, options) -> in);
  }

  private static List<Action> actions(StandInPlugin... plugins) {
    return new ActionCatalog(new StandInPlugins(Arrays.asList(plugins))).all();
  }
}
