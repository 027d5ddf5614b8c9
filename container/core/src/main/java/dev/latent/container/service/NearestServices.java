package dev.latent.container.service;

import dev.latent.api.PluginState;
import dev.latent.api.ServiceHandle;
import dev.latent.api.admin.Problem;
import dev.latent.container.activation.PluginStatus;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.Match;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.ComponentRuntimes;
import dev.latent.container.knowledge.EffectivePolicy;
import dev.latent.container.knowledge.Spelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what somebody may have meant who looked up a service that is not there. */
final class NearestServices {

  private static final int MOST = 20;

  private static final int MOST_DAMAGED = 3;

  private final CallerServices caller;
  private final ServiceCatalog catalog;

  NearestServices(CallerServices caller) {
    this.caller = caller;
    this.catalog = caller.catalog();
  }

  /** The message line by line; none where a lookup would find something, or may. */
  List<String> why(String typeName, @Nullable LdapFilter filter) {
    for (ServiceEntry entry : caller.candidates(typeName, filter)) {
      if (filter == null || entry.match(filter) != Match.FALSE) {
        return List.of();
      }
    }
    return List.of(message(typeName, filter).split("\n"));
  }

  String message(String typeName, @Nullable LdapFilter filter) {
    OneOffering only = caller.only();
    return only == null ? ofAll(typeName, filter) : ofOne(only, typeName, filter);
  }

  private String ofOne(OneOffering only, String typeName, @Nullable LdapFilter filter) {
    List<RegisteredPlugin> meant = only.in(catalog.plugins());
    StringBuilder text = new StringBuilder();
    if (meant.isEmpty()) {
      text.append("There is no plugin ").append(only).append(" to offer ").append(typeName);
      text.append(", looked up by ").append(caller.callerName()).append('.');
      Set<String> names = new LinkedHashSet<>();
      for (RegisteredPlugin plugin : catalog.plugins().named(only.name())) {
        names.add(plugin.id().toString());
      }
      List<String> all = new ArrayList<>();
      for (RegisteredPlugin plugin : catalog.plugins().all()) {
        all.add(plugin.id().name());
      }
      names.addAll(Spelling.nearest(only.name(), new LinkedHashSet<>(all), MOST));
      names.remove(only.name());
      if (!names.isEmpty()) {
        text.append(" Nearest: ").append(String.join(", ", names)).append('.');
      }
      addDamaged(text);
      return text.append(" Check the name, or put its jar into a plugin directory.").toString();
    }
    text.append("Plugin ").append(meant.get(0).id()).append(" does not offer ").append(typeName);
    if (filter != null) {
      text.append(" with ").append(filter);
    }
    text.append(", looked up by ").append(caller.callerName()).append('.');
    List<String> lines = new ArrayList<>();
    if (filter != null) {
      addExcluded(typeName, filter, lines);
    }
    addWithdrawn(typeName, lines);
    if (lines.isEmpty()) {
      Set<String> types = new LinkedHashSet<>();
      for (ServiceHandle<Object> handle : caller.handles((String) null, null)) {
        types.add(handle.typeName());
      }
      text.append(
          types.isEmpty() ? " It offers nothing now." : " It offers " + String.join(", ", types));
      text.append(types.isEmpty() ? "" : ".");
    }
    for (String line : lines) {
      text.append("\n- ").append(line);
    }
    return text.toString();
  }

  private String ofAll(String typeName, @Nullable LdapFilter filter) {
    StringBuilder text = new StringBuilder();
    text.append("No plugin offers ").append(typeName);
    if (filter != null) {
      text.append(" with ").append(filter);
    }
    text.append(", looked up by ").append(caller.callerName()).append('.');
    List<String> lines = new ArrayList<>();
    if (filter != null) {
      addExcluded(typeName, filter, lines);
    }
    addWithdrawn(typeName, lines);
    boolean exists = !lines.isEmpty();
    if (!exists) {
      addSimilar(typeName, lines);
    }
    if (!lines.isEmpty()) {
      text.append(" Nearest:");
      for (String line : lines.subList(0, Math.min(MOST, lines.size()))) {
        text.append("\n- ").append(line);
      }
      if (lines.size() > MOST) {
        text.append("\n- and ").append(lines.size() - MOST).append(" more");
      }
      text.append("\n");
    } else {
      text.append(' ');
    }
    if (!exists) {
      addDamaged(text);
    }
    text.append(
        exists
            ? "Change the filter or the policy, or add a plugin that matches."
            : "Add a plugin that offers it to a plugin directory, or check the type.");
    return text.toString();
  }

  /** What can't be read may well offer what is looked for. */
  private void addDamaged(StringBuilder text) {
    int damaged = 0;
    for (Problem problem : catalog.plugins().problems()) {
      if (problem.severity() == Problem.Severity.ERROR
          && !problem.location().isEmpty()
          && catalog.plugins().at(problem.location()) == null) {
        if (damaged++ < MOST_DAMAGED) {
          text.append(damaged == 1 ? "What these offer is not known, as they can't be used:" : "")
              .append("\n- ")
              .append(problem.location())
              .append(": ")
              .append(problem.message());
        }
      }
    }
    if (damaged > MOST_DAMAGED) {
      text.append("\n- and ").append(damaged - MOST_DAMAGED).append(" more");
    }
    text.append(damaged > 0 ? "\n" : "");
  }

  private void addExcluded(String typeName, LdapFilter filter, List<String> lines) {
    for (ServiceEntry entry : caller.present(typeName)) {
      if (entry.match(filter) != Match.TRUE) {
        StringBuilder line = new StringBuilder();
        line.append(entry.pluginId()).append(" offers it");
        String separator = " with ";
        for (String name : filter.attributeNames()) {
          if (!name.equalsIgnoreCase("objectClass")) {
            Object value = entry.allAttributes().get(name);
            line.append(separator).append(value == null ? "no " + name : name + "=" + shown(value));
            separator = " and ";
          }
        }
        line.append(", which the filter excludes");
        lines.add(line.toString());
      }
    }
  }

  private static String shown(Object value) {
    return value instanceof Object[] array ? List.of(array).toString() : value.toString();
  }

  private void addWithdrawn(String typeName, List<String> lines) {
    for (Offer offer : catalog.plugins().offers(typeName)) {
      RegisteredPlugin plugin = offer.plugin();
      if (caller.only() != null && !caller.only().is(plugin.id())) {
        continue;
      }
      PluginStatus status = catalog.activations().status(plugin);
      if (!catalog.offered(plugin)) {
        EffectivePolicy policy = catalog.policies().of(plugin);
        lines.add(
            plugin.id()
                + " offers it but is "
                + (status.state() == PluginState.REGISTERED
                    ? policy.policy().text() + " (" + policy.reason() + ")"
                    : status.state().name().toLowerCase(java.util.Locale.ROOT)));
      } else if (catalog.holding(offer).isEmpty()) {
        if (ComponentRuntimes.missing(plugin, catalog.plugins())) {
          lines.add(plugin.id() + " offers it by a component and " + ComponentRuntimes.needed());
          continue;
        }
        lines.add(
            plugin.id()
                + " offers it when the configuration and the references of its component are"
                + " there ("
                + offer.stated().where()
                + ")");
      }
    }
  }

  private void addSimilar(String typeName, List<String> lines) {
    Set<String> types = catalog.types();
    String simple = simpleName(typeName);
    Map<String, List<String>> bySimpleName = new HashMap<>();
    for (String type : types) {
      bySimpleName.computeIfAbsent(simpleName(type), name -> new ArrayList<>()).add(type);
    }
    Set<String> nearest = new LinkedHashSet<>(bySimpleName.getOrDefault(simple, List.of()));
    nearest.addAll(Spelling.nearest(typeName, types, MOST));
    for (String similar : Spelling.nearest(simple, bySimpleName.keySet(), MOST)) {
      nearest.addAll(bySimpleName.getOrDefault(similar, List.of()));
    }
    nearest.remove(typeName);
    for (String type : nearest) {
      lines.add(type + ", offered by " + providers(type));
    }
  }

  private String providers(String type) {
    StringBuilder names = new StringBuilder();
    int count = 0;
    for (ServiceEntry entry : catalog.present(type)) {
      if (count++ < 3) {
        names.append(names.isEmpty() ? "" : ", ").append(entry.pluginId());
      }
    }
    return names.isEmpty() ? "a plugin that is out of service" : names.toString();
  }

  private static String simpleName(String type) {
    return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
  }
}
