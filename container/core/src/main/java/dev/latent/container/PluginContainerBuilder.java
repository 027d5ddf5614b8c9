package dev.latent.container;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginKind;
import dev.latent.api.spi.ClassTransformer;
import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginListener;
import dev.latent.container.knowledge.NamePattern;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.root.AssembledContainer;
import dev.latent.container.root.ContainerOptions;
import dev.latent.container.root.PluginSource;
import dev.latent.container.runtime.RuntimeFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a host wants of its container. What is set here wins over system properties, the
 * environment and files. Used by one thread, for one container.
 */
public final class PluginContainerBuilder {

  private final ContainerOptions options = new ContainerOptions();
  private boolean built;

  PluginContainerBuilder() {}

  /**
   * Adds directories of plugins, after the places added before. Durable state and the index are
   * kept in the first one unless {@link #stateDirectory} says otherwise.
   *
   * @param directories directories with jars; one that does not exist is reported as a problem
   * @return this
   */
  public PluginContainerBuilder plugins(Path... directories) {
    for (Path directory : directories) {
      options.places.add(Objects.requireNonNull(directory, "directory"));
    }
    return this;
  }

  /**
   * Adds a finder of plugins, after the places added before.
   *
   * @param finder finds plugins; called on any thread
   * @return this
   */
  public PluginContainerBuilder finder(PluginFinder finder) {
    options.places.add(Objects.requireNonNull(finder, "finder"));
    return this;
  }

  /**
   * Exports packages of the host to bundles. Layer plugins see the modules of the host's layer and,
   * of its class path, what is named here.
   *
   * @param clauses as an {@code Export-Package} header has them: {@code acme.api;version=1.2}
   * @return this
   */
  public PluginContainerBuilder hostPackages(String... clauses) {
    for (String clause : clauses) {
      if (clause.isBlank()) {
        throw new IllegalArgumentException(
            "A host package must not be empty. Write for example acme.api;version=1.2.");
      }
      options.hostPackages.add(clause);
    }
    return this;
  }

  /**
   * Says where the host's classes come from; else the context class loader of the building thread.
   *
   * @param loader the host's class loader
   * @return this
   * @throws IllegalStateException if it was set before
   */
  public PluginContainerBuilder hostLoader(ClassLoader loader) {
    once("hostLoader", options.hostLoader);
    options.hostLoader = Objects.requireNonNull(loader, "loader");
    return this;
  }

  /**
   * Says which modules layer plugins may require; else those of the boot layer.
   *
   * @param layer the host's layer
   * @return this
   * @throws IllegalStateException if it was set before
   */
  public PluginContainerBuilder hostLayer(ModuleLayer layer) {
    once("hostLayer", options.hostLayer);
    options.hostLayer = Objects.requireNonNull(layer, "layer");
    return this;
  }

  /**
   * Chooses the framework for bundles; else the one that is on the path, Felix before Equinox.
   *
   * @param name {@code felix}, {@code equinox}, or {@code none} to run every jar as a layer plugin
   * @return this
   * @throws IllegalArgumentException if it is none of them
   * @throws IllegalStateException if it was set before
   */
  public PluginContainerBuilder framework(String name) {
    if (!name.equals("felix") && !name.equals("equinox") && !name.equals("none")) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a framework. Use felix, equinox or none.");
    }
    return setting("framework", SettingKeys.FRAMEWORK, name);
  }

  /**
   * Sets a property of the framework, over what the container sets itself.
   *
   * @param name the property's name
   * @param value its value
   * @return this
   * @throws IllegalStateException if it was set before
   */
  public PluginContainerBuilder frameworkProperty(String name, String value) {
    once("frameworkProperty " + name, options.frameworkProperties.get(name));
    options.frameworkProperties.put(name, value);
    return this;
  }

  /**
   * Sets the policy of plugins.
   *
   * @param pattern their names; {@code *} stands for any characters, commas separate patterns, and
   *     one that begins with {@code !} takes names out: {@code acme.*, !acme.pdf}
   * @param policy the policy
   * @return this
   * @throws IllegalStateException if it was set before for this pattern
   */
  public PluginContainerBuilder policy(String pattern, ActivationPolicy policy) {
    String text = new NamePattern(pattern).text();
    return setting("policy " + text, SettingKeys.POLICY + text, policy.text());
  }

  /**
   * Says which plugins take part at all; the others are disabled, with this as the reason. All do
   * unless this or a setting says otherwise.
   *
   * @param pattern their names, written as for {@link #policy}
   * @return this
   * @throws IllegalStateException if it was set before
   */
  public PluginContainerBuilder include(String pattern) {
    return setting("include", SettingKeys.INCLUDE, new NamePattern(pattern).text());
  }

  /**
   * Disables plugins, with this as the reason, also where they are {@link #include included}.
   *
   * @param pattern their names, written as for {@link #policy}
   * @return this
   * @throws IllegalStateException if it was set before
   */
  public PluginContainerBuilder exclude(String pattern) {
    return setting("exclude", SettingKeys.EXCLUDE, new NamePattern(pattern).text());
  }

  /**
   * Boots the framework after {@link PluginContainer#ready()}, in the background, instead of with
   * the first activation of a bundle, so that no user waits for it. No plugin is activated by that.
   *
   * @return this
   * @throws IllegalStateException if it was set before
   */
  public PluginContainerBuilder bootFrameworkInBackground() {
    return setting("bootFrameworkInBackground", SettingKeys.FRAMEWORK_BOOT, "background");
  }

  /**
   * Names the file with settings; else {@code latent.properties} in the first plugin directory, if
   * there is one.
   *
   * @param file an existing file
   * @return this
   * @throws IllegalStateException if it was set before
   */
  public PluginContainerBuilder configuration(Path file) {
    once("configuration", options.configuration);
    options.configuration = Objects.requireNonNull(file, "file");
    return this;
  }

  /**
   * Says where index, data areas and other state are kept; else {@code .latent} in the first plugin
   * directory, or the user's cache directory where that can't be written.
   *
   * @param directory made when it is first needed
   * @return this
   * @throws IllegalStateException if it was set before
   */
  public PluginContainerBuilder stateDirectory(Path directory) {
    once("stateDirectory", options.stateDirectory);
    options.stateDirectory = Objects.requireNonNull(directory, "directory");
    return this;
  }

  /**
   * Adds a transformer for classes of layer plugins, after those added before.
   *
   * @param transformer changes classes as they are defined
   * @return this
   */
  public PluginContainerBuilder transformer(ClassTransformer transformer) {
    options.transformers.add(Objects.requireNonNull(transformer, "transformer"));
    return this;
  }

  /**
   * Limits how long the stop code of one plugin may take; else ten seconds.
   *
   * @param limit more than zero
   * @return this
   * @throws IllegalStateException if it was set before
   */
  public PluginContainerBuilder stopLimit(Duration limit) {
    return setting("stopLimit", SettingKeys.STOP_LIMIT, millis(limit));
  }

  /**
   * Limits how long a lookup waits for an activation on another thread; else a minute.
   *
   * @param limit more than zero
   * @return this
   * @throws IllegalStateException if it was set before
   */
  public PluginContainerBuilder activationLimit(Duration limit) {
    return setting("activationLimit", SettingKeys.ACTIVATION_LIMIT, millis(limit));
  }

  /**
   * Says whether plugin directories are watched once the host is ready; they are unless this or a
   * setting says otherwise.
   *
   * @param watch whether to watch
   * @return this
   * @throws IllegalStateException if it was set before
   */
  public PluginContainerBuilder watch(boolean watch) {
    return setting("watch", SettingKeys.WATCH, Boolean.toString(watch));
  }

  /**
   * Adds a listener that hears of each change of state from the beginning.
   *
   * @param listener called on the thread that makes the change
   * @return this
   */
  public PluginContainerBuilder listener(PluginListener listener) {
    options.listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Stops plugins that nobody used for a while; the next lookup brings them back. It concerns
   * plugins with policy {@code lazy}. A plugin stays while another active plugin needs it or was
   * given its service, while an instance made by {@link dev.latent.api.ServiceHandle#newInstance}
   * is not closed, and while a thread runs its code. What the host itself got from a lookup and
   * kept is stopped all the same: keep handles, deferred services or proxies instead.
   *
   * @param limit how long nobody used it
   * @return this
   * @throws IllegalStateException if it was set before
   */
  public PluginContainerBuilder idleLimit(Duration limit) {
    return setting("idleLimit", SettingKeys.IDLE, millis(limit));
  }

  /**
   * Hears lines for people: what happened to the index, which update was held back, what a plugin
   * left behind. Nothing is printed where nobody listens.
   *
   * @param listener called on any thread; must not throw
   * @return this
   * @throws IllegalStateException if it was set before
   */
  public PluginContainerBuilder notices(Consumer<String> listener) {
    once("notices", options.notices);
    options.notices = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Opens the container to look at its plugins: no policy activates anything, neither {@code eager}
   * nor {@code background}, and {@link PluginContainer#ready()} begins no background work. A lookup
   * still activates what it needs.
   *
   * @param inspectOnly true to look only; false, the default, to host
   * @return this
   */
  public PluginContainerBuilder inspectOnly(boolean inspectOnly) {
    options.inspectOnly = inspectOnly;
    return this;
  }

  PluginContainerBuilder source(PluginSource source) {
    options.source = source;
    return this;
  }

  PluginContainerBuilder runtime(PluginKind kind, RuntimeFactory factory) {
    options.runtimes.put(kind, factory);
    return this;
  }

  PluginContainerBuilder background(Executor executor) {
    options.background = executor;
    return this;
  }

  PluginContainerBuilder clock(Clock clock) {
    options.clock = clock;
    return this;
  }

  /**
   * Builds the container: reads the index, lists the directories, and activates the plugins whose
   * policy is {@code eager}. A plugin that fails then is reported and stops none of the others.
   *
   * @return the container, in service
   * @throws IllegalStateException if no place for plugins was given, or it was built before
   * @throws IllegalArgumentException if a setting can't be read; the message says where it stands
   */
  public PluginContainer build() {
    if (built) {
      throw new IllegalStateException(
          "This builder has built its container. Make another builder for another container.");
    }
    if (options.places.isEmpty() && options.source == null) {
      throw new IllegalStateException(
          "A container needs a place for plugins. Call plugins(Path...) or finder(PluginFinder).");
    }
    built = true;
    return new BuiltContainer(AssembledContainer.assemble(options));
  }

  private PluginContainerBuilder setting(String name, String key, String value) {
    once(name, options.settings.get(key));
    options.settings.put(key, value);
    return this;
  }

  private static void once(String name, @Nullable Object before) {
    if (before != null) {
      throw new IllegalStateException(name + " was set before, to " + before + ".");
    }
  }

  private static String millis(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("A limit must be more than zero; got " + limit + ".");
    }
    return limit.toMillis() + "ms";
  }
}
