package dev.latent.pluginbuilder;

import gen.api.Work;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Writes sets of plugins for measurements and stress: any number of jars, each an OSGi bundle, a
 * module and a provider in {@code META-INF/services} at once, that offer {@link Work}.
 *
 * <p>Constructing a provider runs nothing; {@link Work#run} calls {@link Builder#usedClasses}
 * classes of its plugin and the plugins that it depends on. Service attributes are {@code plugin}
 * (name), {@code index} (number), {@code service} (number within the plugin) and {@code
 * service.ranking}, declared as {@code osgi.serviceloader} capabilities with {@code register:=},
 * and as {@code osgi.service} where something in the bundle registers the service. The same
 * settings give the same bytes.
 *
 * <p>Not thread-safe.
 */
public final class PluginGenerator {

  /** What registers the services of a generated bundle. */
  public enum Registration {
    /** Nothing: the services are for module layers, {@code ServiceLoader} and mediators. */
    NONE,
    /** A bundle activator. */
    ACTIVATOR,
    /** Declarative Services, from component XML. */
    COMPONENT
  }

  private static final String API = "gen.api";

  private final Path output;
  private final int plugins;
  private final int classes;
  private final int usedClasses;
  private final int services;
  private final int depth;
  private final int fanOut;
  private final long seed;
  private final Registration registration;

  private PluginGenerator(Builder builder) {
    output = Objects.requireNonNull(builder.output, "output(...) is required");
    plugins = builder.plugins;
    classes = builder.classes;
    usedClasses = builder.usedClasses;
    services = builder.services;
    depth = builder.depth;
    fanOut = builder.fanOut;
    seed = builder.seed;
    registration = builder.registration;
    int own = services + (registration == Registration.ACTIVATOR ? 1 : 0);
    if (usedClasses > classes - own) {
      throw new IllegalArgumentException(
          "Of "
              + classes
              + " classes, "
              + own
              + " are providers and activator, so that not "
              + usedClasses
              + " others can be used: raise classes(...) or lower usedClasses(...)");
    }
  }

  /**
   * Starts with the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Writes the API and all plugins. Files of the same names are replaced, others left alone.
   *
   * @return what was written
   * @throws IOException if a file can't be written
   */
  public GeneratedPlugins run() throws IOException {
    Files.createDirectories(output);
    Path api = output.resolve(API + ".jar");
    JarWriter.writeJar(api, api());
    List<Path> jars = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int index = 0; index < plugins; index++) {
      Path jar = output.resolve(name(index) + ".jar");
      // Packing harder would take most of the time.
      JarWriter.writeJar(jar, plugin(index), Deflater.BEST_SPEED);
      jars.add(jar);
      names.add(name(index));
    }
    return new GeneratedPlugins(api, jars, names);
  }

  private static String name(int index) {
    return String.format("gen.p%05d", index);
  }

  /**
   * What a plugin depends on: a plugin on the lowest of {@code depth + 1} levels on nothing, one on
   * another level on plugins of the level below that have a lower number, so there are no cycles.
   */
  private List<Integer> dependencies(int index) {
    int levels = depth + 1;
    int level = index % levels;
    if (level == 0) {
      return List.of();
    }
    int candidates = index / levels + 1;
    int count = Math.min(fanOut, candidates);
    List<Integer> chosen = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed * 31 + index);
    while (chosen.size() < count) {
      int dependency = random.nextInt(candidates) * levels + level - 1;
      if (!chosen.contains(dependency)) {
        chosen.add(dependency);
      }
    }
    return chosen;
  }

  private SortedMap<String, byte[]> plugin(int index) throws IOException {
    String name = name(index);
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index);
    List<String> dependencies = dependencies(index).stream().map(PluginGenerator::name).toList();
    List<GeneratedClasses.Service> offers = new ArrayList<>();
    for (int i = 0; i < services; i++) {
      offers.add(new GeneratedClasses.Service(name, index, i, random.nextInt(100)));
    }
    GeneratedClasses code = new GeneratedClasses(name, random);
    SortedMap<String, byte[]> entries = new TreeMap<>();
    boolean activator = registration == Registration.ACTIVATOR;
    int helpers = classes - services - (activator ? 1 : 0);
    for (int i = 0; i < helpers; i++) {
      entries.put(code.path("C" + i), code.helper(i, i == 0 ? dependencies : List.of()));
    }
    for (GeneratedClasses.Service offer : offers) {
      entries.put(code.path(offer.className()), code.provider(offer, usedClasses));
    }
    if (activator) {
      entries.put(code.path("Activator"), code.activator(offers));
    }
    List<String> providers = offers.stream().map(offer -> name + "." + offer.className()).toList();
    entries.put("module-info.class", GeneratedClasses.module(name, dependencies, providers));
    entries.put(
        "META-INF/services/" + Work.class.getName(),
        (String.join("\n", providers) + "\n").getBytes(StandardCharsets.UTF_8));
    if (registration == Registration.COMPONENT) {
      offers.forEach(offer -> entries.put(offer.componentPath(), offer.component()));
    }
    entries.put(JarWriter.MANIFEST, manifest(name, dependencies, offers));
    return entries;
  }

  private byte[] manifest(
      String name, List<String> dependencies, List<GeneratedClasses.Service> offers)
      throws IOException {
    SortedMap<String, String> headers = bundle(name);
    StringBuilder imports = new StringBuilder(API + ";version=\"[1.0,2)\"");
    dependencies.forEach(
        dependency -> imports.append(',').append(dependency).append(";version=\"[1.0,2)\""));
    if (registration == Registration.ACTIVATOR) {
      imports.append(",org.osgi.framework;version=\"[1.8,2)\"");
      headers.put("Bundle-Activator", name + ".Activator");
    }
    if (registration == Registration.COMPONENT) {
      headers.put(
          "Service-Component",
          String.join(",", offers.stream().map(GeneratedClasses.Service::componentPath).toList()));
    }
    headers.put("Import-Package", imports.toString());
    List<String> capabilities = new ArrayList<>();
    for (GeneratedClasses.Service offer : offers) {
      if (registration != Registration.NONE) {
        capabilities.add(
            "osgi.service;objectClass:List<String>=\"gen.api.Work\";effective:=active;"
                + offer.attributes());
      }
      capabilities.add(
          "osgi.serviceloader;osgi.serviceloader=\"gen.api.Work\";register:=\""
              + name
              + "."
              + offer.className()
              + "\";"
              + offer.attributes());
    }
    headers.put("Provide-Capability", String.join(",", capabilities));
    return JarWriter.manifest(headers);
  }

  private static SortedMap<String, String> bundle(String name) {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("Bundle-ManifestVersion", "2");
    headers.put("Bundle-SymbolicName", name);
    headers.put("Bundle-Version", "1.0.0");
    headers.put("Export-Package", name + ";version=\"1.0.0\"");
    headers.put("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\"");
    return headers;
  }

  private static SortedMap<String, byte[]> api() throws IOException {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    String path = "gen/api/Work.class";
    try (InputStream in = Work.class.getResourceAsStream("Work.class")) {
      entries.put(path, Objects.requireNonNull(in, path).readAllBytes());
    }
    entries.put("module-info.class", GeneratedClasses.module(API, List.of(), List.of()));
    entries.put(JarWriter.MANIFEST, JarWriter.manifest(bundle(API)));
    return entries;
  }

  /** Settings of a {@link PluginGenerator}, each with a default but the output. */
  public static final class Builder {
    private @Nullable Path output;
    private int plugins = 10;
    private int classes = 40;
    private int usedClasses = 15;
    private int services = 1;
    private int depth;
    private int fanOut = 1;
    private long seed = 1;
    private Registration registration = Registration.ACTIVATOR;

    private Builder() {}

    /**
     * Sets the directory to write to; created if need be.
     *
     * @param directory the directory
     * @return this builder
     */
    public Builder output(Path directory) {
      output = directory;
      return this;
    }

    /**
     * Sets how many plugins there shall be; 10 if not set.
     *
     * @param count up to 100,000
     * @return this builder
     */
    public Builder plugins(int count) {
      plugins = checked("plugins", count, 0, 100_000);
      return this;
    }

    /**
     * Sets how many classes each plugin has, all counted; 40 if not set.
     *
     * @param count the number
     * @return this builder
     */
    public Builder classes(int count) {
      classes = checked("classes", count, 2, 10_000);
      return this;
    }

    /**
     * Sets how many classes, besides the provider, its {@code run} uses; 15 if not set.
     *
     * @param count the number
     * @return this builder
     */
    public Builder usedClasses(int count) {
      usedClasses = checked("usedClasses", count, 1, 10_000);
      return this;
    }

    /**
     * Sets how many services each plugin offers; 1 if not set.
     *
     * @param count the number
     * @return this builder
     */
    public Builder services(int count) {
      services = checked("services", count, 1, 1_000);
      return this;
    }

    /**
     * Sets how the plugins depend on each other; not at all if not set.
     *
     * @param depth length of the longest chain
     * @param fanOut on how many plugins one depends directly
     * @return this builder
     */
    public Builder dependencies(int depth, int fanOut) {
      this.depth = checked("depth", depth, 0, 100);
      this.fanOut = checked("fanOut", fanOut, 1, 100);
      return this;
    }

    /**
     * Sets what the code, the rankings and the dependencies are drawn from; 1 if not set.
     *
     * @param seed any number
     * @return this builder
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Sets what registers the services of bundles; an activator if not set.
     *
     * @param registration what registers them
     * @return this builder
     */
    public Builder registration(Registration registration) {
      this.registration = registration;
      return this;
    }

    /**
     * Checks the settings.
     *
     * @return what writes the plugins
     */
    public PluginGenerator build() {
      return new PluginGenerator(this);
    }

    private static int checked(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            name + " must be from " + least + " to " + most + ", not " + value);
      }
      return value;
    }
  }
}
