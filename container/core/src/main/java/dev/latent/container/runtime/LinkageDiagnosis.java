package dev.latent.container.runtime;

import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.ModuleFacts;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns errors of linking into likely cause, fix, and the versions involved. Reads descriptors
 * only.
 */
public final class LinkageDiagnosis {

  private static final int MOST_NAMED = 20;

  private final RegisteredPlugin plugin;
  private final Collection<RegisteredPlugin> members;
  private final PluginSet set;

  private LinkageDiagnosis(
      RegisteredPlugin plugin, Collection<RegisteredPlugin> members, PluginSet set) {
    this.plugin = plugin;
    this.members = members;
    this.set = set;
  }

  /**
   * Says what is likely behind an error.
   *
   * @param error what code of the plugin threw: an error of linking or a missing class; its causes
   *     are looked at too
   * @param plugin the plugin whose code was running
   * @param members the closure of the plugin, whose versions may not fit
   * @param set all plugins, one of which may have what is missing
   * @return one or more sentences; empty if nothing is known that the error does not say itself
   */
  public static String of(
      Throwable error,
      RegisteredPlugin plugin,
      Collection<RegisteredPlugin> members,
      PluginSet set) {
    LinkageDiagnosis diagnosis = new LinkageDiagnosis(plugin, members, set);
    Throwable at = error;
    for (int depth = 0; at != null && depth < 20; depth++) {
      String words = diagnosis.single(at);
      if (!words.isEmpty()) {
        return words;
      }
      at = at.getCause();
    }
    return "";
  }

  private String single(Throwable error) {
    String message = String.valueOf(error.getMessage());
    if (error instanceof ExceptionInInitializerError) {
      // Where a static initialiser failed because of linking, that is the better answer.
      String deeper = error.getCause() == null ? "" : of(error.getCause(), plugin, members, set);
      return deeper.isEmpty()
          ? "A static initialiser failed"
              + (error.getCause() == null ? "" : " with " + error.getCause())
              + initialiserPlace(error.getCause())
              + ". The class can't be used until the plugin is stopped and activated again."
          : deeper;
    }
    if (error instanceof NoClassDefFoundError
        && message.startsWith("Could not initialize class ")) {
      return message.substring("Could not initialize class ".length())
          + " failed to initialise before; the first failure says why. Stop the plugin, repair the"
          + " cause and activate it again.";
    }
    if (error instanceof UnsupportedClassVersionError) {
      return newerJava(message);
    }
    if (error instanceof NoClassDefFoundError || error instanceof ClassNotFoundException) {
      return missingClass(className(message));
    }
    if (error instanceof IncompatibleClassChangeError) {
      return incompatible(error, message);
    }
    if (error instanceof VerifyError || error instanceof ClassFormatError) {
      return "The class file is broken or was changed by a tool: "
          + firstLine(message)
          + ". Build the plugin again, or remove the class transformer that changed it.";
    }
    if (error instanceof UnsatisfiedLinkError) {
      return "A native library is missing or can be loaded once only: "
          + message
          + ". Put it where the JVM looks for it, or use one copy of the plugin.";
    }
    if (error instanceof LinkageError && message.contains("loader constraint")) {
      return "Two plugins see different copies of one class: "
          + firstLine(message)
          + ". Let one plugin or the host export the package, and the others import or require it.";
    }
    return "";
  }

  private static String initialiserPlace(@Nullable Throwable cause) {
    if (cause != null) {
      for (StackTraceElement frame : cause.getStackTrace()) {
        if (frame.getMethodName().equals("<clinit>")) {
          return " in "
              + frame.getClassName()
              + (frame.getLineNumber() > 0 ? " line " + frame.getLineNumber() : "");
        }
      }
    }
    return "";
  }

  private static String newerJava(String message) {
    int at = message.indexOf("class file version ");
    int dot = message.indexOf('.', at);
    if (at >= 0 && dot > at) {
      try {
        int version =
            Integer.parseInt(message.substring(at + "class file version ".length(), dot).trim());
        return "It was compiled for Java "
            + (version - 44)
            + ", and this is Java "
            + Runtime.version().feature()
            + ". Run the host on Java "
            + (version - 44)
            + " or later, or use a version of the plugin made for this one.";
      } catch (NumberFormatException otherWording) {
        // The message of another JVM; it is part of the error all the same.
      }
    }
    return "It was compiled for a newer Java than "
        + Runtime.version().feature()
        + ". Run the host on that, or use a version of the plugin made for this one.";
  }

  private String missingClass(String className) {
    if (className.isEmpty()) {
      return "";
    }
    String packageName = packageOf(className);
    List<String> within = holders(members, packageName);
    if (within.contains(plugin.id().toString())) {
      return "Class "
          + className
          + " is in a package of "
          + plugin.id()
          + " itself but not in its jar. Build the jar again.";
    }
    if (!within.isEmpty()) {
      return "Class "
          + className
          + " should come from "
          + String.join(", ", within)
          + ", which has the package but not the class, or does not export it. Use the version of it"
          + " that "
          + plugin.id()
          + " was built against.";
    }
    List<String> elsewhere = holders(exporters(packageName), packageName);
    if (!elsewhere.isEmpty()) {
      return "Class "
          + className
          + " is in a package of "
          + String.join(", ", elsewhere)
          + ", which "
          + plugin.id()
          + " neither requires nor imports. Add that to its module-info or manifest.";
    }
    return "Class "
        + className
        + " is in no package that "
        + plugin.id()
        + " can see, and no plugin has package "
        + packageName
        + ". Put the missing jar into the plugin directory and require it, or let the host export"
        + " the package.";
  }

  private String incompatible(Throwable error, String message) {
    Set<String> involved = new LinkedHashSet<>();
    for (String word : words(message)) {
      String packageName = packageOf(word);
      if (!packageName.isEmpty()) {
        involved.addAll(holders(members, packageName));
      }
    }
    String versions =
        involved.isEmpty() ? "" : " Versions involved: " + String.join(", ", involved) + ".";
    if (error instanceof IllegalAccessError && message.contains("does not ")) {
      return "A module keeps that package to itself: "
          + firstLine(message)
          + "."
          + versions
          + " Export or open the package in its module-info, or use what it exports.";
    }
    String built =
        error instanceof NoSuchMethodError
            ? "A method"
            : error instanceof NoSuchFieldError ? "A field" : "A class";
    return built
        + " is not as it was when the plugin was built: "
        + firstLine(message)
        + "."
        + versions
        + " Use versions that were built together.";
  }

  private Collection<RegisteredPlugin> exporters(String packageName) {
    Set<RegisteredPlugin> exporters =
        new LinkedHashSet<>(set.providers(Namespaces.PACKAGE, packageName));
    for (RegisteredPlugin other : set.all()) {
      exporters.add(other);
    }
    return exporters;
  }

  private static List<String> holders(Collection<RegisteredPlugin> plugins, String packageName) {
    List<String> holders = new ArrayList<>();
    for (RegisteredPlugin one : plugins) {
      if (holders.size() < MOST_NAMED && has(one, packageName)) {
        holders.add(one.id().toString());
      }
    }
    return holders;
  }

  private static boolean has(RegisteredPlugin plugin, String packageName) {
    ModuleFacts module = plugin.descriptor().module();
    if (module.packages().contains(packageName)) {
      return true;
    }
    for (Capability capability : plugin.descriptor().capabilities()) {
      if (capability.namespace().equals(Namespaces.PACKAGE)
          && packageName.equals(capability.attributes().get(Namespaces.PACKAGE))) {
        return true;
      }
    }
    return false;
  }

  /** The class that a message of a missing class begins with. */
  private static String className(String message) {
    int end = 0;
    while (end < message.length()
        && (Character.isJavaIdentifierPart(message.charAt(end))
            || message.charAt(end) == '.'
            || message.charAt(end) == '/')) {
      end++;
    }
    String name = message.substring(0, end).replace('/', '.');
    return name.equals("null") ? "" : name;
  }

  /** What looks like a qualified name in a message. */
  private static List<String> words(String message) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= message.length(); i++) {
      boolean part =
          i < message.length()
              && (Character.isJavaIdentifierPart(message.charAt(i))
                  || message.charAt(i) == '.'
                  || message.charAt(i) == '/');
      if (!part) {
        String word = message.substring(start, i).replace('/', '.');
        if (word.indexOf('.') > 0) {
          words.add(word);
          // A method is written behind its class, so one name less is the class.
          words.add(packageOf(word));
        }
        start = i + 1;
      }
    }
    return words;
  }

  private static String packageOf(String className) {
    int dot = className.lastIndexOf('.');
    return dot < 0 ? "" : className.substring(0, dot);
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
