package dev.latent.demo.workbench;

import dev.latent.api.PluginId;
import dev.latent.api.PluginState;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.ServiceSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says in a few words what the container's reasons say in full: plugins by what users call them,
 * types without their packages. What it does not recognise it gives as it is.
 */
final class PluginWords {

  private static final List<String> COMMON_BEGINNINGS =
      List.of("org.apache.", "com.github.", "io.github.", "dev.latent.demo.", "org.", "com.");
  private static final String LOOKUP_OF_ACTION = "lookup of dev.latent.demo.api.DocumentAction";

  private final Map<PluginId, String> titles = new HashMap<>();
  private final Map<String, String> titlesByText = new HashMap<>();
  private final Set<String> inUse = new LinkedHashSet<>();
  private final Set<PluginId> withAction = new LinkedHashSet<>();
  private final Map<String, String> libraryByJar = new HashMap<>();
  private final Map<String, Set<String>> labelsByJar = new HashMap<>();

  PluginWords(List<PluginSnapshot> plugins, List<Action> actions) {
    for (Action action : actions) {
      withAction.add(action.plugin());
      titles.putIfAbsent(action.plugin(), action.label());
      labelsByJar
          .computeIfAbsent(jar(action.library()), jar -> new LinkedHashSet<>())
          .add(action.label());
      libraryByJar.put(jar(action.library()), withoutVersion(action.library(), ' '));
    }
    for (PluginSnapshot plugin : plugins) {
      if (!titles.containsKey(plugin.id())) {
        titles.put(plugin.id(), library(plugin));
      }
      titlesByText.put(plugin.id().toString(), title(plugin.id()));
      if (plugin.state() == PluginState.ACTIVE && withAction.contains(plugin.id())) {
        inUse.add(title(plugin.id()));
      }
    }
  }

  /** What people call a plugin. */
  String title(PluginId plugin) {
    String title = titles.get(plugin);
    return title == null ? plain(plugin.name()) : title;
  }

  /** Why a plugin is active, why it failed, or what would wake it. */
  String why(PluginSnapshot plugin) {
    PluginState state = plugin.state();
    if (state == PluginState.FAILED || state == PluginState.QUARANTINED) {
      return firstSentence(plugin.failure().orElse(""));
    }
    if (state == PluginState.REGISTERED) {
      return waking(plugin);
    }
    if (state == PluginState.DISABLED || state == PluginState.UNREGISTERED) {
      return "switched off";
    }
    List<String> why = plugin.why();
    return why.isEmpty() ? "" : active(why.get(why.size() - 1));
  }

  private String active(String reason) {
    if (reason.contains(LOOKUP_OF_ACTION)) {
      return "you ran it";
    }
    if (reason.startsWith("the policy background")) {
      return "started by itself, in idle time";
    }
    if (reason.startsWith("the policy eager")) {
      return "started with the workbench";
    }
    String needing = title(reason);
    if (needing.isEmpty()) {
      return reason;
    }
    String type = between(reason, " loads ", " through ServiceLoader");
    if (!type.isEmpty()) {
      return needing + " looks for a " + simple(type);
    }
    String extender = between(reason, "requires the extender ", " activated");
    if (!extender.isEmpty()) {
      return "needed by " + quoted(needing) + extender(extender);
    }
    String lookedUp = between(reason, "lookup of ", " ");
    return lookedUp.isEmpty()
        ? "needed by " + quoted(needing)
        : quoted(needing) + " looked for a " + simple(lookedUp);
  }

  private static String extender(String name) {
    return switch (name) {
      case "osgi.component" -> ", which is a component";
      case "osgi.serviceloader.processor", "osgi.serviceloader.registrar" ->
          ", for its ServiceLoader";
      default -> " as " + name;
    };
  }

  /** The title of the plugin that a reason begins with; empty if it begins with none. */
  private String title(String reason) {
    int name = reason.indexOf(' ');
    int version = name < 0 ? -1 : reason.indexOf(' ', name + 1);
    if (version < 0) {
      return "";
    }
    String title = titlesByText.get(reason.substring(0, version));
    return title == null ? "" : title;
  }

  private String waking(PluginSnapshot plugin) {
    if (withAction.contains(plugin.id())) {
      return "wakes when you run it";
    }
    Set<String> labels = labelsByJar.get(plugin.location());
    if (labels != null) {
      List<String> using = labels.stream().filter(inUse::contains).toList();
      if (!using.isEmpty()) {
        return "in use by " + quoted(using.get(0));
      }
      List<String> shown = new ArrayList<>(labels).subList(0, Math.min(2, labels.size()));
      return "for "
          + String.join(", ", shown.stream().map(PluginWords::quoted).toList())
          + (labels.size() > 2 ? " and " + (labels.size() - 2) + " more" : "");
    }
    Set<String> types = new LinkedHashSet<>();
    for (ServiceSnapshot service : plugin.services()) {
      service.types().forEach(type -> types.add(simple(type)));
    }
    if (types.isEmpty()) {
      return "for what imports it";
    }
    String first = types.iterator().next();
    return "wakes on a lookup of " + first + (types.size() > 1 ? " or the like" : "");
  }

  private static String firstSentence(String text) {
    int end = text.indexOf(".\n");
    int other = text.indexOf('\n');
    int at = end >= 0 ? end : other;
    return at < 0 ? text : text.substring(0, at);
  }

  /** The jar of a library as an action names it: {@code ZXing core 3.5.4} is in core-3.5.4.jar. */
  private static String jar(String library) {
    int version = library.lastIndexOf(' ');
    int name = version < 0 ? -1 : library.lastIndexOf(' ', version - 1);
    return version < 0
        ? library + ".jar"
        : library.substring(name + 1, version) + "-" + library.substring(version + 1) + ".jar";
  }

  /** As an action names it, else as its jar is called, which people know better than its name. */
  private String library(PluginSnapshot plugin) {
    String library = libraryByJar.get(plugin.location());
    if (library != null) {
      return library;
    }
    String location = plugin.location();
    return location.endsWith(".jar")
        ? plain(withoutVersion(location.substring(0, location.length() - 4), '-'))
        : plain(plugin.id().name());
  }

  private static String withoutVersion(String text, char separator) {
    int last = text.lastIndexOf(separator);
    return last > 0 && last + 1 < text.length() && Character.isDigit(text.charAt(last + 1))
        ? text.substring(0, last)
        : text;
  }

  private static String plain(String name) {
    for (String beginning : COMMON_BEGINNINGS) {
      if (name.startsWith(beginning)) {
        return name.substring(beginning.length());
      }
    }
    return name;
  }

  private static String between(String text, String before, String after) {
    int start = text.indexOf(before);
    int end = start < 0 ? -1 : text.indexOf(after, start + before.length());
    return end < 0 ? "" : text.substring(start + before.length(), end);
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private static String quoted(String title) {
    return "\u201c" + title + "\u201d";
  }
}
