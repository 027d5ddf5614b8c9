package dev.latent.container.root;

import dev.latent.api.PluginException;
import dev.latent.api.PluginServices;
import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.admin.Problem;
import dev.latent.api.spi.FinderChain;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.activation.ActivationMarker;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.Setting;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.knowledge.SettingsReader;
import dev.latent.container.runtime.ClosedContainer;
import dev.latent.container.runtime.CpuTimes;
import dev.latent.container.runtime.RuntimeFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole container, behind the front that hosts see. Building one reads settings, index and
 * directories, and makes nothing else unless something asks for it: settings that say more, an
 * eager plugin, traces of a JVM that died. The rest is made with the first lookup.
 */
public final class AssembledContainer {

  private final ContainerOptions options;
  private final Settings settings;
  private final StateDirectory state;
  private final PluginSource source;

  /**
   * Guards what is made late and the two flags; only the container's own constructors run in it.
   */
  private final Object lock = new Object();

  private volatile @Nullable ContainerParts parts;
  private @Nullable BackgroundWork background;
  private boolean closed;

  private AssembledContainer(
      ContainerOptions options, Settings settings, StateDirectory state, PluginSource source) {
    this.options = options;
    this.settings = settings;
    this.state = state;
    this.source = source;
  }

  /**
   * Puts a container together and activates what is eager.
   *
   * @param options what the host asked for
   * @return the container
   */
  public static AssembledContainer assemble(ContainerOptions options) {
    // Later calls may come from threads whose context class loader is that of a plugin.
    options.hostLoader = options.hostLoader();
    Settings settings = settings(options);
    settings.check();
    requireFramework(options, settings);
    Path stated = statedDirectory(options, settings);
    AssembledContainer container =
        new AssembledContainer(
            options,
            settings,
            StateDirectory.choose(stated, options.firstDirectory()),
            options.source != null
                ? options.source
                : RegistrySource.open(options, settings, stated));
    try {
      container.start();
    } catch (RuntimeException | Error e) {
      container.close();
      throw e;
    }
    return container;
  }

  private static Settings settings(ContainerOptions options) {
    SettingsReader reader = new SettingsReader();
    for (Map.Entry<String, String> entry : options.settings.entrySet()) {
      reader.api(entry.getKey(), entry.getValue());
    }
    reader.systemProperties(System.getProperties()).environment(System.getenv());
    Path named = options.configuration;
    if (named == null) {
      Setting setting = reader.read().find(SettingKeys.CONFIGURATION);
      named = setting == null ? null : Path.of(setting.value());
    }
    Path first = options.firstDirectory();
    Path beside = first == null ? null : first.resolve(SettingsReader.FILE_NAME);
    return reader.file(named == null ? beside : named, named != null).read();
  }

  /** A framework that was asked for and is not there must not become another one, or none. */
  private static void requireFramework(ContainerOptions options, Settings settings) {
    Setting stated = settings.find(SettingKeys.FRAMEWORK);
    if (stated == null
        || stated.value().isEmpty()
        || stated.value().equals("none")
        || !options.runtimes.isEmpty()) {
      return;
    }
    RuntimeFactory osgi =
        Optionals.make(RuntimeFactory.class, Optionals.OSGI, options.hostLoader());
    if (osgi == null || !osgi.available(options.hostLoader(), stated.value())) {
      throw new IllegalArgumentException(
          stated.describe()
              + " asks for a framework that is not on the path of the host. Put "
              + (osgi == null ? "dev.latent:latent-osgi and " : "")
              + (stated.value().equals("felix")
                  ? "org.apache.felix:org.apache.felix.framework"
                  : "org.eclipse.platform:org.eclipse.osgi")
              + " there, or choose another framework, or none to run every jar as a layer plugin.");
    }
  }

  private static @Nullable Path statedDirectory(ContainerOptions options, Settings settings) {
    if (options.stateDirectory != null) {
      return options.stateDirectory;
    }
    Setting setting = settings.find(SettingKeys.STATE_DIRECTORY);
    return setting == null ? null : Path.of(setting.value());
  }

  private void start() {
    if (options.inspectOnly) {
      source.verifyAll(); // whoever inspects wants to see what is there, not what was
    }
    if (settings.find(SettingKeys.CPU_TIMES) != null
        && settings.flag(SettingKeys.CPU_TIMES, false)) {
      CpuTimes.load();
    }
    boolean markers = settings.flag(SettingKeys.MARKER, true) && state.has(ActivationMarker.PREFIX);
    if (!markers && !sayMore(settings) && !source.statesEager()) {
      return;
    }
    ContainerParts made = parts();
    reportLastDeath(made);
    if (options.inspectOnly) {
      return;
    }
    List<RegisteredPlugin> plugins = new EagerPlugins(made.policies()).plugins(source.plugins());
    for (int i = 0; i < plugins.size(); i++) {
      try {
        made.activations().activate(plugins.get(i), new ActivationCause("the policy eager"));
      } catch (PluginException e) {
        options.notice(String.valueOf(e.getMessage())); // stays visible as a problem of the plugin
      }
    }
  }

  /**
   * Whether settings may ask for something at once, or may be wrong, which is to be said at once.
   */
  private static boolean sayMore(Settings settings) {
    List<Setting> all = settings.all();
    for (int i = 0; i < all.size(); i++) {
      String key = all.get(i).key();
      if (key.startsWith(SettingKeys.POLICIES)
          || key.equals(SettingKeys.ACTIVATION_LIMIT)
          || key.equals(SettingKeys.STOP_LIMIT)
          || key.equals(SettingKeys.IDLE)) {
        return true;
      }
    }
    return false;
  }

  private void reportLastDeath(ContainerParts made) {
    List<String> unfinished = made.marker().leftBehind(!options.inspectOnly);
    for (int i = 0; i < unfinished.size(); i++) {
      String line =
          "The JVM ended last time while "
              + unfinished.get(i)
              + " was being activated. If it called System.exit or crashed, set its policy to"
              + " manual or disabled.";
      made.problems()
          .add(
              new Problem(
                  "activation.unfinished", Problem.Severity.WARNING, "", Optional.empty(), line));
      options.notice(line);
    }
  }

  /** The rest of the container, made by the first who needs it. */
  ContainerParts parts() {
    ContainerParts known = parts;
    if (known != null) {
      return known;
    }
    synchronized (lock) {
      known = parts;
      if (known == null) {
        known = DaggerContainerComponent.factory().create(options, settings, state, source).parts();
        parts = known;
        if (closed) {
          known.close();
          return known;
        }
      } else {
        return known;
      }
    }
    source.verifyUnusable(); // no lookup would: nobody knows what it offers
    return known;
  }

  /** Whether anything was looked up yet, or asked of it. */
  @Nullable ContainerParts knownParts() {
    return parts;
  }

  /**
   * The lookup on behalf of the host.
   *
   * @return the same object each time
   */
  public PluginServices services() {
    return parts().catalog().hostServices();
  }

  /**
   * What an operator may ask and do.
   *
   * @return the same object each time
   */
  public PluginAdmin admin() {
    return parts().admin();
  }

  /**
   * The finders that say where plugins come from.
   *
   * @return the same object each time
   */
  public FinderChain finders() {
    return source.finders();
  }

  /** Begins background work; further calls do nothing. */
  public void ready() {
    BackgroundWork begun;
    synchronized (lock) {
      if (closed) {
        throw ClosedContainer.refusal();
      }
      if (options.inspectOnly || background != null) {
        return;
      }
      begun = new BackgroundWork(this, options, settings, source);
      background = begun;
    }
    begun.begin();
  }

  /** Forgets what was concluded from content, and looks at all of it again. */
  public void invalidate() {
    ContainerParts made = parts();
    made.catalog().requireOpen();
    made.invalidate();
    source.refresh();
    source.verifyAll();
  }

  /** Stops all plugins in reverse order and frees all that the container holds. */
  public void close() {
    BackgroundWork begun;
    ContainerParts made;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      begun = background;
      made = parts;
    }
    if (begun != null) {
      begun.close();
    }
    if (made == null) {
      source.close();
    } else {
      made.close();
    }
  }
}
