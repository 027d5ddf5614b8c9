package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.PluginContainer;
import dev.latent.pluginbuilder.GeneratedPlugins;
import dev.latent.pluginbuilder.PluginGenerator;
import gen.api.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the JVM itself saw of a thousand registered plugins of which one was looked up. */
@Tag("files")
class CountedEventsTests {

  private static final int PLUGINS = 1_000;
  private static final Pattern DEFINED = Pattern.compile("\\] (gen\\.p\\d{5})\\.(\\w+) source:");

  @RegisterExtension final Host host = new Host();

  @Test
  void definesClassesOfThePluginThatWasLookedUpAndOfNoOther() throws Exception {
    generate(PLUGINS);
    Path log = host.root().resolve("classes.log");

    ChildJvm.Result result =
        ChildJvm.of(LookupChild.class)
            .option("-Xlog:class+load=info:file=classes.log")
            .in(host.root())
            .with(host.root().resolve("gen.api.jar"))
            .run(host.directory().toString(), "(index=537)");

    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.lines()).contains("registered " + PLUGINS, "looked up gen.p00537");
    List<String> defined = defined(log);
    assertThat(defined).contains("gen.p00537 Provider0");
    assertThat(new TreeSet<>(defined.stream().map(name -> name.substring(0, 10)).toList()))
        .containsExactly("gen.p00537");
  }

  /** The twin of the test above: the log does show plugins where more of them are looked up. */
  @Test
  void logShowsEveryPluginThatIsLookedUp() throws Exception {
    generate(3);
    Path log = host.root().resolve("classes.log");

    ChildJvm.Result result =
        ChildJvm.of(LookupChild.class)
            .option("-Xlog:class+load=info:file=classes.log")
            .in(host.root())
            .with(host.root().resolve("gen.api.jar"))
            .run(host.directory().toString(), "(index=0)", "(index=2)");

    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(new TreeSet<>(defined(log).stream().map(name -> name.substring(0, 10)).toList()))
        .containsExactly("gen.p00000", "gen.p00002");
  }

  /** The API is the host's, as a module on its class path. */
  private void generate(int plugins) throws IOException {
    GeneratedPlugins generated =
        PluginGenerator.builder()
            .output(host.directory())
            .plugins(plugins)
            .classes(6)
            .usedClasses(3)
            .build()
            .run();
    Files.move(generated.api(), host.root().resolve("gen.api.jar"));
  }

  private static List<String> defined(Path log) throws Exception {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(DEFINED::matcher)
          .filter(Matcher::find)
          .map(found -> found.group(1) + " " + found.group(2))
          .toList();
    }
  }

  /** Registers all, looks up what it is told to, and works with it. */
  static final class LookupChild {

    private LookupChild() {}

    public static void main(String[] args) {
      try (PluginContainer container =
          PluginContainer.builder()
              .plugins(Path.of(args[0]))
              .hostPackages("gen.api;version=1.0")
              .build()) {
        container.ready();
        System.out.println("registered " + container.admin().plugins().size());
        for (String filter : List.of(args).subList(1, args.length)) {
          Work work = container.services().require(Work.class, filter);
          work.run(1);
          System.out.println("looked up " + work.getClass().getPackageName());
        }
      }
    }
  }
}
