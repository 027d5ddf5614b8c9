package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginKind;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.ActivationRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/**
 * What has to run before a bundle does, because the code of its closure counts on it: extenders
 * that it requires, providers for {@code ServiceLoader} that a mediator serves it, and members of
 * the closure with start code of their own. Used by one thread.
 */
final class Prerequisites {

  private static final String COMPONENTS = "osgi.component";

  /** Extenders that the code of any member of a closure counts on. */
  private static final List<String> OF_ITS_CODE =
      List.of("osgi.serviceloader.processor", "osgi.serviceloader.registrar");

  /** Extenders that a bundle counts on when it is started itself. */
  private static final List<String> OF_THE_PLUGIN =
      List.of(
          "osgi.serviceloader.processor",
          "osgi.serviceloader.registrar",
          COMPONENTS,
          "osgi.blueprint");

  private final ActivationRequest request;
  private final PluginSet plugins;
  private final Map<RegisteredPlugin, Needed> needed = new LinkedHashMap<>();

  /**
   * A plugin that has to run first.
   *
   * @param plugin the plugin
   * @param lazily whether it runs when its first class is used
   * @param reason why, in words
   */
  record Needed(RegisteredPlugin plugin, boolean lazily, String reason) {}

  Prerequisites(ActivationRequest request, PluginSet plugins) {
    this.request = request;
    this.plugins = plugins;
  }

  /** All of them, each before those that count on it. */
  List<Needed> inOrder() {
    List<RegisteredPlugin> members = request.closure().members();
    // Extenders that change classes have to be there before a class of any member is loaded.
    for (RegisteredPlugin member : members) {
      extenders(member, member.equals(request.plugin()) ? OF_THE_PLUGIN : OF_ITS_CODE);
    }
    if (!request.plugin().descriptor().components().isEmpty()) {
      for (RegisteredPlugin scr : plugins.providers(Namespaces.EXTENDER, COMPONENTS)) {
        add(scr, request.plugin().id() + " has components");
        break;
      }
    }
    for (RegisteredPlugin member : members) {
      for (Requirement requirement : member.descriptor().requirements()) {
        if (Namespaces.SERVICE_LOADER.equals(requirement.namespace())) {
          providers(member, requirement);
        }
      }
    }
    for (RegisteredPlugin member : members) {
      startCode(member);
    }
    needed.remove(request.plugin());
    return List.copyOf(needed.values());
  }

  private void extenders(RegisteredPlugin member, List<String> names) {
    for (Requirement requirement : member.descriptor().requirements()) {
      if (Namespaces.EXTENDER.equals(requirement.namespace())) {
        for (String name : names) {
          for (RegisteredPlugin provider : plugins.providers(Namespaces.EXTENDER, name)) {
            if (matches(provider, requirement)) {
              add(provider, member.id() + " requires the extender " + name);
              break;
            }
          }
        }
      }
    }
  }

  private void providers(RegisteredPlugin member, Requirement requirement) {
    String filter = requirement.filter();
    String prefix = "(" + Namespaces.SERVICE_LOADER + "=";
    int at = filter == null ? -1 : filter.indexOf(prefix);
    if (filter == null || at < 0) {
      return;
    }
    int from = at + prefix.length();
    String type = filter.substring(from, filter.indexOf(')', from));
    for (RegisteredPlugin provider : plugins.providers(Namespaces.SERVICE_LOADER, type)) {
      if (matches(provider, requirement)) {
        add(provider, member.id() + " loads " + type + " through ServiceLoader");
      }
    }
  }

  private void startCode(RegisteredPlugin member) {
    if (member.kind() != PluginKind.BUNDLE || member.equals(request.plugin())) {
      return;
    }
    PluginDescriptor descriptor = member.descriptor();
    if (descriptor.headers().get("Bundle-Activator") == null) {
      return;
    }
    if (BundleActivation.isLazy(descriptor)) {
      needed.putIfAbsent(
          member, new Needed(member, true, "its activator runs when a class of it is used"));
    } else {
      add(member, request.plugin().id() + " is wired to it, and it has an activator");
    }
  }

  private void add(RegisteredPlugin plugin, String reason) {
    if (plugin.kind() == PluginKind.BUNDLE) {
      needed.putIfAbsent(plugin, new Needed(plugin, false, reason));
    }
  }

  private static boolean matches(RegisteredPlugin provider, Requirement requirement) {
    for (Capability capability : provider.descriptor().capabilities()) {
      if (capability.namespace().equals(requirement.namespace())
          && matches(capability, requirement.filter())) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(Capability capability, @Nullable String filter) {
    if (filter == null) {
      return true;
    }
    try {
      return FrameworkUtil.createFilter(filter)
          .matches(FrameworkAttributes.of(capability.attributes()));
    } catch (InvalidSyntaxException e) {
      // The framework has refused to resolve such a bundle already.
      return false;
    }
  }
}
