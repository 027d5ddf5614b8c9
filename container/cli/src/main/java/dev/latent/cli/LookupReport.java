package dev.latent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.latent.api.PluginId;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceHandle;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.PluginTransition;
import dev.latent.api.admin.ServiceSnapshot;
import dev.latent.container.PluginContainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one lookup did: the service that was got, and each plugin that became active by it, with its
 * time.
 *
 * @param typeName the type that was asked for
 * @param plugin whose service was found
 * @param service the service object
 * @param nanos how long the lookup took, in nanoseconds
 * @param activated the plugins that were not active before and are now, as they became active
 * @param failed the plugins that failed meanwhile, so that another one was tried
 */
record LookupReport(
    String typeName,
    PluginId plugin,
    Object service,
    long nanos,
    List<PluginSnapshot> activated,
    List<PluginSnapshot> failed) {

  /** Looks up the best service of a type, given by its full or simple name. */
  static LookupReport of(PluginContainer container, String name, @Nullable String filter) {
    Map<PluginId, PluginState> before = new HashMap<>();
    for (PluginSnapshot plugin : container.admin().plugins()) {
      before.put(plugin.id(), plugin.state());
    }
    String typeName = typeName(container, name);
    long start = System.nanoTime();
    Object service = container.services().require(typeName, filter);
    long nanos = System.nanoTime() - start;
    List<PluginSnapshot> activated = new ArrayList<>();
    List<PluginSnapshot> failed = new ArrayList<>();
    for (PluginSnapshot plugin : container.admin().plugins()) {
      if (plugin.state() != before.get(plugin.id())) {
        if (plugin.state() == PluginState.ACTIVE) {
          activated.add(plugin);
        } else if (plugin.state() == PluginState.FAILED) {
          failed.add(plugin);
        }
      }
    }
    activated.sort(Comparator.comparing(LookupReport::activeSince));
    return new LookupReport(
        typeName, giver(container, typeName, filter, service), service, nanos, activated, failed);
  }

  private static Instant activeSince(PluginSnapshot plugin) {
    Instant since = Instant.MIN;
    for (PluginTransition transition : plugin.transitions()) {
      if (transition.to() == PluginState.ACTIVE) {
        since = transition.at();
      }
    }
    return since;
  }

  /** Whose service it is: the one that has given this object. */
  @SuppressWarnings("ReferenceEquality") // about the object itself, whatever it calls equal
  private static PluginId giver(
      PluginContainer container, String typeName, @Nullable String filter, Object service) {
    List<ServiceHandle<Object>> handles = container.services().handles(typeName, filter);
    for (ServiceHandle<Object> handle : handles) {
      if (handle.peek().filter(given -> given == service).isPresent()) {
        return handle.plugin();
      }
    }
    if (handles.isEmpty()) {
      throw new CommandFailedException(
          "The plugin that gave " + typeName + " has left meanwhile. Look it up again.");
    }
    return handles.get(0).plugin();
  }

  /** The full name of an offered type; a name without a dot may stand for it. */
  private static String typeName(PluginContainer container, String name) {
    Set<String> offered = new TreeSet<>();
    for (PluginSnapshot plugin : container.admin().plugins()) {
      for (ServiceSnapshot service : plugin.services()) {
        offered.addAll(service.types());
      }
    }
    if (offered.contains(name)) {
      return name;
    }
    List<String> matching = offered.stream().filter(type -> type.endsWith("." + name)).toList();
    if (matching.size() > 1) {
      throw new CommandFailedException(
          name + " may be " + String.join(" or ", matching) + ". Write the full name.");
    }
    return matching.isEmpty() ? name : matching.get(0);
  }

  void print(PrintWriter out, Style style) {
    for (PluginSnapshot other : failed) {
      out.println(style.bad("failed ") + style.strong(other.id().toString()));
      other
          .failure()
          .ifPresent(
              why -> out.println("  " + style.faint(Wording.asked(why).replace("\n", "\n  "))));
    }
    for (PluginSnapshot each : activated) {
      String steps = Wording.steps(each);
      out.println(
          style.good("activated ")
              + style.strong(each.id().toString())
              + " in "
              + Wording.millis(Wording.nanos(each))
              + (steps.isEmpty() ? "" : style.faint("  " + steps)));
      each.why().forEach(line -> out.println("  " + style.faint(Wording.asked(line))));
    }
    out.println(
        style.strong(typeName)
            + " is "
            + service.getClass().getName()
            + " of "
            + plugin
            + ", got in "
            + Wording.millis(nanos)
            + (activated.isEmpty() ? "; its plugin was active" : ""));
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("type", typeName);
    json.writeStringField("class", service.getClass().getName());
    json.writeStringField("plugin", plugin.name());
    json.writeStringField("version", plugin.version().toString());
    json.writeNumberField("wallNanos", nanos);
    json.writeArrayFieldStart("activated");
    for (PluginSnapshot each : activated) {
      Json.plugin(json, each);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("failed");
    for (PluginSnapshot each : failed) {
      Json.plugin(json, each);
    }
    json.writeEndArray();
  }
}
