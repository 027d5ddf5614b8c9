package dev.latent.container.runtime.osgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The packages that a framework exports from the JVM, kept from one run for the next: a framework
 * that has to ask every module of the JVM for them boots a fifth more slowly. Valid for one version
 * of framework, JVM and set of modules.
 */
final class SystemPackages {

  private final Path file;
  private final String key;

  SystemPackages(Path directory, FrameworkKind kind, String frameworkVersion) {
    file = directory.resolve(kind.key() + ".packages");
    int modules = 0;
    for (Module module : ModuleLayer.boot().modules()) {
      modules += module.getName().hashCode();
    }
    key =
        kind.key()
            + " "
            + frameworkVersion
            + " "
            + System.getProperty("java.vm.version")
            + " "
            + Integer.toHexString(modules);
  }

  /** What was kept, null if there is none for this framework and JVM. */
  @Nullable String read() {
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      int line = text.indexOf('\n');
      return line > 0 && text.substring(0, line).equals(key) && text.endsWith("\n")
          ? text.substring(line + 1).trim()
          : null;
    } catch (IOException e) {
      // Unreadable is as good as not there: the framework finds out by itself.
      return null;
    }
  }

  /** Keeps the packages for the next run. */
  void write(String packages) {
    try {
      Path part = Files.createTempFile(file.getParent(), "packages", ".part");
      Files.writeString(part, key + "\n" + packages + "\n");
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Nothing is lost but time at the next boot.
      return;
    }
  }
}
