package dev.latent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceHandle;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.ServiceSnapshot;
import dev.latent.container.PluginContainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one lookup did: the service that was got, and each plugin that became active by it, with its
 * time.
 *
 * @param typeName the type that was asked for
 * @param handle what was found
 * @param service the service object
 * @param nanos how long the lookup took, in nanoseconds
 * @param activated the plugins that were not active before and are now
 */
record LookupReport(
    String typeName,
    ServiceHandle<Object> handle,
    Object service,
    long nanos,
    List<PluginSnapshot> activated) {

  /** Looks up the best service of a type, given by its full or simple name. */
  static LookupReport of(PluginContainer container, String name, @Nullable String filter) {
    Set<Object> before = new HashSet<>();
    for (PluginSnapshot plugin : container.admin().plugins()) {
      if (plugin.state() == PluginState.ACTIVE) {
        before.add(plugin.id());
      }
    }
    String typeName = typeName(container, name);
    long start = System.nanoTime();
    List<ServiceHandle<Object>> handles = container.services().handles(typeName, filter);
    if (handles.isEmpty()) {
      List<String> why = container.admin().whyNoService(typeName, filter);
      throw new CommandFailedException(
          why.isEmpty()
              ? "No plugin offers " + typeName + (filter == null ? "." : " with " + filter + ".")
              : String.join("\n", why));
    }
    Object service = handles.get(0).get();
    long nanos = System.nanoTime() - start;
    List<PluginSnapshot> activated = new ArrayList<>();
    for (PluginSnapshot plugin : container.admin().plugins()) {
      if (plugin.state() == PluginState.ACTIVE && !before.contains(plugin.id())) {
        activated.add(plugin);
      }
    }
    return new LookupReport(typeName, handles.get(0), service, nanos, activated);
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
    for (PluginSnapshot plugin : activated) {
      String steps = Wording.steps(plugin);
      out.println(
          style.good("activated ")
              + style.strong(plugin.id().toString())
              + " in "
              + Wording.millis(Wording.nanos(plugin))
              + (steps.isEmpty() ? "" : style.faint("  " + steps)));
      plugin.why().forEach(line -> out.println("  " + style.faint(line)));
    }
    out.println(
        style.strong(typeName)
            + " is "
            + service.getClass().getName()
            + " of "
            + handle.plugin()
            + ", got in "
            + Wording.millis(nanos)
            + (activated.isEmpty() ? "; its plugin was active" : ""));
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("type", typeName);
    json.writeStringField("class", service.getClass().getName());
    json.writeStringField("plugin", handle.plugin().name());
    json.writeStringField("version", handle.plugin().version().toString());
    json.writeNumberField("wallNanos", nanos);
    json.writeArrayFieldStart("activated");
    for (PluginSnapshot plugin : activated) {
      Json.plugin(json, plugin);
    }
    json.writeEndArray();
  }
}
