package dev.latent.demo.standin;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real demo with the real plugins, in a process of its own. */
public final class RealDemo {

  /**
   * What a process left.
   *
   * @param exitCode its exit code
   * @param out what it printed
   * @param err what it printed as complaints
   */
  public record Run(int exitCode, String out, String err) {}

  private static final List<String> ONLY_FOR_TESTS =
      List.of("/slf4j", "/aQute/", "playwright", "/gson/", "plugin-builder", "/junit", "/assertj");

  private RealDemo() {}

  /**
   * What only tests have is left out: a library of theirs on the path may be one of a plugin too.
   */
  private static String runtimePath() {
    List<String> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      String name = entry.replace(File.separatorChar, '/');
      if (ONLY_FOR_TESTS.stream().noneMatch(name::contains)) {
        path.add(entry);
      }
    }
    return String.join(File.pathSeparator, path);
  }

  /** Runs it with these arguments, and waits for its end. */
  public static Run run(Path directory, String... args) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow", // as the launcher does
                "-Dlatent.demo.home=" + Path.of("..").toRealPath(),
                "-Dlatent.demo.started=" + System.currentTimeMillis(),
                "-Dlatent.state.directory=" + directory.resolve("state"),
                "-cp",
                runtimePath(),
                "dev.latent.demo.DemoMain"));
    command.addAll(List.of(args));
    command.add("--plugins");
    command.add(Path.of("../actions/target/plugins").toRealPath().toString());
    Path out = directory.resolve("out.log");
    Path err = directory.resolve("err.log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(150, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("The demo did not end. " + Files.readString(err));
    }
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
