package dev.latent.container.runtime.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which framework is taken of those that are on the path. */
class FrameworkKindTests {

  private static final String FELIX = "org/apache/felix/framework/FrameworkFactory.class";
  private static final String EQUINOX = "org/eclipse/osgi/launch/EquinoxFactory.class";

  @Test
  void felixIsTakenWhereBothAreOnThePathAndNoneIsChosen() {
    ClassLoader both = new Path(Set.of(FELIX, EQUINOX));

    assertThat(FrameworkKind.choose(both, "")).isEqualTo(FrameworkKind.FELIX);
    assertThat(FrameworkKind.choose(both, "equinox")).isEqualTo(FrameworkKind.EQUINOX);
    assertThat(FrameworkKind.choose(both, "felix")).isEqualTo(FrameworkKind.FELIX);
  }

  @Test
  void theOnlyOneIsTakenWhereNoneIsChosen() {
    assertThat(FrameworkKind.choose(new Path(Set.of(EQUINOX)), ""))
        .isEqualTo(FrameworkKind.EQUINOX);
  }

  @Test
  void anotherOneIsNotTakenInPlaceOfTheChosenOne() {
    assertThat(FrameworkKind.choose(new Path(Set.of(FELIX)), "equinox")).isNull();
    assertThat(FrameworkKind.choose(new Path(Set.of()), "")).isNull();
  }

  /** A path with class files of these names and nothing in them. */
  private static final class Path extends ClassLoader {

    private final Set<String> names;

    Path(Set<String> names) {
      super(null);
      this.names = names;
    }

    @Override
    public @Nullable URL getResource(String name) {
      try {
        return names.contains(name) ? URI.create("file:/" + name).toURL() : null;
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }
}
