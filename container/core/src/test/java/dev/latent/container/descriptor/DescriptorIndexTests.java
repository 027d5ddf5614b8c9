package dev.latent.container.descriptor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginVersion;
import dev.latent.api.admin.Problem;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DescriptorIndexTests {

  private static final ContentStamp STAMP = new ContentStamp(100, 5, 77, 6, 8, "");

  @Property(tries = 300)
  void anyDescriptorComesBackAsItWasWritten(@ForAll long seed) {
    RandomDescriptors random = new RandomDescriptors(seed);
    PluginDescriptor first = random.descriptor("acme.first");
    PluginDescriptor second = random.descriptor("acme.second");
    List<Problem> problems =
        List.of(
            new Problem(
                random.text(),
                Problem.Severity.WARNING,
                "b.jar",
                Optional.of(second.id()),
                random.text()));

    DescriptorIndex index =
        open(
            IndexWriter.write(
                List.of("."),
                List.of(
                    IndexEntry.read(0, "a.jar", STAMP, first, List.of()),
                    IndexEntry.read(0, "b.jar", STAMP, second, problems))));

    assertSame(index.descriptor(0), first);
    assertSame(index.descriptor(1), second);
    assertThat(index.problems(0)).isEmpty();
    assertThat(index.problems(1)).isEqualTo(problems);
    assertThat(index.id(1)).isEqualTo(second.id());
    assertThat(index.stamp(1)).isEqualTo(STAMP);
    for (int i = 0; i < first.offers().size(); i++) {
      assertThat(deepText(index.attributes(0, i)))
          .isEqualTo(deepText(first.offers().get(i).attributes()));
    }
  }

  private static void assertSame(PluginDescriptor read, PluginDescriptor written) {
    assertThat(deepText(read)).isEqualTo(deepText(written));
  }

  /** All fields with their types, elements of arrays included, sets and directives sorted. */
  private static String deepText(Object value) {
    if (value instanceof Record record) {
      StringBuilder text = new StringBuilder(record.getClass().getSimpleName()).append('{');
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        try {
          component.getAccessor().setAccessible(true);
          Object part = component.getAccessor().invoke(record);
          text.append(component.getName()).append('=').append(deepText(part)).append(';');
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(e);
        }
      }
      return text.append('}').toString();
    }
    if (value instanceof AttributeMap<?> map) {
      StringBuilder text = new StringBuilder("attributes(");
      map.forEach((key, each) -> text.append(key).append("->").append(deepText(each)).append(','));
      return text.append(')').toString();
    }
    if (value instanceof Map<?, ?> map) {
      return new TreeMap<>(map).toString();
    }
    if (value instanceof Set<?> set) {
      return new TreeSet<>(set).toString();
    }
    if (value instanceof List<?> list) {
      StringBuilder text = new StringBuilder("list(");
      list.forEach(each -> text.append(deepText(each)).append(','));
      return text.append(')').toString();
    }
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? "some " + deepText(optional.get()) : "none";
    }
    if (value != null && value.getClass().isArray()) {
      StringBuilder text = new StringBuilder(value.getClass().getTypeName()).append('(');
      for (int i = 0; i < Array.getLength(value); i++) {
        text.append(deepText(Array.get(value, i))).append(',');
      }
      return text.append(')').toString();
    }
    return value == null ? "null" : value.getClass().getSimpleName() + ":" + value;
  }

  @Property(tries = 100)
  void entriesTakenFromAnIndexMakeTheSameBytesAgain(@ForAll long seed) {
    RandomDescriptors random = new RandomDescriptors(seed);
    List<IndexEntry> entries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int kind = random.below(5);
      entries.add(
          kind == 0
              ? IndexEntry.ignored(0, "ignored" + i)
              : IndexEntry.read(
                  0,
                  "f" + i,
                  STAMP,
                  kind == 1 ? null : random.descriptor("acme.p" + random.below(12)),
                  List.of()));
    }
    byte[] bytes = IndexWriter.write(List.of("."), entries);
    DescriptorIndex index = open(bytes);
    List<@Nullable IndexEntry> again = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int entry = index.find(0, entries.get(i).location());
      again.add(index.entry(entry).placed(0, -1));
    }

    assertThat(IndexWriter.write(List.of("."), List.copyOf(again))).isEqualTo(bytes);
  }

  @Property(tries = 200)
  void oneChangedByteOrAMissingEndIsNoticed(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes =
        IndexWriter.write(
            List.of("."),
            List.of(
                IndexEntry.read(
                    0,
                    "a.jar",
                    STAMP,
                    new RandomDescriptors(seed).descriptor("acme.a"),
                    List.of())));
    byte[] changed = bytes.clone();
    changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));

    assertThat(DescriptorIndex.open(changed)).isNull();
    assertThat(DescriptorIndex.open(cut)).isNull();
  }

  /** The number of the format, and what the sample looks like in it. */
  private static final String FORMAT =
      "6: efb392a73012d2818cf8dc3e975f328775be38f1c7f7e24a3ce4f070b63d6a11";

  @Test
  void theEncodingChangesOnlyWithTheNumberOfTheFormat() throws Exception {
    RandomDescriptors random = new RandomDescriptors(20240229); // the same sample in every run
    List<IndexEntry> entries = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      PluginDescriptor descriptor = random.descriptor("acme.p" + i);
      List<Problem> problems =
          List.of(
              new Problem(
                  "rule", Problem.Severity.NOTICE, "b", Optional.of(descriptor.id()), "text"));
      entries.add(IndexEntry.read(0, "f" + i, STAMP, descriptor, problems));
    }
    byte[] bytes = IndexWriter.write(List.of("."), entries);
    // All of them depend on the Java release that the test runs on.
    Arrays.fill(bytes, IndexFormat.AT_CHECKSUM, IndexFormat.AT_CHECKSUM + 4, (byte) 0);
    Arrays.fill(bytes, IndexFormat.AT_HEAD_CHECKSUM, IndexFormat.AT_HEAD_CHECKSUM + 4, (byte) 0);
    Arrays.fill(bytes, IndexFormat.AT_JAVA_RELEASE, IndexFormat.AT_JAVA_RELEASE + 4, (byte) 0);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);

    assertThat(IndexFormat.VERSION + ": " + HexFormat.of().formatHex(digest))
        .as(
            "The bytes of an index changed. If they are read differently now, raise"
                + " IndexFormat.VERSION, or indexes that users have will be misread; then put the"
                + " new number and digest into FORMAT. If only the sample of this test changed,"
                + " put the new digest there and keep the number.")
        .isEqualTo(FORMAT);
  }

  @Test
  void whatCanNotBeOpenedIsExplained() {
    byte[] bytes = IndexWriter.write(List.of(), List.of());
    byte[] otherVersion = bytes.clone();
    otherVersion[IndexFormat.AT_VERSION + 3] = 99;
    byte[] otherJava = bytes.clone();
    otherJava[IndexFormat.AT_JAVA_RELEASE + 3] = 11;
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);

    assertThat(UnusableIndex.of("somebody's notes".getBytes(UTF_8)))
        .isEqualTo(new UnusableIndex(UnusableIndex.Reason.FOREIGN, "it is not an index of Latent"));
    assertThat(UnusableIndex.of(otherVersion))
        .isEqualTo(
            new UnusableIndex(
                UnusableIndex.Reason.OTHER_VERSION,
                "it has format 99 and this version reads " + IndexFormat.VERSION));
    assertThat(UnusableIndex.of(otherJava).text())
        .isEqualTo("it was made for Java 11 and this is Java " + Runtime.version().feature());
    assertThat(UnusableIndex.of(cut))
        .isEqualTo(
            new UnusableIndex(
                UnusableIndex.Reason.TORN, "it has " + cut.length + " bytes of " + bytes.length));
    assertThat(UnusableIndex.of(new byte[0]).text()).isEqualTo("it ends after 0 bytes");
  }

  @Test
  void tablesAnswerForEachOfManyKeys() {
    List<IndexEntry> entries = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      entries.add(
          IndexEntry.read(
              0,
              "p" + i + ".jar",
              STAMP,
              offering("acme.p" + i, "acme.T" + i % 50, i % 3),
              List.of()));
    }
    DescriptorIndex index = open(IndexWriter.write(List.of("."), entries));

    for (int i = 0; i < 500; i++) {
      assertThat(index.location(index.find(0, "p" + i + ".jar"))).isEqualTo("p" + i + ".jar");
      int group = index.groups().named("acme.p" + i);
      assertThat(index.groups().count(group)).isEqualTo(1);
      assertThat(index.id(index.groups().member(group, 0)).name()).isEqualTo("acme.p" + i);
    }
    assertThat(index.find(1, "p1.jar")).isEqualTo(-1);
    assertThat(index.find(0, "p500.jar")).isEqualTo(-1);
    assertThat(index.groups().named("acme")).isZero();
    assertThat(index.groups().types()).isEqualTo(50);
    for (int i = 0; i < 50; i++) {
      int group = index.groups().offers(index.groups().typeName(index.groups().typeGroup(i)));
      assertThat(group).isEqualTo(index.groups().typeGroup(i));
      assertThat(index.groups().count(group)).isEqualTo(10);
      for (int row = 1; row < 10; row++) {
        int ranking = index.groups().rowRanking(group, row);
        int before = index.groups().rowRanking(group, row - 1);
        assertThat(before).isGreaterThanOrEqualTo(ranking);
        if (before == ranking) {
          assertThat(index.groups().rowPlugin(group, row))
              .isGreaterThan(index.groups().rowPlugin(group, row - 1));
        }
      }
    }
  }

  private static DescriptorIndex open(byte[] bytes) {
    DescriptorIndex index = DescriptorIndex.open(bytes);
    assertThat(index).isNotNull();
    return Objects.requireNonNull(index);
  }

  private static PluginDescriptor offering(String name, String type, int ranking) {
    return new PluginDescriptor(
        new PluginId(name, PluginVersion.NONE),
        true,
        Map.of(),
        new ModuleFacts(
            name,
            Optional.empty(),
            true,
            true,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            Optional.empty()),
        List.of(),
        List.of(),
        List.of(
            new ServiceOffer(
                PluginKind.BUNDLE,
                ServiceOffer.Source.SERVICE_CAPABILITY,
                "manifest",
                List.of(type),
                Map.of(),
                ranking,
                "singleton",
                Optional.empty(),
                Optional.empty())),
        List.of(),
        Optional.empty());
  }
}
