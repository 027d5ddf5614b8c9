package dev.latent.demo.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ComparisonTests {

  private static final Figures LAZY = new Figures(180, 410, 9_216, 2_300, 0, 410, 3, 0, 62);
  private static final Figures EAGER =
      new Figures(4_200, 4_260, 62_464, 17_500, 15_400, 15_410, 61, 1, 62);

  @Test
  void figuresSurviveTheWayFromChildToParent() {
    assertThat(Figures.isLine(LAZY.line())).isTrue();
    assertThat(Figures.parse(LAZY.line())).isEqualTo(LAZY);
  }

  @Test
  void mediansAreOfEachFigureByItself() {
    Figures other = new Figures(200, 400, 9_216, 2_300, 0, 412, 3, 0, 62);
    Figures third = new Figures(170, 500, 9_216, 2_300, 0, 414, 3, 0, 62);
    assertThat(Figures.median(List.of(LAZY, other, third)))
        .isEqualTo(new Figures(180, 410, 9_216, 2_300, 0, 412, 3, 0, 62));
    assertThat(Figures.median(List.of(LAZY, other)).readyMillis()).isEqualTo(190);
  }

  @Test
  void theTableStandsInColumns() {
    assertThat(new ComparisonTable(LAZY, EAGER).text(5).lines())
        .startsWith(
            "                                  lazy         eager",
            "ready                           180 ms      4,200 ms",
            "first conversion done           410 ms      4,260 ms",
            "heap after it                   9.0 MB       61.0 MB")
        .contains("1 plugins could not be activated; see above.")
        .anyMatch(line -> line.startsWith("62 plugins. Medians of 5 starts each, in turn"));
  }

  @Test
  void thePictureIsWellFormedAndTheSameForTheSameFigures() throws Exception {
    String svg = new ComparisonPicture(new ComparisonTable(LAZY, EAGER)).svg();
    assertThat(new ComparisonPicture(new ComparisonTable(LAZY, EAGER)).svg()).isEqualTo(svg);
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(3 + 2 * 7);
    assertThat(document.getElementsByTagName("desc").item(0).getTextContent())
        .contains("ready: lazy 180 ms, eager 4,200 ms.");
  }

  /** {@code -Ddemo.picture=write} draws it anew, see CONTRIBUTING. */
  @Test
  void thePictureOfTheReadmeIsOneThatThisDraws() throws Exception {
    String committed = Files.readString(Path.of("..", "..", "docs", "images", "demo-eager.svg"));
    assertThat(withoutFigures(committed))
        .isEqualTo(withoutFigures(new ComparisonPicture(new ComparisonTable(LAZY, EAGER)).svg()));
  }

  private static String withoutFigures(String svg) {
    return svg.replaceAll("\\d[\\d.,]*", "0");
  }
}
