package dev.latent.demo.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ActionOptionTests {

  @Test
  void everyTypeIsReadWithItsWords() {
    assertThat(ActionOption.parse("size|number:6:32|11|Size of the letters"))
        .isEqualTo(
            new ActionOption(
                "size", ActionOption.Type.NUMBER, List.of("6", "32"), "11", "Size of the letters"));
    assertThat(ActionOption.parse("page|choice:A4:A5|A4|Paper").words())
        .containsExactly("A4", "A5");
    assertThat(ActionOption.parse("other|document:text/*||Other").type())
        .isEqualTo(ActionOption.Type.DOCUMENT);
    assertThat(ActionOption.parse("toc|flag|true|Contents").type())
        .isEqualTo(ActionOption.Type.FLAG);
  }

  @Test
  void aLabelMayHoldABar() {
    assertThat(ActionOption.parse("a|text|x|this|that").label()).isEqualTo("this|that");
  }

  @Test
  void whatIsNotAsStatedBecomesText() {
    assertThat(ActionOption.parse("lonely"))
        .isEqualTo(new ActionOption("lonely", ActionOption.Type.TEXT, List.of(), "", "lonely"));
    assertThat(ActionOption.parse("n|number:1|2|N").type()).isEqualTo(ActionOption.Type.TEXT);
    assertThat(ActionOption.parse("n|colour|2|N").type()).isEqualTo(ActionOption.Type.TEXT);
  }
}
