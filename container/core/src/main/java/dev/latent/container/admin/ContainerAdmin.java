package dev.latent.container.admin;

import dev.latent.api.ActivationException;
import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginId;
import dev.latent.api.PluginState;
import dev.latent.api.Subscription;
import dev.latent.api.Warmth;
import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.Problem;
import dev.latent.api.admin.ServiceSnapshot;
import dev.latent.api.spi.PluginListener;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.activation.ActivationEnvironment;
import dev.latent.container.activation.Activations;
import dev.latent.container.activation.PluginStatus;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.ActivationPolicies;
import dev.latent.container.knowledge.EffectivePolicy;
import dev.latent.container.knowledge.IdleParts;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.knowledge.Spelling;
import dev.latent.container.service.ServiceCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an operator sees and does, over the parts of one container. Keeps nothing itself. */
public final class ContainerAdmin implements PluginAdmin {

  private static final ActivationCause OPERATOR = new ActivationCause("the admin API");

  private final ServiceCatalog catalog;
  private final Activations activations;
  private final ActivationPolicies policies;
  private final ActivationEnvironment environment;
  private final Settings settings;
  private final ProblemLog log;
  private final PluginRefresher refresher;

  /**
   * Makes it.
   *
   * @param catalog the services
   * @param activations the states
   * @param policies the policies
   * @param environment says what plugins need
   * @param settings the settings, for what is wrong with them
   * @param log problems that came up since
   * @param refresher looks at the finders again
   */
  public ContainerAdmin(
      ServiceCatalog catalog,
      Activations activations,
      ActivationPolicies policies,
      ActivationEnvironment environment,
      Settings settings,
      ProblemLog log,
      PluginRefresher refresher) {
    this.catalog = catalog;
    this.activations = activations;
    this.policies = policies;
    this.environment = environment;
    this.settings = settings;
    this.log = log;
    this.refresher = refresher;
  }

  @Override
  public List<PluginSnapshot> plugins() {
    catalog.requireOpen();
    Map<PluginId, List<Problem>> problems = new HashMap<>();
    for (Problem problem : problems()) {
      if (problem.plugin().isPresent()) {
        problems.computeIfAbsent(problem.plugin().get(), id -> new ArrayList<>()).add(problem);
      }
    }
    List<PluginSnapshot> snapshots = new ArrayList<>();
    for (RegisteredPlugin plugin : catalog.plugins().all()) {
      snapshots.add(snapshot(plugin, problems.getOrDefault(plugin.id(), List.of())));
    }
    return List.copyOf(snapshots);
  }

  @Override
  public Optional<PluginSnapshot> plugin(String name) {
    catalog.requireOpen();
    RegisteredPlugin plugin = find(name);
    return plugin == null ? Optional.empty() : Optional.of(snapshot(plugin, problemsOf(plugin)));
  }

  private List<Problem> problemsOf(RegisteredPlugin plugin) {
    List<Problem> own = new ArrayList<>();
    for (Problem problem : problems()) {
      if (problem.plugin().filter(plugin.id()::equals).isPresent()) {
        own.add(problem);
      }
    }
    return own;
  }

  private PluginSnapshot snapshot(RegisteredPlugin plugin, List<Problem> problems) {
    PluginStatus status = activations.status(plugin);
    EffectivePolicy policy = policies.of(plugin);
    boolean disabled =
        policy.policy() == ActivationPolicy.DISABLED && status.state() == PluginState.REGISTERED;
    List<ServiceSnapshot> services = catalog.snapshots(plugin);
    ActivationException failure = status.failure();
    return new PluginSnapshot(
        plugin.id(),
        plugin.kind(),
        plugin.reference().location(),
        disabled ? PluginState.DISABLED : status.state(),
        status.state() == PluginState.ACTIVE ? Warmth.LINKED : Warmth.COLD,
        policy.policy(),
        policy.reason(),
        status.state() == PluginState.ACTIVE
            ? status.why()
            : Explanations.waiting(plugin, status, policy, catalog.plugins()),
        services,
        status.steps(),
        activations.history(plugin),
        List.copyOf(problems),
        failure == null ? Optional.empty() : Optional.ofNullable(failure.getMessage()));
  }

  @Override
  public List<String> why(String plugin) {
    catalog.requireOpen();
    RegisteredPlugin found = find(plugin);
    return found == null ? List.of() : activations.status(found).why();
  }

  @Override
  public List<String> whyNot(String plugin) {
    catalog.requireOpen();
    RegisteredPlugin found = find(plugin);
    return found == null
        ? unknown(plugin)
        : Explanations.whyNot(
            found, activations.status(found), policies.of(found), catalog.plugins(), environment);
  }

  @Override
  public List<String> whyNoService(String type, @Nullable String filter) {
    catalog.requireOpen();
    return catalog.whyNoService(type, filter == null ? null : LdapFilter.parse(filter));
  }

  @Override
  public List<Problem> problems() {
    catalog.requireOpen();
    List<Problem> found = new ArrayList<>(settings.problems());
    found.addAll(policies.problems());
    found.addAll(catalog.plugins().problems());
    found.addAll(log.all());
    found.addAll(catalog.failures());
    addIdleParts(found);
    for (RegisteredPlugin plugin : activations.touched()) {
      PluginStatus status = activations.status(plugin);
      ActivationException failure = status.failure();
      if (failure != null) {
        found.add(
            problem(
                "activation.failed",
                Problem.Severity.ERROR,
                plugin,
                String.valueOf(failure.getMessage())));
      }
      for (String leftover : status.leftovers()) {
        found.add(problem("stop.leftover", Problem.Severity.WARNING, plugin, leftover));
      }
    }
    // Stable, so reference order stays within one severity.
    found.sort((one, other) -> other.severity().compareTo(one.severity()));
    return List.copyOf(found);
  }

  @Override
  public List<Problem> check() {
    catalog.requireOpen();
    List<Problem> found = new ArrayList<>(problems());
    found.addAll(new ResolutionCheck(environment).problems(catalog.plugins().all()));
    if (!settings.flag(SettingKeys.SERVICE_LOADER, true)) {
      found.addAll(new ServiceLoaderCheck(catalog.plugins()).problems());
    }
    found.sort((one, other) -> other.severity().compareTo(one.severity()));
    return List.copyOf(found);
  }

  private void addIdleParts(List<Problem> found) {
    PluginSet plugins = catalog.plugins();
    for (RegisteredPlugin plugin : plugins.all()) {
      String idle = IdleParts.of(plugin, plugins);
      // Who wrote a module descriptor knows that a module has no activator; whyNot still says it.
      if (!idle.isEmpty() && IdleParts.isUnexpected(plugin)) {
        found.add(
            problem(
                "plugin.idle-parts",
                Problem.Severity.WARNING,
                plugin,
                "Plugin " + plugin.id() + " " + idle + "."));
      }
    }
  }

  private static Problem problem(
      String rule, Problem.Severity severity, RegisteredPlugin plugin, String message) {
    return new Problem(
        rule, severity, plugin.reference().location(), Optional.of(plugin.id()), message);
  }

  @Override
  public void activate(PluginId plugin) {
    catalog.requireOpen();
    activations.activate(require(plugin), OPERATOR);
  }

  @Override
  public void stop(PluginId plugin) {
    catalog.requireOpen();
    activations.stop(require(plugin), OPERATOR);
  }

  @Override
  public void policy(PluginId plugin, ActivationPolicy policy) {
    catalog.requireOpen();
    RegisteredPlugin found = require(plugin);
    boolean shown = catalog.shown(found);
    boolean active = activations.status(found).state() == PluginState.ACTIVE;
    policies.override(plugin, policy, "set by an operator");
    environment.policyChanged();
    boolean disabled = policies.of(found).policy() == ActivationPolicy.DISABLED;
    if (disabled) {
      activations.disable(found, OPERATOR);
    } else if (activations.status(found).state() == PluginState.DISABLED) {
      activations.enable(found, OPERATOR);
      shown = catalog.shown(found); // told when it came back into service
    }
    catalog.policyChanged(found, shown && !(active && disabled));
    refresher.policyChanged(found);
  }

  @Override
  public List<String> refresh() {
    catalog.requireOpen();
    return refresher.refresh();
  }

  @Override
  public Subscription onTransition(PluginListener listener) {
    catalog.requireOpen();
    return activations.listen(listener);
  }

  private RegisteredPlugin require(PluginId plugin) {
    for (RegisteredPlugin each : catalog.plugins().named(plugin.name())) {
      if (each.id().equals(plugin)) {
        return each;
      }
    }
    throw new IllegalArgumentException(String.join(" ", unknown(plugin.toString())));
  }

  private @Nullable RegisteredPlugin find(String name) {
    int colon = name.indexOf(':');
    List<RegisteredPlugin> named =
        catalog.plugins().named(colon < 0 ? name : name.substring(0, colon));
    if (colon < 0) {
      return named.isEmpty() ? null : named.get(0);
    }
    PluginId id = PluginId.parse(name);
    for (RegisteredPlugin plugin : named) {
      if (plugin.id().equals(id)) {
        return plugin;
      }
    }
    return null;
  }

  /** What is not there and what comes near; where nothing does, what to do. */
  private List<String> unknown(String name) {
    List<String> names = new ArrayList<>();
    for (RegisteredPlugin plugin : catalog.plugins().all()) {
      names.add(plugin.id().name());
    }
    int end = 0;
    while (end < name.length() && name.charAt(end) != ':' && name.charAt(end) != ' ') {
      end++;
    }
    String plain = name.substring(0, end);
    String missing = "There is no plugin " + name + ".";
    if (names.contains(plain)) {
      List<String> versions = new ArrayList<>();
      for (RegisteredPlugin plugin : catalog.plugins().named(plain)) {
        versions.add(plugin.id().version().toString());
      }
      return List.of(missing + " Versions: " + String.join(", ", versions) + ".");
    }
    if (names.isEmpty()) {
      return List.of(
          missing + " There are no plugins at all.",
          "Check the plugin directories, and what is wrong with them in admin().problems().");
    }
    List<String> nearest = Spelling.nearest(plain, names, 20);
    if (!nearest.isEmpty()) {
      return List.of(missing + " Nearest: " + String.join(", ", nearest) + ".");
    }
    return List.of(
        missing
            + " Among the "
            + (names.size() == 1 ? "one plugin" : names.size() + " plugins")
            + " none has a name like it.",
        "List them with admin().plugins(), or put its jar into a plugin directory.");
  }
}
