package dev.latent.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Runs the document workbench that comes with Latent, in a JVM of its own. */
@Command(
    name = "demo",
    description = "Runs the document workbench; `latent demo --help` lists what it takes.")
final class DemoCommand implements Callable<Integer> {

  @Parameters(arity = "0..*", paramLabel = "ARG", description = "Passed on to the workbench")
  private List<String> arguments = new ArrayList<>();

  @Unmatched private List<String> options = new ArrayList<>();

  DemoCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException, URISyntaxException {
    Path jar = jar();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(arguments);
    command.addAll(options);
    Process process = new ProcessBuilder(command).inheritIO().start();
    return process.waitFor();
  }

  /** The workbench, beside this jar in a distribution, or where the build puts it. */
  private static Path jar() throws URISyntaxException {
    Path here =
        Path.of(DemoCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    for (Path at = here.getParent(); at != null; at = at.getParent()) {
      for (String place : List.of("demo", "demo-app/host/target/dist")) {
        Path jar = at.resolve(place).resolve("latent-demo.jar");
        if (Files.isRegularFile(jar)) {
          return jar;
        }
      }
    }
    throw new CommandFailedException(
        "The demo is not here: no demo/latent-demo.jar beside this program. In a checkout,"
            + " `./latent demo` builds it first.");
  }
}
