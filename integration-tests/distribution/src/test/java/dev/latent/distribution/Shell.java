package dev.latent.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs commands as a shell does, with an environment that the test decides. */
final class Shell {

  private static final long LIMIT_SECONDS = 120;

  private final Path directory;
  private final Map<String, String> environment = new TreeMap<>();

  Shell(Path directory) {
    this.directory = directory;
    environment.put("PATH", System.getenv("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("LC_ALL", "C.UTF-8");
  }

  Shell with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Shell without(String name) {
    environment.remove(name);
    return this;
  }

  Process start(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  Outcome run(String... command) throws Exception {
    Process process = start(command);
    process.getOutputStream().close();
    CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> read(process, true));
    CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process, false));
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(List.of(command) + " did not end: " + output.join());
    }
    return new Outcome(process.exitValue(), output.join(), errors.join());
  }

  private static String read(Process process, boolean errors) {
    try (var in = errors ? process.getErrorStream() : process.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a program for the shell. */
  static Path script(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  /** What came of it. */
  record Outcome(int code, String out, String err) {}
}
