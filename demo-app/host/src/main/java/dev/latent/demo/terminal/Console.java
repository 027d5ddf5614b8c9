package dev.latent.demo.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Where a command reads, writes and finds what came along.
 *
 * @param in what the user types
 * @param out results
 * @param err complaints
 * @param home the directory that the demo was unpacked or built to: {@code plugins} and {@code
 *     samples} are in it
 * @param opening opens the container
 */
public record Console(
    InputStream in, PrintStream out, PrintStream err, Path home, Opening opening) {

  Path samples() {
    return home.resolve("samples");
  }
}
