package dev.latent.container.runtime.layer;

import dev.latent.api.ActivationException;
import dev.latent.api.PluginException;
import dev.latent.api.PluginId;
import dev.latent.api.spi.ClassTransformer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.SecureClassLoader;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The class loader of one layer plugin. A class of the plugin's own packages comes from its files,
 * a class of a package that it reads from the loader of the module that exports it, a class of the
 * JDK from the JVM; any other is not found, whoever else may have it.
 *
 * <p>Thread-safe and parallel capable. Class bytes are read and transformed with no lock held, so
 * two threads that ask for one class at once may both transform it; one of the results is used.
 */
final class PluginClassLoader extends SecureClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final PluginId plugin;
  private final PluginFiles files;
  private final Supplier<List<ClassTransformer>> transformers;
  private final ProtectionDomain domain;
  private final EarlyDefinition early = new EarlyDefinition();

  /** The classes that were defined since the plugin was taken; null when nobody needs to know. */
  private volatile @Nullable Collection<String> recording;

  /** Set once, before the first class is asked for. */
  private volatile Packages packages = new Packages(Set.of(), Map.of(), false);

  /** Packages of modules that others require together with this automatic one; only ever more. */
  private volatile Map<String, ClassLoader> beside = Map.of();

  /** The module that classes of the plugin's packages belong to; set with the packages. */
  private volatile @Nullable Module module;

  private volatile ModuleLayer.@Nullable Controller controller;

  /** Where {@code ServiceLoader} in the plugin looks; null to leave its calls as they are. */
  private volatile @Nullable ServiceLayers services;

  /**
   * Where classes come from.
   *
   * @param own the packages of the plugin's module
   * @param others the loaders of packages that it reads
   * @param nested whether there may be classes of other packages in its files
   */
  record Packages(Set<String> own, Map<String, ClassLoader> others, boolean nested) {}

  PluginClassLoader(
      PluginId plugin, PluginFiles files, Supplier<List<ClassTransformer>> transformers) {
    super(plugin.name() + ":" + plugin.version(), ClassLoader.getPlatformClassLoader());
    this.plugin = plugin;
    this.files = files;
    this.transformers = transformers;
    this.domain =
        new ProtectionDomain(
            new CodeSource(files.location, (Certificate[]) null), null, this, null);
  }

  void connect(Module owner, ModuleLayer.Controller rights, Packages visible) {
    module = owner;
    controller = rights;
    packages = visible;
  }

  /** Lets a module see a class of this plugin that may be in a package which it keeps to itself. */
  void exportTo(Module other, Class<?> type) {
    ModuleLayer.Controller rights = controller;
    if (rights != null && type.getModule().equals(module)) {
      rights.addExports(type.getModule(), type.getPackageName(), other);
    }
  }

  /** Leads calls of {@code ServiceLoader} in the plugin to the layers of all providers. */
  void redirectServices(ServiceLayers to) {
    services = to;
  }

  ServiceLayers services() {
    ServiceLayers known = services;
    if (known == null) {
      throw new IllegalStateException(plugin + " looks for services as the JDK does.");
    }
    return known;
  }

  /** Lets an automatic module see more packages; what it sees already stays as it is. */
  void alsoSee(Map<String, ClassLoader> more) {
    synchronized (files) {
      Map<String, ClassLoader> all = new HashMap<>(more);
      all.putAll(beside);
      beside = Map.copyOf(all);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Class<?> loaded = findLoadedClass(name);
    if (loaded == null) {
      loaded = load(name);
    }
    if (resolve) {
      resolveClass(loaded);
    }
    return loaded;
  }

  /** The class of a name if this loader defined it; defines nothing. */
  @Nullable Class<?> defined(String name) {
    Class<?> loaded = findLoadedClass(name);
    return loaded != null && loaded.getClassLoader() == this ? loaded : null;
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    if (name.startsWith("java.")) {
      return getParent().loadClass(name);
    }
    Packages known = packages;
    int dot = name.lastIndexOf('.');
    String packageName = dot < 0 ? "" : name.substring(0, dot);
    if (known.own().contains(packageName)) {
      Class<?> own = own(name);
      if (own == null) {
        throw new ClassNotFoundException(name + " is not in " + plugin);
      }
      return own;
    }
    ClassLoader other = known.others().get(packageName);
    if (other != null) {
      return other.loadClass(name);
    }
    if (services != null && name.equals(PluginServiceLoader.class.getName())) {
      return PluginServiceLoader.class;
    }
    if (known.nested()) {
      Class<?> nested = own(name);
      if (nested != null) {
        return nested;
      }
    }
    ClassLoader neighbour = beside.get(packageName);
    if (neighbour != null) {
      return neighbour.loadClass(name);
    }
    try {
      return getParent().loadClass(name);
    } catch (ClassNotFoundException notInTheJdk) {
      throw new ClassNotFoundException(
          name
              + " is not visible to "
              + plugin
              + ", which reads no module with package "
              + packageName);
    }
  }

  /** Defines a class from the plugin's files; null if there is none of that name. */
  private @Nullable Class<?> own(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/').concat(".class");
    byte[] bytes;
    try {
      bytes = files.read(file);
    } catch (IOException e) {
      throw new ClassNotFoundException(name + " can't be read from " + plugin + ": " + e, e);
    }
    if (bytes == null) {
      return null;
    }
    if (EarlyDefinition.here()) {
      return early.define(name, file, () -> defineEarly(name, bytes));
    }
    byte[] transformed = transform(name, bytes);
    synchronized (getClassLoadingLock(name)) {
      Class<?> defined = findLoadedClass(name);
      if (defined == null) {
        defined = defineClass(name, transformed, 0, transformed.length, domain);
        files.defined(file);
        record(name);
      }
      return defined;
    }
  }

  /** Defines a class that nobody asked for yet; there is no transformer then. */
  private Class<?> defineEarly(String name, byte[] bytes) throws ClassNotFoundException {
    if (!transformers.get().isEmpty()) {
      throw new EarlyDefinition.NotEarly(name);
    }
    byte[] own = services == null ? bytes : ServiceLoaderCalls.redirected(bytes);
    synchronized (getClassLoadingLock(name)) {
      Class<?> defined = findLoadedClass(name);
      return defined != null ? defined : defineClass(name, own, 0, own.length, domain);
    }
  }

  private void record(String name) {
    Collection<String> names = recording;
    if (names != null) {
      names.add(name);
    }
  }

  /** Whether classes were defined early that no activation has taken yet. */
  boolean hasEarly() {
    return early.isPending();
  }

  /**
   * Takes the loader for an activation: nothing is defined early from now on.
   *
   * @param generation the generation of hooks
   * @return false if what was defined early must not be used
   */
  boolean take(long generation) {
    List<String> known = early.take(generation);
    if (known == null) {
      return false;
    }
    for (int i = 0; i < known.size(); i++) {
      files.defined(known.get(i));
    }
    return true;
  }

  /** Writes down from now on which classes are loaded. */
  void record(Collection<String> into) {
    recording = into;
  }

  /** Ends that. */
  void endRecord() {
    recording = null;
  }

  private byte[] transform(String name, byte[] bytes) {
    byte[] result = bytes;
    for (ClassTransformer transformer : transformers.get()) {
      try {
        byte[] changed = transformer.transform(plugin, name, result);
        if (changed != null) {
          result = changed;
        }
      } catch (PluginException e) {
        throw e;
      } catch (RuntimeException | Error e) {
        throw new ActivationException(
            plugin,
            "Class "
                + name
                + " of plugin "
                + plugin
                + " can't be used: the class transformer "
                + transformer.getClass().getName()
                + " failed on it with "
                + e
                + ". Repair or remove the transformer.",
            e);
      }
    }
    return services == null ? result : ServiceLoaderCalls.redirected(result);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Class<?> own = own(name);
    if (own == null) {
      throw new ClassNotFoundException(name + " is not in " + plugin);
    }
    return own;
  }

  @Override
  protected @Nullable Class<?> findClass(@Nullable String moduleName, String name) {
    Module owner = module;
    String wanted = owner == null ? null : owner.getName();
    if (moduleName != null && !moduleName.equals(wanted)) {
      return null;
    }
    int dot = name.lastIndexOf('.');
    boolean inModule = packages.own().contains(dot < 0 ? "" : name.substring(0, dot));
    if (inModule != (moduleName != null)) {
      return null;
    }
    Class<?> loaded = findLoadedClass(name);
    if (loaded != null) {
      return loaded;
    }
    try {
      return own(name);
    } catch (ClassNotFoundException unreadable) {
      return null;
    }
  }

  @Override
  protected @Nullable URL findResource(@Nullable String moduleName, String name)
      throws IOException {
    Module owner = module;
    String wanted = owner == null ? null : owner.getName();
    return moduleName == null || moduleName.equals(wanted) ? files.url(name) : null;
  }

  @Override
  protected @Nullable URL findResource(String name) {
    try {
      return visible(name) ? files.url(name) : null;
    } catch (IOException unreadable) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return Collections.enumeration(visible(name) ? files.urls(name) : List.of());
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    if (own != null) {
      return own;
    }
    ClassLoader other = packages.others().get(packageOf(name));
    URL found = other == null ? null : other.getResource(name);
    return found != null ? found : getParent().getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
    ClassLoader other = packages.others().get(packageOf(name));
    if (other != null) {
      all.addAll(Collections.list(other.getResources(name)));
    } else {
      all.addAll(Collections.list(getParent().getResources(name)));
    }
    return Collections.enumeration(all);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    try {
      byte[] own = visible(name) ? files.read(name) : null;
      if (own != null) {
        return new ByteArrayInputStream(own);
      }
    } catch (IOException unreadable) {
      return null;
    }
    return super.getResourceAsStream(name);
  }

  /** Resources in packages that are not open are seen by the module itself alone. */
  private boolean visible(String name) {
    String packageName = packageOf(name);
    Module owner = module;
    return owner == null
        || name.endsWith(".class")
        || name.endsWith("/")
        || !packages.own().contains(packageName)
        || owner.isOpen(packageName);
  }

  private static String packageOf(String resource) {
    int slash = resource.lastIndexOf('/');
    return slash < 0 ? "" : resource.substring(0, slash).replace('/', '.');
  }

  @Override
  public String toString() {
    return "loader of " + plugin;
  }
}
