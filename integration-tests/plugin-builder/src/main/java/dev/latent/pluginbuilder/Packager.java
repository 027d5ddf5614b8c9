package dev.latent.pluginbuilder;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.osgi.Resource;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the entries of a plugin's jar: with bnd for a bundle, else as they are. */
final class Packager {

  private final List<BuildProblem> warnings = new ArrayList<>();

  /**
   * Makes the entries.
   *
   * @param content class files and resources by path
   * @param path what it was compiled against
   * @param embed libraries to put into a bundle
   */
  SortedMap<String, byte[]> entries(
      PluginDefinition plugin, SortedMap<String, byte[]> content, List<Path> path, List<Path> embed)
      throws IOException {
    return plugin.bundle() ? bundle(plugin, content, path, embed) : plain(plugin, content);
  }

  List<BuildProblem> warnings() {
    return warnings;
  }

  private static SortedMap<String, byte[]> plain(
      PluginDefinition plugin, SortedMap<String, byte[]> content) throws IOException {
    SortedMap<String, byte[]> entries = new TreeMap<>(content);
    if (entries.containsKey(JarWriter.MANIFEST)) {
      return entries; // somebody wrote one by hand, perhaps a bad one on purpose
    }
    SortedMap<String, String> headers = new TreeMap<>();
    try (Processor processor = new Processor()) {
      processor.setProperties(plugin.headers());
      for (String key : plugin.headers().stringPropertyNames()) {
        if (Character.isUpperCase(key.charAt(0))) {
          headers.put(key, processor.getProperty(key, ""));
        }
      }
    }
    entries.put(JarWriter.MANIFEST, JarWriter.manifest(headers));
    return entries;
  }

  private SortedMap<String, byte[]> bundle(
      PluginDefinition plugin, SortedMap<String, byte[]> content, List<Path> path, List<Path> embed)
      throws IOException {
    try (Builder builder = new Builder()) {
      Path directory = plugin.sources().directory();
      if (directory != null) {
        builder.setBase(directory.toFile());
      }
      Properties properties = new Properties();
      properties.putAll(plugin.headers());
      properties.putIfAbsent(Constants.BUNDLE_SYMBOLICNAME, plugin.name());
      properties.putIfAbsent(Constants.BUNDLE_VERSION, "1.0.0");
      // Tool versions and times would make the jar differ from build to build.
      properties.putIfAbsent(Constants.NOEXTRAHEADERS, "true");
      builder.setProperties(properties);
      if (directory != null) {
        builder.setPropertiesFile(directory.resolve(PluginSources.BND_FILE).toFile());
      }
      builder.setClasspath(path.stream().map(Path::toFile).toArray(File[]::new));
      Jar jar = new Jar(plugin.name());
      content.forEach((name, bytes) -> jar.putResource(name, new EmbeddedResource(bytes, 0L)));
      embed(builder, jar, embed);
      builder.setJar(jar);
      Jar result = builder.build();
      if (!builder.getErrors().isEmpty()) {
        throw new PluginBuildException(
            builder.getErrors().stream()
                .map(error -> BndProblems.problem(plugin, builder, error))
                .toList());
      }
      for (String warning : builder.getWarnings()) {
        warnings.add(BndProblems.problem(plugin, builder, warning));
      }
      return entries(result);
    } catch (PluginBuildException | IOException e) {
      throw e;
    } catch (Exception e) { // bnd declares it
      throw new IOException("bnd failed on plugin " + plugin.name() + ": " + e, e);
    }
  }

  private static void embed(Builder builder, Jar jar, List<Path> embed) throws IOException {
    if (embed.isEmpty()) {
      return;
    }
    StringBuilder classPath = new StringBuilder(builder.getProperty("Bundle-ClassPath", "."));
    for (Path library : embed) {
      if (Files.isDirectory(library)) {
        throw new IOException(
            library + " is a class directory, and only jars can be embedded: package it first");
      }
      String name = "lib/" + library.getFileName();
      jar.putResource(name, new EmbeddedResource(Files.readAllBytes(library), 0L));
      classPath.append(",").append(name);
    }
    builder.setProperty("Bundle-ClassPath", classPath.toString());
  }

  private static SortedMap<String, byte[]> entries(Jar jar) throws Exception {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    for (Map.Entry<String, Resource> entry : jar.getResources().entrySet()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      entry.getValue().write(out);
      entries.put(entry.getKey(), out.toByteArray());
    }
    ByteArrayOutputStream manifest = new ByteArrayOutputStream();
    jar.writeManifest(manifest);
    entries.put(JarWriter.MANIFEST, manifest.toByteArray());
    return entries;
  }
}
