package dev.latent.demo.standin;

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

  private RealDemo() {}

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
                System.getProperty("java.class.path"),
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
