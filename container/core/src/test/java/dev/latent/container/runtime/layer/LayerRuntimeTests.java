package dev.latent.container.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.spi.ClassTransformer;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.RunningPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerRuntimeTests {

  private static final String SUPPLIER = Supplier.class.getName();

  @TempDir Path directory;

  @Test
  void givesTheServiceOfAPluginThatRequiresAnother() throws IOException {
    Path library =
        new PluginSources(directory, "text-lib")
            .module("module acme.text { exports acme.text; }")
            .source(
                "acme/text/Text.java",
                "package acme.text; public class Text { public static String upper(String s) {"
                    + " return s.toUpperCase(); } }")
            .jar();
    Path user =
        new PluginSources(directory, "shout")
            .module(
                "module acme.shout { requires acme.text;"
                    + " provides java.util.function.Supplier with acme.shout.Shout; }")
            .source(
                "acme/shout/Shout.java",
                "package acme.shout; public class Shout implements"
                    + " java.util.function.Supplier<String> { public String get() {"
                    + " return acme.text.Text.upper(\"hello\"); } }")
            .on(library)
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      RegisteredPlugin text = harness.plugins.addLayer(library);
      RegisteredPlugin shout = harness.plugins.addLayer(user);
      List<String> defined = new CopyOnWriteArrayList<>();
      ClassTransformer counter =
          (plugin, name, bytes) -> {
            defined.add(name);
            return null;
          };
      harness.transformers.add(counter);

      assertThat(harness.closure(shout).members()).containsExactly(text, shout);
      RunningPlugin running = harness.activate(shout);
      assertThat(harness.runtime.layerCount()).isEqualTo(2);
      assertThat(defined).isEmpty();

      ServiceOffer offer = LayerHarness.offer(shout, SUPPLIER);
      Object service = running.service(offer);

      assertThat(((Supplier<?>) service).get()).isEqualTo("HELLO");
      assertThat(running.service(offer)).isSameAs(service);
      assertThat(service.getClass().getModule().getName()).isEqualTo("acme.shout");
      assertThat(defined).containsExactly("acme.shout.Shout", "acme.text.Text");
      assertThat(running.stop(java.time.Duration.ofSeconds(5))).isEmpty();
      assertThat(harness.runtime.layerCount()).isZero();
    }
  }
}
