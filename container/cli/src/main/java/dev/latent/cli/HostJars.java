package dev.latent.cli;

import dev.latent.container.PluginContainerBuilder;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays the host of plugins whose API comes in jars: makes modules of these, in a layer of their
 * own, and exports their packages to bundles.
 */
final class HostJars {

  /** A clause of {@code Export-Package}: what stands between commas that are not in quotes. */
  private static final Pattern CLAUSE = Pattern.compile("(?:[^,\"]|\"[^\"]*\")+");

  private static final Pattern VERSION = Pattern.compile(";\\s*version\\s*=\\s*\"?([\\w.-]+)\"?");

  private HostJars() {}

  /**
   * Gives the jars to a container.
   *
   * @throws CommandFailedException if one is none, or if they can't be used together
   */
  static void into(PluginContainerBuilder builder, List<Path> jars) {
    for (Path jar : jars) {
      if (!Files.isRegularFile(jar)) {
        throw new CommandFailedException(
            jar
                + (Files.exists(jar) ? " is not a file." : " does not exist.")
                + " --host-jar takes a jar with the host's API.");
      }
    }
    try {
      ModuleFinder finder = ModuleFinder.of(jars.toArray(Path[]::new));
      Set<String> names = new TreeSet<>();
      Set<String> packages = new TreeSet<>();
      for (ModuleReference module : finder.findAll()) {
        names.add(module.descriptor().name());
        packages.addAll(exported(module));
      }
      Configuration configuration =
          ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), names);
      ModuleLayer layer =
          ModuleLayer.boot()
              .defineModulesWithOneLoader(configuration, HostJars.class.getClassLoader());
      builder.hostLayer(layer).hostLoader(layer.findLoader(names.iterator().next()));
      builder.hostPackages(packages.toArray(String[]::new));
    } catch (FindException | ResolutionException | LayerInstantiationException | IOException e) {
      throw new CommandFailedException(
          "What --host-jar names can't be used together: " + e.getMessage() + ".");
    }
  }

  /** The packages of a module as clauses; with their versions where the manifest has them. */
  private static List<String> exported(ModuleReference module) throws IOException {
    ModuleDescriptor descriptor = module.descriptor();
    List<String> clauses = new ArrayList<>();
    String header = header(Path.of(module.location().orElseThrow()));
    if (!header.isEmpty()) {
      Matcher clause = CLAUSE.matcher(header);
      while (clause.find()) {
        String text = clause.group().strip();
        Matcher version = VERSION.matcher(text);
        clauses.add(
            text.split(";", 2)[0].strip() + (version.find() ? ";version=" + version.group(1) : ""));
      }
    } else if (descriptor.isAutomatic()) {
      clauses.addAll(descriptor.packages());
    } else {
      for (ModuleDescriptor.Exports exports : descriptor.exports()) {
        if (!exports.isQualified()) {
          clauses.add(exports.source());
        }
      }
    }
    return clauses;
  }

  private static String header(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      String header =
          jar.getManifest() == null
              ? null
              : jar.getManifest().getMainAttributes().getValue("Export-Package");
      return header == null ? "" : header;
    }
  }
}
