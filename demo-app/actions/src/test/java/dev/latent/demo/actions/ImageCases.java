package dev.latent.demo.actions;

import static org.assertj.core.api.Assertions.assertThat;

import boofcv.abst.fiducial.AztecCodeDetector;
import boofcv.abst.fiducial.QrCodeDetector;
import boofcv.alg.fiducial.qrcode.QrCode;
import boofcv.factory.fiducial.FactoryFiducial;
import boofcv.struct.image.GrayU8;
import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.MetadataException;
import com.drew.metadata.jpeg.JpegDirectory;
import com.drew.metadata.png.PngDirectory;
import com.lowagie.text.Rectangle;
import com.lowagie.text.pdf.PRStream;
import com.lowagie.text.pdf.PdfReader;
import dev.latent.demo.api.Document;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVRecord;
import uk.org.okapibarcode.backend.Code128;

/** Pictures, drawings and codes. */
final class ImageCases {

  private static final int WHITE = 0xFFFFFFFF;

  private ImageCases() {}

  static List<ActionCase> all() {
    return List.of(
        ActionCase.of("image-resize", "harbour.jpg")
            .changed("width", "120")
            .changed("grey", "true")
            .check(
                (plain, changed) -> {
                  JpegDirectory picture = jpeg(plain);
                  assertThat(picture.getImageWidth()).isEqualTo(400);
                  assertThat(picture.getImageHeight()).isEqualTo(250);
                  assertThat(picture.getNumberOfComponents()).isEqualTo(3);
                  assertThat(jpeg(changed).getImageWidth()).isEqualTo(120);
                  assertThat(jpeg(changed).getNumberOfComponents()).isEqualTo(1);
                }),
        ActionCase.of("image-watermark", "stamp.png")
            .changed("place", "top-left")
            .check(
                (plain, changed) -> {
                  BufferedImage before = image(ActionCase.sample("stamp.png"));
                  BufferedImage after = image(plain);
                  int x = before.getWidth() - 5;
                  int y = before.getHeight() - 5;
                  assertThat(after.getWidth()).isEqualTo(before.getWidth());
                  assertThat(after.getRGB(x, y)).isNotEqualTo(before.getRGB(x, y));
                  assertThat(after.getRGB(5, 5)).isEqualTo(before.getRGB(5, 5));
                  assertThat(image(changed).getRGB(5, 5)).isNotEqualTo(before.getRGB(5, 5));
                  assertThat(image(changed).getRGB(x, y)).isEqualTo(before.getRGB(x, y));
                }),
        ActionCase.of("image-metadata", "harbour.jpg")
            .changed("part", "JPEG")
            .check(
                (plain, changed) -> {
                  BufferedImage picture = image(ActionCase.sample("harbour.jpg"));
                  List<CSVRecord> rows = TableCases.rows(plain);
                  assertThat(rows)
                      .anySatisfy(
                          row ->
                              assertThat(row.values())
                                  .containsExactly(
                                      "JPEG", "Image Width", picture.getWidth() + " pixels"));
                  assertThat(TableCases.rows(changed).stream().skip(1))
                      .isNotEmpty()
                      .allMatch(row -> row.get(0).equals("JPEG"));
                }),
        ActionCase.of("svg-png", "compass.svg")
            .changed("width", "100")
            .changed("background", "white")
            .check(
                (plain, changed) -> {
                  BufferedImage drawing = image(plain);
                  assertThat(drawing.getWidth()).isEqualTo(512);
                  assertThat(drawing.getHeight()).isEqualTo(512);
                  assertThat(drawing.getRGB(0, 0)).as("nothing in the corner").isZero();
                  assertThat(drawing.getRGB(256, 150)).as("needle").isEqualTo(0xFFC8553D);
                  assertThat(image(changed).getWidth()).isEqualTo(100);
                  assertThat(image(changed).getRGB(0, 0)).isEqualTo(WHITE);
                }),
        ActionCase.of("svg-pdf", "compass.svg")
            .changed("page", "A5")
            .check(
                (plain, changed) -> {
                  Rectangle page = new PdfReader(plain.content()).getPageSize(1);
                  assertThat(page.getWidth()).isBetween(594f, 596f);
                  Rectangle small = new PdfReader(changed.content()).getPageSize(1);
                  assertThat(small.getWidth()).isBetween(419f, 421f);
                  assertThat(streams(plain))
                      .as("the needle's red")
                      .contains("0.7843 0.3333 0.2392 sc");
                }),
        ActionCase.of("qr-code", "letter-1.txt")
            .changed("text", "https://example.org/caf\u00e9")
            .changed("level", "H")
            .check(
                (plain, changed) -> {
                  QrCode code = qrCode(plain);
                  assertThat(code.message)
                      .isEqualTo(ActionCase.sample("letter-1.txt").text().strip());
                  assertThat(code.error).isEqualTo(QrCode.ErrorLevel.M);
                  assertThat(qrCode(changed).message).isEqualTo("https://example.org/caf\u00e9");
                  assertThat(qrCode(changed).error).isEqualTo(QrCode.ErrorLevel.H);
                }),
        ActionCase.of("barcode", "letter-1.txt")
            .changed("format", "aztec")
            .check(
                (plain, changed) -> {
                  Code128 theirs = new Code128();
                  theirs.setContent("Dear readers,");
                  assertThat(bars(image(plain))).isEqualTo(bars(theirs));
                  AztecCodeDetector<GrayU8> detector = FactoryFiducial.aztec(null, GrayU8.class);
                  detector.process(grey(image(changed)));
                  assertThat(detector.getDetections())
                      .singleElement()
                      .satisfies(code -> assertThat(code.message).isEqualTo("Dear readers,"));
                }));
  }

  private static JpegDirectory jpeg(Document document) throws Exception {
    return ImageMetadataReader.readMetadata(new ByteArrayInputStream(document.content()))
        .getFirstDirectoryOfType(JpegDirectory.class);
  }

  /** Opens a picture with the platform; what that may have written, another library reads, too. */
  static BufferedImage image(Document document) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(document.content()));
    if (document.mediaType().equals("image/png")) {
      try {
        Directory header =
            ImageMetadataReader.readMetadata(new ByteArrayInputStream(document.content()))
                .getFirstDirectoryOfType(PngDirectory.class);
        assertThat(header.getInt(PngDirectory.TAG_IMAGE_WIDTH)).isEqualTo(image.getWidth());
        assertThat(header.getInt(PngDirectory.TAG_IMAGE_HEIGHT)).isEqualTo(image.getHeight());
      } catch (ImageProcessingException | MetadataException e) {
        throw new IOException(e);
      }
    }
    return image;
  }

  private static QrCode qrCode(Document document) throws IOException {
    QrCodeDetector<GrayU8> detector = FactoryFiducial.qrcode(null, GrayU8.class);
    detector.process(grey(image(document)));
    assertThat(detector.getDetections()).hasSize(1);
    return detector.getDetections().get(0);
  }

  /** With a white rim, which finders of codes want. */
  private static GrayU8 grey(BufferedImage image) {
    int rim = 40;
    GrayU8 grey = new GrayU8(image.getWidth() + 2 * rim, image.getHeight() + 2 * rim);
    for (int y = 0; y < grey.height; y++) {
      for (int x = 0; x < grey.width; x++) {
        boolean inside =
            x >= rim && y >= rim && x < image.getWidth() + rim && y < image.getHeight() + rim;
        grey.set(x, y, inside ? image.getRGB(x - rim, y - rim) & 0xFF : 0xFF);
      }
    }
    return grey;
  }

  /** All streams of a PDF, unpacked. */
  private static String streams(Document document) throws IOException {
    PdfReader pdf = new PdfReader(document.content());
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < pdf.getXrefSize(); i++) {
      if (pdf.getPdfObject(i) instanceof PRStream stream) {
        text.append(new String(PdfReader.getStreamBytes(stream), StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }

  private static String bars(Code128 code) {
    StringBuilder widths = new StringBuilder();
    double end = 0;
    for (var bar : code.getRectangles()) {
      if (!widths.isEmpty()) {
        widths.append(Math.round(bar.x - end));
      }
      widths.append(Math.round(bar.width));
      end = bar.x + bar.width;
    }
    return widths.toString();
  }

  /** The widths of bars and gaps along the middle, in units of the thinnest. */
  private static String bars(BufferedImage image) {
    int y = image.getHeight() / 2;
    List<Integer> runs = new ArrayList<>();
    int length = 0;
    int before = WHITE;
    for (int x = 0; x < image.getWidth(); x++) {
      int colour = image.getRGB(x, y);
      if (colour == before) {
        length++;
      } else {
        runs.add(length);
        length = 1;
        before = colour;
      }
    }
    List<Integer> inside = runs.subList(1, runs.size());
    int unit = inside.stream().mapToInt(Integer::intValue).min().orElseThrow();
    StringBuilder widths = new StringBuilder();
    inside.forEach(run -> widths.append(run / unit));
    return widths.toString();
  }
}
