package dev.latent.container.runtime.layer;

import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.RunningPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The plugins that tests of layers write most. */
final class TestPlugins {

  private final Path directory;

  TestPlugins(Path directory) {
    this.directory = directory;
  }

  /** Sources of any plugin. */
  PluginSources of(String name) {
    return new PluginSources(directory, name);
  }

  /** A plugin that provides a supplier of what an expression gives. */
  PluginSources supplier(String name, String moduleClauses, String expression) {
    String packageName = "acme." + name;
    return of(name)
        .module(
            "module acme."
                + name
                + " { "
                + moduleClauses
                + " provides java.util.function.Supplier with "
                + packageName
                + ".Give; }")
        .source(packageName.replace('.', '/') + "/Give.java", give(packageName, expression));
  }

  /** A class {@code Give} that is such a supplier. */
  static String give(String packageName, String expression) {
    return "package "
        + packageName
        + "; public class Give implements java.util.function.Supplier<Object> {"
        + " public Object get() { try { return "
        + expression
        + "; } catch (Exception e) { throw new IllegalStateException(e); } } }";
  }

  /** Activates a plugin and gives what its supplier does. */
  static Object get(LayerHarness harness, RegisteredPlugin plugin) {
    RunningPlugin running = harness.activate(plugin);
    return ((Supplier<?>) running.service(LayerHarness.offer(plugin, Supplier.class.getName())))
        .get();
  }

  /** A library with one class that gives an answer. */
  Path text(String version, String answer) throws IOException {
    return of("text-" + version)
        .module("module acme.text { exports acme.text; }")
        .option("--module-version", version)
        .source(
            "acme/text/Text.java",
            "package acme.text; public class Text { public static String answer() { return \""
                + answer
                + "\"; } }")
        .jar();
  }
}
