package dev.latent.contract;

import dev.latent.pluginbuilder.PluginBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Builds the twins; run by this module's build. */
final class TwinBuild {

  private TwinBuild() {}

  private static final List<Twin> TWINS =
      List.of(
          Twin.named("twin.first").offering("Greeter", "language", "en", 10),
          Twin.named("twin.first")
              .as("twin.first-2", "2.0.0")
              .offering("Greeter", "language", "en", 10),
          Twin.named("twin.first")
              .as("twin.first-3", "3.0.0")
              .offering("Greeter", "language", "en", 10)
              .requiring("twin.absent"),
          Twin.named("twin.absent"),
          Twin.named("twin.second").offering("Greeter", "language", "de", 5),
          Twin.named("twin.tie").offering("Greeter", "language", "fr", 5),
          Twin.named("twin.last").offering("Greeter", "language", "it", 0),
          Twin.named("twin.pdf").offering("Renderer", "format", "pdf", 0),
          Twin.named("twin.cross")
              .offering("CrossB", "pair", "layer", 0)
              .answering("\"twin.cross\""),
          Twin.named("twin.library"),
          Twin.named("twin.library").as("twin.library-2", "1.1.0"),
          Twin.named("twin.user")
              .offering("Renderer", "format", "library", 0)
              .answering("twin.library.Facts.version() + \":\" + input")
              .requiring("twin.library"),
          Twin.named("twin.needy")
              .offering("Renderer", "format", "needy", 0)
              .lookingUp("Greeter (language=en)"),
          Twin.named("twin.eager")
              .offering("Renderer", "format", "eager", 0)
              .withPolicy("eager;reason=\"it must hear the first event\""),
          Twin.named("twin.background")
              .offering("Renderer", "format", "background", 0)
              .withPolicy("background"),
          Twin.named("twin.manual")
              .offering("Renderer", "format", "manual", 0)
              .withPolicy("manual;reason=\"it costs money\""));

  /**
   * Builds.
   *
   * @param args the output directory, the jar of {@code acme.api}, the libraries as a path list
   * @throws IOException if a file can't be read or written
   */
  public static void main(String[] args) throws IOException {
    PluginBuilder.Builder builder =
        PluginBuilder.builder()
            .output(Path.of(args[0]))
            .library("acme:acme.api", Path.of(args[1]))
            .libraries(Stream.of(args[2].split(File.pathSeparator, -1)).map(Path::of).toList());
    TWINS.forEach(twin -> builder.plugin(twin.sources()));
    System.out.println("[twins] " + builder.build().run());
  }
}
