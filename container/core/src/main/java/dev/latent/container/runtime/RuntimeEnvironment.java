package dev.latent.container.runtime;

import dev.latent.api.admin.Problem;
import dev.latent.api.spi.ClassTransformer;
import dev.latent.container.finder.HookMonitor;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.knowledge.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a runtime may use of its container. Immutable.
 *
 * @param plugins gives the plugin set as it is now
 * @param stateDirectory for what must survive: data areas, framework storage; made when first used
 * @param hostLoader loads the host's classes that plugins see
 * @param hostLayer the layer whose modules plugins may require
 * @param hostPackages the packages that the host exports, as an {@code Export-Package} header has
 *     them, for example {@code acme.api;version=1.2}
 * @param framework the framework that the host chose: {@code felix}, {@code equinox}, or empty for
 *     any
 * @param frameworkProperties properties for the framework, over the container's own
 * @param settings the settings in force
 * @param transformers gives the class transformers in force, in order
 * @param needs says what plugins of the set need and offer
 * @param waits knows who does what and who waits for whom
 * @param problems hears what went wrong with no single activation or stop to tell it of
 * @param inspectOnly whether the container only looks, so that nothing should boot to be asked
 * @param hooks is told of hooks, and says how far plugins may be prepared early
 */
public record RuntimeEnvironment(
    Supplier<PluginSet> plugins,
    Path stateDirectory,
    ClassLoader hostLoader,
    ModuleLayer hostLayer,
    List<String> hostPackages,
    String framework,
    Map<String, String> frameworkProperties,
    Settings settings,
    Supplier<List<ClassTransformer>> transformers,
    PluginNeeds needs,
    WaitGraph waits,
    Consumer<Problem> problems,
    boolean inspectOnly,
    HookMonitor hooks) {

  /** Makes an environment; collections are copied. */
  public RuntimeEnvironment {
    hostPackages = List.copyOf(hostPackages);
    frameworkProperties = Map.copyOf(frameworkProperties);
  }

  /** Makes the environment of a container that hosts plugins. */
  public RuntimeEnvironment(
      Supplier<PluginSet> plugins,
      Path stateDirectory,
      ClassLoader hostLoader,
      ModuleLayer hostLayer,
      List<String> hostPackages,
      String framework,
      Map<String, String> frameworkProperties,
      Settings settings,
      Supplier<List<ClassTransformer>> transformers,
      PluginNeeds needs,
      WaitGraph waits,
      Consumer<Problem> problems) {
    this(
        plugins,
        stateDirectory,
        hostLoader,
        hostLayer,
        hostPackages,
        framework,
        frameworkProperties,
        settings,
        transformers,
        needs,
        waits,
        problems,
        false,
        new HookMonitor());
  }
}
