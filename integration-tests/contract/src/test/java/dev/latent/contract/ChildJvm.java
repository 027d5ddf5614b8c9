package dev.latent.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM of its own with the class path of this run, for what one JVM can see once only. */
final class ChildJvm {

  private static final long LIMIT_SECONDS = 120;

  private final String mainClass;
  private final List<String> before = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private String classPath = System.getProperty("java.class.path");
  private Path directory = Path.of("").toAbsolutePath();

  private ChildJvm(String mainClass) {
    this.mainClass = mainClass;
    environment.put("LC_ALL", "C.UTF-8");
  }

  static ChildJvm of(Class<?> main) {
    return new ChildJvm(main.getName());
  }

  ChildJvm option(String option) {
    options.add(option);
    return this;
  }

  ChildJvm property(String name, String value) {
    return option("-D" + name + "=" + value);
  }

  ChildJvm environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Adds a jar to its class path. */
  ChildJvm with(Path jar) {
    classPath += File.pathSeparator + jar;
    return this;
  }

  /** Runs it in a directory, for options whose file names may hold no odd characters. */
  ChildJvm in(Path runDirectory) {
    directory = runDirectory;
    return this;
  }

  /**
   * Takes the right from it to read what permissions forbid, which root has. Skips the test where
   * it runs as root and that can't be done.
   */
  ChildJvm withinPermissions() throws IOException, InterruptedException {
    if (System.getProperty("user.name").equals("root")) {
      List<String> drop =
          List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--no-new-privs");
      assumeTrue(works(drop), "root without setpriv");
      before.addAll(drop);
    }
    return this;
  }

  private static boolean works(List<String> prefix) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  /** Runs it to its end; an error after two minutes. */
  Result run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xshare:auto");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dcontract.framework=" + Host.FRAMEWORK);
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Dstdout.encoding=UTF-8");
    command.addAll(options);
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
              } catch (IOException e) {
                return "its output can't be read: " + e;
              }
            });
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(
          mainClass + " did not end within " + LIMIT_SECONDS + " s. It said:\n" + output.join());
    }
    return new Result(process.exitValue(), output.join());
  }

  /** What came of it. */
  record Result(int exit, String output) {

    List<String> lines() {
      return output.lines().toList();
    }
  }
}
