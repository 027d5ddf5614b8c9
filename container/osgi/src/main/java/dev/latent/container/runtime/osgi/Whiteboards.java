package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginKind;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.NamePattern;
import dev.latent.container.knowledge.Setting;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.knowledge.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;

/**
 * Knows which services are read together with the bundle that registered them: whiteboards take
 * resources from it, check its permissions, or bind configurations to it. Such services are
 * promised in the name of the plugin's own bundle, which is installed and resolved for that.
 * Immutable.
 */
public final class Whiteboards {

  private static final Set<String> TYPES =
      Set.of(
          "org.osgi.service.event.EventHandler",
          // Who listens to configurations takes classes from the bundle of the service.
          "org.osgi.service.cm.ConfigurationAdmin",
          "org.osgi.service.cm.ManagedService",
          "org.osgi.service.cm.ManagedServiceFactory",
          "org.osgi.service.cm.ConfigurationListener",
          "org.osgi.service.cm.SynchronousConfigurationListener",
          "org.osgi.service.cm.ConfigurationPlugin",
          "org.osgi.service.metatype.MetaTypeProvider",
          "org.osgi.service.typedevent.TypedEventHandler",
          "org.osgi.service.typedevent.UntypedEventHandler",
          "org.osgi.service.typedevent.UnhandledEventHandler",
          "org.osgi.service.http.context.ServletContextHelper",
          "org.osgi.service.servlet.context.ServletContextHelper",
          "org.osgi.service.http.whiteboard.Preprocessor",
          "org.osgi.service.servlet.whiteboard.Preprocessor",
          "org.apache.felix.inventory.InventoryPrinter",
          "org.apache.felix.webconsole.ConfigurationPrinter");

  private static final List<String> TYPES_BEGIN = List.of("jakarta.servlet.", "javax.servlet.");

  /** Names of management beans by the conventions of the platform. */
  private static final List<String> TYPES_END = List.of("MBean", "MXBean");

  private static final List<String> ATTRIBUTES_BEGIN =
      List.of(
          "osgi.command.",
          "osgi.http.whiteboard.",
          "osgi.jaxrs.",
          "osgi.jakartars.",
          "felix.webconsole.",
          "felix.inventory.",
          "jmx.objectname",
          "service.exported.");

  /** Keeps a bundle from being started by the use of a class: no package has this name. */
  private static final String NEVER = Constants.ACTIVATION_LAZY + ";include:=\"none.such\"";

  private record Rule(NamePattern names, boolean whiteboard) {}

  private final List<Rule> rules;

  /**
   * Reads what the host says about plugins.
   *
   * @param settings settings, of which those count that begin with {@link SettingKeys#WHITEBOARD}
   */
  public Whiteboards(Settings settings) {
    List<Rule> found = new ArrayList<>();
    for (Setting setting : settings.all()) {
      if (setting.key().startsWith(SettingKeys.WHITEBOARD)) {
        String value = setting.value();
        if (!value.equals("true") && !value.equals("false")) {
          throw new IllegalArgumentException(
              setting.describe()
                  + " is neither true nor false. Say true if the services of these plugins must be"
                  + " seen as registered by their own bundles, false if that does not matter.");
        }
        String names = setting.key().substring(SettingKeys.WHITEBOARD.length());
        found.add(new Rule(new NamePattern(names), value.equals("true")));
      }
    }
    rules = List.copyOf(found);
  }

  /**
   * Whether a promised service must be seen as registered by the plugin's own bundle.
   *
   * @param plugin the plugin
   * @param types the service types
   * @param attributes the attributes
   * @return false also if the plugin can't have a bundle that waits to be started
   */
  public boolean include(
      RegisteredPlugin plugin, List<String> types, Map<String, Object> attributes) {
    PluginDescriptor descriptor = plugin.descriptor();
    if (plugin.kind() != PluginKind.BUNDLE
        || descriptor.headers().containsKey(Constants.FRAGMENT_HOST)
        || PluginContent.hasNativeCode(descriptor)) {
      return false;
    }
    for (Rule rule : rules) {
      if (rule.names().matches(plugin.id().name())) {
        return rule.whiteboard();
      }
    }
    for (String type : types) {
      if (TYPES.contains(type) || begins(type, TYPES_BEGIN) || ends(type)) {
        return true;
      }
    }
    for (String name : attributes.keySet()) {
      if (begins(name, ATTRIBUTES_BEGIN)) {
        return true;
      }
    }
    return false;
  }

  private static boolean begins(String text, List<String> beginnings) {
    for (String beginning : beginnings) {
      if (text.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  private static boolean ends(String type) {
    for (String end : TYPES_END) {
      if (type.endsWith(end)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The activation policy that a plugin gets in addition to its headers, so that its bundle can
   * wait in the state {@code STARTING} and nothing but its start by the container ends that.
   */
  @Nullable String policy(RegisteredPlugin plugin) {
    if (plugin.descriptor().headers().containsKey(Constants.BUNDLE_ACTIVATIONPOLICY)) {
      return null;
    }
    for (var offer : plugin.descriptor().offers(PluginKind.BUNDLE)) {
      if (include(plugin, offer.types(), offer.attributes())) {
        return NEVER;
      }
    }
    return null;
  }
}
