package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import acme.api.Greeter;
import dev.latent.container.PluginContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The plugin directory is watched once the host is ready. */
class WatchTests {

  @RegisterExtension final Host host = new Host();

  @Test
  void noticesByItselfWhatIsDroppedInReplacedAndRemoved() throws Exception {
    host.install("twin.second");
    PluginContainer container = host.start();
    assertThat(container.admin().plugins()).hasSize(1);
    container.ready();
    host.watched();

    host.install("twin.first");
    host.awaitNotice("added twin.first 1.0.0");
    assertThat(container.services().require(Greeter.class).greet("x"))
        .isEqualTo("twin.first 1.0.0: x");

    host.replace("twin.first", "twin.first-2");
    host.awaitNotice("updated twin.first 1.0.0 to twin.first 2.0.0");
    assertThat(container.services().require(Greeter.class).greet("x"))
        .isEqualTo("twin.first 2.0.0: x");

    host.remove("twin.first");
    host.awaitNotice("removed twin.first 2.0.0");
    assertThat(container.services().require(Greeter.class).greet("x")).startsWith("twin.second ");
  }
}
