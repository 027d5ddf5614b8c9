package dev.latent.demo.compare;

import dev.latent.demo.workbench.StartTime;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start this program again, the way it was started itself. */
final class ChildProcess {

  private static final String MAIN = "dev.latent.demo.DemoMain";

  private ChildProcess() {}

  /** The command up to the arguments of the program. */
  static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!argument.startsWith("-D" + StartTime.PROPERTY)) {
        command.add(argument);
      }
    }
    String path = System.getProperty("java.class.path");
    if (path.endsWith(".jar") && !path.contains(File.pathSeparator)) {
      command.add("-jar");
      command.add(path);
    } else {
      command.add("-cp");
      command.add(path);
      command.add(MAIN);
    }
    return command;
  }

  /** Adds the time of now, so that what the operating system needs for the start counts too. */
  static List<String> withStartTime(List<String> command) {
    List<String> all = new ArrayList<>(command);
    all.add(1, "-D" + StartTime.PROPERTY + "=" + System.currentTimeMillis());
    return all;
  }
}
