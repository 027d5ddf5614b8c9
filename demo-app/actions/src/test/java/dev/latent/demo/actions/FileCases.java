package dev.latent.demo.actions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.demo.api.Document;
import io.airlift.compress.zstd.ZstdInputStream;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.vcard.VCardBuilder;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.csv.CSVRecord;

/** Archives, locks, fingerprints, mails and address cards. */
final class FileCases {

  private FileCases() {}

  static List<ActionCase> all() {
    return List.of(
        ActionCase.of("archive-list", "press-kit.zip")
            .changed("order", "size")
            .changed("contains", "t")
            .check(
                (plain, changed) -> {
                  List<CSVRecord> rows = TableCases.rows(plain);
                  Map<String, byte[]> files = files(ActionCase.sample("press-kit.zip"));
                  assertThat(rows.stream().skip(1).map(row -> row.get(0)))
                      .containsExactlyElementsOf(files.keySet());
                  assertThat(rows.stream().skip(1))
                      .allMatch(row -> Integer.parseInt(row.get(1)) == size(files, row.get(0)));
                  assertThat(TableCases.rows(changed).stream().skip(1))
                      .isSortedAccordingTo(
                          (a, b) ->
                              Long.compare(Long.parseLong(b.get(1)), Long.parseLong(a.get(1))))
                      .allMatch(row -> row.get(0).contains("t"));
                }),
        ActionCase.of("archive-tar", "press-kit.zip")
            .changed("without", ".csv")
            .check(
                (plain, changed) -> {
                  Map<String, byte[]> files = files(ActionCase.sample("press-kit.zip"));
                  Map<String, byte[]> packed = tar(plain);
                  assertThat(packed.keySet()).isEqualTo(files.keySet());
                  assertThat(packed)
                      .allSatisfy(
                          (name, content) -> assertThat(content).isEqualTo(files.get(name)));
                  assertThat(tar(changed).keySet()).noneMatch(name -> name.endsWith(".csv"));
                }),
        ActionCase.of("zstd-pack", "coastal-walk.md")
            .changed("checksum", "false")
            .changed("level", "19")
            .check(
                (plain, changed) -> {
                  byte[] before = ActionCase.sample("coastal-walk.md").content();
                  assertThat(plain.name()).isEqualTo("coastal-walk.md.zst");
                  assertThat(unzstd(plain)).isEqualTo(before);
                  assertThat(unzstd(changed)).isEqualTo(before);
                  assertThat(plain.content()).hasSizeLessThan(before.length);
                }),
        ActionCase.of("zip-lock", "letter-1.txt")
            .given("password", "gull")
            .changed("method", "old")
            .check(
                (plain, changed) -> {
                  byte[] before = ActionCase.sample("letter-1.txt").content();
                  assertThat(LockedZip.open(plain.content(), "letter-1.txt", "gull"))
                      .isEqualTo(before);
                  assertThat(LockedZip.open(changed.content(), "letter-1.txt", "gull"))
                      .isEqualTo(before);
                }),
        ActionCase.of("checksum", "harbour.jpg")
            .changed("algorithm", "sha3-256")
            .changed("upper", "true")
            .check(
                (plain, changed) -> {
                  byte[] content = ActionCase.sample("harbour.jpg").content();
                  String sum =
                      HexFormat.of()
                          .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
                  assertThat(plain.text()).isEqualTo(sum + "  harbour.jpg\n");
                  String other =
                      HexFormat.of()
                          .withUpperCase()
                          .formatHex(MessageDigest.getInstance("SHA3-256").digest(content));
                  assertThat(changed.text()).isEqualTo(other + "  harbour.jpg\n");
                }),
        ActionCase.of("text-base64", "stamp.png")
            .changed("form", "hex")
            .changed("line", "64")
            .check(
                (plain, changed) -> {
                  byte[] content = ActionCase.sample("stamp.png").content();
                  assertThat(Base64.getMimeDecoder().decode(plain.text())).isEqualTo(content);
                  assertThat(plain.text().lines()).allMatch(line -> line.length() <= 76);
                  assertThat(HexFormat.of().parseHex(changed.text().replace("\n", "")))
                      .isEqualTo(content);
                  assertThat(changed.text().lines()).allMatch(line -> line.length() <= 64);
                }),
        ActionCase.of("mail-text", "postcard.eml")
            .changed("part", "html")
            .check(
                (plain, changed) -> {
                  MimeMessage mail =
                      new MimeMessage(
                          Session.getInstance(new Properties()),
                          new ByteArrayInputStream(ActionCase.sample("postcard.eml").content()));
                  Multipart parts = (Multipart) mail.getContent();
                  assertThat(plain.text())
                      .startsWith("Subject: " + mail.getSubject() + "\n")
                      .contains(
                          parts.getBodyPart(0).getContent().toString().strip().lines().toList());
                  assertThat(mail.getSubject()).isEqualTo("Caf\u00e9 by the ferry");
                  assertThat(changed.text())
                      .contains(parts.getBodyPart(1).getContent().toString().strip());
                }),
        ActionCase.of("vcard-version", "contacts.vcf")
            .changed("version", "2.1")
            .check(
                (plain, changed) -> {
                  List<Property> now = properties(plain);
                  assertThat(values(now, "VERSION")).containsExactly("4.0", "4.0");
                  assertThat(values(now, "FN")).containsExactly("Ida Brook", "Jonas Tern");
                  assertThat(values(now, "TITLE")).containsExactly("Ferryman");
                  List<Property> old = properties(changed);
                  assertThat(values(old, "VERSION")).containsExactly("2.1", "2.1");
                }));
  }

  private static Map<String, byte[]> files(Document zip) throws java.io.IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.content()))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          files.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return files;
  }

  private static int size(Map<String, byte[]> files, String name) {
    byte[] content = files.get(name);
    return content == null ? -1 : content.length;
  }

  private static Map<String, byte[]> tar(Document document) throws java.io.IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new ByteArrayInputStream(document.content())))) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        files.put(entry.getName(), tar.readAllBytes());
      }
    }
    return files;
  }

  private static byte[] unzstd(Document document) throws java.io.IOException {
    try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(document.content()))) {
      return in.readAllBytes();
    }
  }

  private static List<Property> properties(Document cards) throws Exception {
    return new VCardBuilder(new StringReader(cards.text()))
        .build().getEntityList().getAll().stream()
            .flatMap(card -> card.getPropertyList().getAll().stream())
            .toList();
  }

  private static List<String> values(List<Property> properties, String name) {
    return properties.stream()
        .filter(property -> property.getName().equals(name))
        .map(Property::getValue)
        .toList();
  }
}
