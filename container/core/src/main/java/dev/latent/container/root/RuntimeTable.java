package dev.latent.container.root;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginServices;
import dev.latent.api.ResolutionException;
import dev.latent.api.Warmth;
import dev.latent.api.admin.Problem;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.activation.ActivationEnvironment;
import dev.latent.container.activation.Activations;
import dev.latent.container.admin.ProblemLog;
import dev.latent.container.finder.HookMonitor;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.ActivationPolicies;
import dev.latent.container.knowledge.EffectivePolicy;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.resolve.Closure;
import dev.latent.container.resolve.HostCapabilities;
import dev.latent.container.resolve.MissingMessage;
import dev.latent.container.resolve.PluginResolver;
import dev.latent.container.resolve.ReferenceWiring;
import dev.latent.container.resolve.ReferenceWirings;
import dev.latent.container.runtime.ClosedContainer;
import dev.latent.container.runtime.PluginNeeds;
import dev.latent.container.runtime.PluginRuntime;
import dev.latent.container.runtime.RuntimeEnvironment;
import dev.latent.container.runtime.RuntimeFactory;
import dev.latent.container.runtime.WaitGraph;
import dev.latent.container.service.ServiceBridge;
import dev.latent.container.service.ServiceBridgeFactory;
import dev.latent.container.service.ServiceCatalog;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The runtimes of a container, each made when the first plugin of its kind needs it, and what
 * activation asks of the steps around it. Thread-safe.
 */
@Singleton
final class RuntimeTable implements ActivationEnvironment {

  private final ContainerOptions options;
  private final Settings settings;
  private final ActivationPolicies policies;
  private final StateDirectory state;
  private final PluginSource source;
  private final ProblemLog problems;
  private final PluginResolver resolver;
  private final WaitGraph waits = new WaitGraph();
  private final HookMonitor hooks = new HookMonitor();
  private volatile PluginSet plugins;
  private volatile @Nullable ServiceCatalog catalog;
  private volatile @Nullable Activations activations;

  /** Guards the making of runtimes, which boots nothing and runs no foreign code. */
  private final Object lock = new Object();

  private final Map<PluginKind, PluginRuntime> runtimes = new LinkedHashMap<>();
  private final List<ServiceBridge> bridges = new ArrayList<>();
  private boolean closed;

  @Inject
  RuntimeTable(
      ContainerOptions options,
      Settings settings,
      ActivationPolicies policies,
      StateDirectory state,
      PluginSource source,
      ProblemLog problems) {
    this.options = options;
    this.settings = settings;
    this.policies = policies;
    this.state = state;
    this.source = source;
    this.problems = problems;
    this.plugins = source.plugins();
    this.resolver =
        new PluginResolver(
            new Host(PluginKind.BUNDLE),
            new Host(PluginKind.LAYER),
            new Withdrawn(policies),
            new Reference());
  }

  /** The wiring of the reference run, which only frameworks have. */
  private final class Reference implements ReferenceWirings {

    @Override
    public @Nullable ReferenceWiring of(PluginSet set) {
      return runtime(PluginKind.BUNDLE).referenceWiring(set);
    }
  }

  /** What a kind's runtime gives of the host; a class, as a lambda would cost more before ready. */
  private final class Host implements java.util.function.Supplier<HostCapabilities> {

    private final PluginKind kind;

    Host(PluginKind kind) {
      this.kind = kind;
    }

    @Override
    public HostCapabilities get() {
      return runtime(kind).hostCapabilities();
    }
  }

  /** Completes the circle: plugins look services up while they are activated. */
  void complete(ServiceCatalog services, Activations activating) {
    catalog = services;
    activations = activating;
  }

  /** Puts another plugin set in force and tells the runtimes that were made. */
  void plugins(PluginSet next) {
    plugins = next;
    List<PluginRuntime> made;
    synchronized (lock) {
      made = List.copyOf(runtimes.values());
    }
    for (PluginRuntime runtime : made) {
      runtime.changed(next);
    }
  }

  private ServiceCatalog services() {
    ServiceCatalog known = catalog;
    if (known == null) {
      throw new IllegalStateException("The container is not complete yet.");
    }
    return known;
  }

  @Override
  public @Nullable String refusal(RegisteredPlugin plugin) {
    EffectivePolicy policy = policies.of(plugin);
    return policy.policy() == ActivationPolicy.DISABLED
        ? "disabled (" + policy.reason() + "); set another policy to use it"
        : null;
  }

  @Override
  public void verify(List<RegisteredPlugin> candidates) {
    source.verify(candidates);
  }

  @Override
  public WaitGraph waits() {
    return waits;
  }

  @Override
  public Closure closure(RegisteredPlugin plugin) {
    return resolver.resolve(plugins, plugin);
  }

  /** Why a plugin can't be resolved in a set, or an empty text if it can be. */
  String fault(PluginSet set, RegisteredPlugin plugin) {
    if (policies.of(plugin).policy() == ActivationPolicy.DISABLED) {
      return "";
    }
    try {
      Closure closure = resolver.resolve(set, plugin);
      return closure.resolvable() ? "" : MissingMessage.of(closure, "");
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public PluginRuntime runtime(PluginKind kind) {
    synchronized (lock) {
      PluginRuntime known = runtimes.get(kind);
      if (known != null) {
        return known;
      }
      if (closed) {
        throw ClosedContainer.refusal();
      }
      PluginRuntime made = make(kind);
      runtimes.put(kind, made);
      ServiceBridgeFactory bridge =
          kind == PluginKind.BUNDLE && options.runtimes.isEmpty()
              ? Optionals.make(
                  ServiceBridgeFactory.class, Optionals.OSGI_BRIDGE, options.hostLoader())
              : null;
      if (bridge != null) {
        bridges.add(bridge.connect(made, services().port()));
      }
      return made;
    }
  }

  private PluginRuntime make(PluginKind kind) {
    RuntimeFactory factory = options.runtimes.get(kind);
    if (factory == null && options.runtimes.isEmpty()) {
      factory =
          Optionals.make(
              RuntimeFactory.class,
              kind == PluginKind.LAYER ? Optionals.LAYERS : Optionals.OSGI,
              options.hostLoader());
    }
    String framework = settings.text(SettingKeys.FRAMEWORK, "");
    if (factory == null || !factory.available(options.hostLoader(), framework)) {
      throw new ResolutionException(null, absent(kind, framework), null);
    }
    return factory.create(
        new RuntimeEnvironment(
            new InForce(this),
            state.path(),
            options.hostLoader(),
            options.hostLayer(),
            options.hostPackages,
            framework,
            frameworkProperties(),
            settings,
            new Transformers(options),
            new Needs(this),
            waits,
            new Report(options, problems),
            options.inspectOnly,
            hooks));
  }

  private static String absent(PluginKind kind, String framework) {
    if (kind == PluginKind.LAYER) {
      return "The runtime for module layers is missing. It is part of the container's own jar:"
          + " check that the jar is complete.";
    }
    return framework.equals("none")
        ? "It is an OSGi bundle and the framework is set to 'none'. Choose felix or equinox, or"
            + " let it run as a layer plugin with latent.kind.<name>=layer."
        : "It is an OSGi bundle and there is no OSGi framework. Put dev.latent:latent-osgi and"
            + " org.apache.felix:org.apache.felix.framework (or"
            + " org.eclipse.platform:org.eclipse.osgi) on the path of the host.";
  }

  private Map<String, String> frameworkProperties() {
    Map<String, String> properties = new LinkedHashMap<>();
    for (int i = settings.all().size() - 1; i >= 0; i--) {
      String key = settings.all().get(i).key();
      if (key.startsWith(SettingKeys.FRAMEWORK_PROPERTY)) {
        properties.put(
            key.substring(SettingKeys.FRAMEWORK_PROPERTY.length()), settings.all().get(i).value());
      }
    }
    properties.putAll(options.frameworkProperties);
    return properties;
  }

  /** Gives the set in force to runtimes. */
  private record InForce(RuntimeTable table) implements java.util.function.Supplier<PluginSet> {

    @Override
    public PluginSet get() {
      return table.plugins;
    }
  }

  private record Needs(RuntimeTable table) implements PluginNeeds {

    @Override
    public Closure closure(RegisteredPlugin plugin) {
      return table.closure(plugin);
    }

    @Override
    public boolean withdrawn(RegisteredPlugin plugin) {
      return !table.services().offered(plugin);
    }

    @Override
    public void activate(RegisteredPlugin plugin, String reason) {
      Activations known = table.activations;
      if (known == null) {
        throw new IllegalStateException("The container is not complete yet.");
      }
      known.activate(plugin, new ActivationCause(reason));
    }
  }

  /** Whether the policy of a plugin withdraws its offers; a class, as {@link Host} is. */
  private record Withdrawn(ActivationPolicies policies)
      implements java.util.function.Predicate<RegisteredPlugin> {

    @Override
    public boolean test(RegisteredPlugin plugin) {
      return policies.of(plugin).withdraws();
    }
  }

  @Override
  public void policyChanged() {
    resolver.invalidate();
  }

  /** Tells people at once what stays to be asked for; a class, as {@link Host} is. */
  private record Report(ContainerOptions options, ProblemLog problems)
      implements java.util.function.Consumer<Problem> {

    @Override
    public void accept(Problem problem) {
      problems.add(problem);
      options.notice(problem.message());
    }
  }

  private record Transformers(ContainerOptions options)
      implements java.util.function.Supplier<List<dev.latent.api.spi.ClassTransformer>> {

    @Override
    public List<dev.latent.api.spi.ClassTransformer> get() {
      return List.copyOf(options.transformers);
    }
  }

  @Override
  public PluginServices services(RegisteredPlugin plugin) {
    return services().services(plugin);
  }

  @Override
  public Path dataDirectory(RegisteredPlugin plugin) {
    return state.data(plugin.id());
  }

  /** Takes preparation of a plugin back, if its runtime was ever made. */
  void discard(RegisteredPlugin plugin, Warmth level) {
    PluginRuntime runtime;
    synchronized (lock) {
      runtime = runtimes.get(plugin.kind());
    }
    if (runtime != null) {
      runtime.discard(plugin, level);
    }
  }

  /** Computes the wiring of the reference run ahead, if there are bundles. */
  void prepareReference() {
    PluginSet set = plugins;
    for (RegisteredPlugin plugin : set.all()) {
      if (plugin.kind() == PluginKind.BUNDLE) {
        runtime(PluginKind.BUNDLE).prepareReference(set);
        return;
      }
    }
  }

  void invalidate() {
    resolver.invalidate();
  }

  /** Closes bridges, then runtimes in the reverse order of their making. */
  void close(Duration limit) {
    List<PluginRuntime> last;
    List<ServiceBridge> carried;
    synchronized (lock) {
      closed = true;
      last = new ArrayList<>(runtimes.values());
      carried = List.copyOf(bridges);
      runtimes.clear();
      bridges.clear();
    }
    for (ServiceBridge bridge : carried) {
      bridge.close();
    }
    for (int i = last.size() - 1; i >= 0; i--) {
      last.get(i).close(limit);
    }
    resolver.invalidate();
  }
}
