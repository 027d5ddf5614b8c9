package dev.latent.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * One child JVM from its start to its end.
 *
 * @param lines what it said, in order
 */
record ChildRun(List<Line> lines) {

  /**
   * Settings of the machine that would make runs on other machines incomparable, or print lines.
   */
  private static final List<String> FOREIGN_FLAGS =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /**
   * A line and when it arrived.
   *
   * @param nanos since just before the JVM was started
   * @param name its first word
   * @param value the number after it, 0 if there is none
   */
  record Line(long nanos, String name, long value) {}

  /** Runs a system once; {@code task} is {@code prepare}, {@code time} or {@code weigh}. */
  static ChildRun run(MeasuredSystem system, PreparedPlugins plugins, String task, Duration limit)
      throws IOException, InterruptedException, ChildFailedException {
    Path state = plugins.state(system);
    Path errors = plugins.directory().resolve(system + ".err");
    ProcessBuilder builder = new ProcessBuilder(command(system, plugins, task, state));
    builder.environment().keySet().removeAll(FOREIGN_FLAGS);
    builder.environment().keySet().removeIf(name -> name.startsWith("LATENT_"));
    // Relative paths that a system might write to stay inside the work directory.
    builder.directory(state.toFile());
    builder.redirectError(errors.toFile());

    List<Line> lines = new ArrayList<>();
    AtomicBoolean late = new AtomicBoolean();
    long start = System.nanoTime();
    Process process = builder.start();
    Thread watch =
        new Thread(
            () -> {
              try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                  late.set(true);
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                process.destroyForcibly();
              }
            },
            "limit of " + system);
    watch.setDaemon(true);
    watch.start();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String text = reader.readLine();
      while (text != null) {
        long nanos = System.nanoTime() - start;
        int space = text.indexOf(' ');
        if (known(text)) {
          lines.add(
              space < 0
                  ? new Line(nanos, text, 0)
                  : new Line(
                      nanos, text.substring(0, space), Long.parseLong(text.substring(space + 1))));
        }
        text = reader.readLine();
      }
    } finally {
      process.destroyForcibly();
    }
    int status = process.waitFor();
    ChildRun run = new ChildRun(List.copyOf(lines));
    if (late.get() || status != 0 || run.has("ten").isEmpty()) {
      throw new ChildFailedException(run.failure(late.get(), status, limit, errors));
    }
    return run;
  }

  /** Frameworks might print lines of their own. */
  private static boolean known(String line) {
    return line.matches("ready|(first|ten|heap-ready|heap-first|classes) -?\\d+");
  }

  private static List<String> command(
      MeasuredSystem system, PreparedPlugins plugins, String task, Path state) throws IOException {
    String path =
        system.classPath(plugins).stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    // A thousand jars might not fit into a command line; every system gets a file, for fairness.
    Path arguments = plugins.directory().resolve(system + ".args");
    Files.writeString(arguments, "-cp \"" + path.replace("\\", "\\\\") + "\"\n");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + arguments);
    command.add(system.main());
    command.add(plugins.plugins().toString());
    command.add(state.toString());
    command.add(task);
    command.addAll(plugins.lookups());
    return command;
  }

  private List<Line> has(String name) {
    return lines.stream().filter(line -> line.name().equals(name)).toList();
  }

  /** The line of that name, which a run that succeeded has. */
  Line line(String name) {
    List<Line> found = has(name);
    if (found.isEmpty()) {
      throw new IllegalStateException("The child did not say '" + name + "'");
    }
    return found.get(0);
  }

  private String failure(boolean late, int status, Duration limit, Path errors) throws IOException {
    String said =
        lines.isEmpty()
            ? "before it said anything"
            : "after it said '" + lines.get(lines.size() - 1).name() + "'";
    String cause =
        Files.readAllLines(errors, StandardCharsets.ISO_8859_1).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("WARNING"))
            .findFirst()
            .map(line -> ": " + line)
            .orElse("");
    return late
        ? "was ended after " + limit.toSeconds() + " s, " + said + cause
        : "ended with status " + status + " " + said + cause;
  }
}
