package dev.latent.container.knowledge;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.admin.Problem;
import dev.latent.container.descriptor.ComponentDescription;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.descriptor.StatedPolicy;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says which activation policy is in force for a plugin, and why: what an operator set for this one
 * plugin, else what the host, system properties, environment and file say, else the plugin's own
 * header, else what can be concluded from its descriptor. Thread-safe.
 */
public final class ActivationPolicies {

  private final List<PolicyRule> rules = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<PluginId, EffectivePolicy> overrides = new ConcurrentHashMap<>();

  /**
   * Makes the policies.
   *
   * @param settings patterns and policies from all sources but the plugins themselves
   */
  public ActivationPolicies(Settings settings) {
    for (Setting setting : settings.all()) {
      String key = setting.key();
      if (key.equals(SettingKeys.INCLUDE)) {
        limit(setting, true, "not included by ");
      } else if (key.equals(SettingKeys.EXCLUDE)) {
        limit(setting, false, "excluded by ");
      } else if (key.startsWith(SettingKeys.POLICY)) {
        rule(key.substring(SettingKeys.POLICY.length()), setting.value(), setting);
      } else if (key.equals(SettingKeys.POLICIES)) {
        list(setting);
      }
    }
  }

  /** Says which plugins take part at all; counts more than any policy of the same source. */
  private void limit(Setting setting, boolean inverted, String reason) {
    rules.add(
        new PolicyRule(
            new NamePattern(setting.value()),
            inverted,
            Integer.MAX_VALUE,
            ActivationPolicy.DISABLED,
            setting.source(),
            reason + setting.describe()));
  }

  private void list(Setting setting) {
    String value = setting.value();
    int at = 0;
    while (at < value.length()) {
      int semicolon = value.indexOf(';', at);
      int end = semicolon < 0 ? value.length() : semicolon;
      String entry = value.substring(at, end).trim();
      int equals = entry.lastIndexOf('=');
      if (equals > 0) {
        rule(entry.substring(0, equals), entry.substring(equals + 1), setting);
      } else if (!entry.isEmpty()) {
        problems.add(
            Settings.problem(
                "configuration.policy",
                setting.describe() + ": '" + entry + "' is not of the form pattern=policy."));
      }
      at = end + 1;
    }
  }

  private void rule(String pattern, String policy, Setting setting) {
    try {
      NamePattern names = new NamePattern(pattern);
      rules.add(
          new PolicyRule(
              names,
              false,
              names.weight(),
              ActivationPolicy.parse(policy),
              setting.source(),
              "set by " + setting.describe()));
    } catch (IllegalArgumentException e) {
      problems.add(
          Settings.problem("configuration.policy", setting.describe() + ": " + e.getMessage()));
    }
  }

  /**
   * What was wrong with the settings.
   *
   * @return problems without a plugin
   */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /**
   * Sets the policy of one plugin over all other sources.
   *
   * @param plugin its id
   * @param policy the policy; {@link ActivationPolicy#AUTO} goes back to what the descriptor tells
   * @param reason who set it, for people
   */
  public void override(PluginId plugin, ActivationPolicy policy, String reason) {
    overrides.put(plugin, new EffectivePolicy(policy, SettingSource.API, reason));
  }

  /**
   * The patterns that make plugins eager, so that a container need not look at every plugin.
   *
   * @return patterns; a plugin that matches one need not be eager, as another rule may count more
   */
  public List<NamePattern> eagerPatterns() {
    List<NamePattern> patterns = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).policy() == ActivationPolicy.EAGER) {
        patterns.add(rules.get(i).pattern());
      }
    }
    return patterns;
  }

  /**
   * The policy in force. Decodes the descriptor only where no rule names the plugin.
   *
   * @param plugin the plugin
   * @return the policy and where it comes from
   */
  public EffectivePolicy of(RegisteredPlugin plugin) {
    EffectivePolicy said = said(plugin);
    return said == null ? auto(plugin) : said;
  }

  /**
   * Whether the services of a plugin are withdrawn. Decodes no descriptor unless it states a
   * policy.
   *
   * @param plugin the plugin
   * @return as {@link EffectivePolicy#withdraws} of its policy
   */
  public boolean withdraws(RegisteredPlugin plugin) {
    EffectivePolicy said = said(plugin); // nothing is withdrawn because of what its start does
    return said != null && said.withdraws();
  }

  /** What somebody said, the plugin itself included; null if what its start does is to decide. */
  private @Nullable EffectivePolicy said(RegisteredPlugin plugin) {
    EffectivePolicy override = overrides.isEmpty() ? null : overrides.get(plugin.id());
    if (override != null) {
      return override.policy() == ActivationPolicy.AUTO ? null : override;
    }
    PolicyRule best = null;
    for (int i = 0; i < rules.size(); i++) {
      PolicyRule rule = rules.get(i);
      if ((best == null || stronger(rule, best)) && rule.matches(plugin.id().name())) {
        best = rule;
      }
    }
    if (best != null) {
      return best.policy() == ActivationPolicy.AUTO
          ? null
          : new EffectivePolicy(best.policy(), best.source(), best.reason());
    }
    StatedPolicy stated = plugin.statesPolicy() ? plugin.descriptor().policy().orElse(null) : null;
    if (stated == null || stated.policy() == ActivationPolicy.AUTO) {
      return null;
    }
    return new EffectivePolicy(
        stated.policy(),
        SettingSource.HEADER,
        "header Latent-Activation: "
            + stated.policy().text()
            + (stated.reason().isEmpty() ? "" : ", " + stated.reason()));
  }

  private static boolean stronger(PolicyRule rule, PolicyRule best) {
    if (rule.source() != best.source()) {
      return rule.source().compareTo(best.source()) < 0;
    }
    return rule.weight() > best.weight();
  }

  private static EffectivePolicy auto(RegisteredPlugin plugin) {
    PluginDescriptor descriptor = plugin.descriptor();
    if (plugin.kind() == PluginKind.LAYER) {
      return lazy("a module-layer plugin runs no code before one of its services is looked up");
    }
    if (descriptor.headers().containsKey("Fragment-Host")) {
      return lazy("a fragment runs no code of its own");
    }
    String activator = descriptor.headers().get("Bundle-Activator");
    List<ServiceOffer> offers = descriptor.offers(PluginKind.BUNDLE);
    // Services of components are registered by the component runtime, whatever the activator does.
    if (activator != null && !announcesMore(offers)) {
      return background(
          "its activator "
              + activator
              + (offers.isEmpty()
                  ? " announces no service, so no lookup would ever start it"
                  : " announces no service beside those of its components, so what it does is not"
                      + " known"));
    }
    for (ComponentDescription component : descriptor.components()) {
      boolean serves = !component.services().isEmpty();
      if (component.enabled()
          && component.factory().isEmpty()
          && component.immediate().orElse(!serves)) {
        return background(
            "its component "
                + component.name()
                + (serves
                    ? " is immediate: it acts as soon as it can, before anybody looks its service up"
                    : " acts as soon as it can and offers no service, so no lookup would ever start"
                        + " it"));
      }
    }
    if (activator != null) {
      return lazy("its descriptor announces the services of its activator " + activator);
    }
    return lazy(
        offers.isEmpty()
            ? "it has no activator and no component: starting it runs no code"
            : "its descriptor tells all that its start does");
  }

  private static boolean announcesMore(List<ServiceOffer> offers) {
    for (int i = 0; i < offers.size(); i++) {
      if (offers.get(i).component().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static EffectivePolicy lazy(String reason) {
    return new EffectivePolicy(ActivationPolicy.LAZY, SettingSource.AUTO, "auto: " + reason);
  }

  private static EffectivePolicy background(String reason) {
    return new EffectivePolicy(ActivationPolicy.BACKGROUND, SettingSource.AUTO, "auto: " + reason);
  }
}
