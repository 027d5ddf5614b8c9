package dev.latent.container.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.apache.felix.scr.info.ScrInfo;
import org.junit.jupiter.api.Test;

class DescriptorReaderTests {

  @Test
  void readsBundleFromJarAsPublished() throws URISyntaxException {
    Path jar = Path.of(ScrInfo.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    DescriptorReading reading = new DescriptorReader().read(JarReference.of(jar));

    PluginDescriptor descriptor = reading.descriptor().orElseThrow();
    assertThat(descriptor.id()).hasToString("org.apache.felix.scr 2.2.18");
    assertThat(reading.problems()).isEmpty();
  }
}
