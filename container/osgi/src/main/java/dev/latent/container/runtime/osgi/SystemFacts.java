package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginVersion;
import dev.latent.container.descriptor.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/**
 * What a framework gives to bundles by itself, kept from one run for the next: the resolver needs
 * it before the framework is up, and a framework that has to ask every module of the JVM for
 * packages boots a fifth more slowly. Valid for one framework, JVM, set of modules and host.
 *
 * @param packages the packages of the JVM and the framework, as an {@code Export-Package} header
 * @param capabilities all capabilities of the system bundle
 */
record SystemFacts(String packages, List<Capability> capabilities) {

  private static final char FIELD = '\u001f';
  private static final char ELEMENT = '\u001e';

  /** Reads facts that were kept under a key; null if there are none. */
  static @Nullable SystemFacts read(Path file, String key) {
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      // The last line says that the file is whole.
      if (lines.size() < 3
          || !lines.get(0).equals(key)
          || !lines.get(lines.size() - 1).equals(key)) {
        return null;
      }
      List<Capability> capabilities = new ArrayList<>();
      for (String line : lines.subList(2, lines.size() - 1)) {
        capabilities.add(decode(line));
      }
      return new SystemFacts(lines.get(1), capabilities);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // Unreadable is as good as not there: the framework finds out by itself.
      return null;
    }
  }

  /** Asks a framework that is up. */
  static SystemFacts of(Bundle framework) {
    String packages =
        String.valueOf(
            framework.getBundleContext().getProperty(Constants.FRAMEWORK_SYSTEMPACKAGES));
    List<Capability> capabilities = new ArrayList<>();
    BundleRevision revision = framework.adapt(BundleRevision.class);
    for (BundleCapability declared : revision.getDeclaredCapabilities(null)) {
      Map<String, Object> attributes = new LinkedHashMap<>();
      declared.getAttributes().forEach((name, value) -> attributes.put(name, neutral(value)));
      capabilities.add(
          new Capability(declared.getNamespace(), attributes, declared.getDirectives()));
    }
    return new SystemFacts(packages.replaceAll("\\s+", ""), capabilities);
  }

  /** Keeps the facts for the next run. */
  void write(Path file, String key) {
    StringBuilder text = new StringBuilder(key).append('\n').append(packages).append('\n');
    for (Capability capability : capabilities) {
      encode(capability, text);
      text.append('\n');
    }
    text.append(key).append('\n');
    try {
      Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "facts", ".part");
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Nothing is lost but time at the next boot.
      return;
    }
  }

  private static Object neutral(Object value) {
    if (value instanceof Version version) {
      return new PluginVersion(
          version.getMajor(), version.getMinor(), version.getMicro(), version.getQualifier());
    }
    if (value instanceof String[] texts) {
      return List.of(texts);
    }
    if (value instanceof List<?> list) {
      List<Object> neutral = new ArrayList<>();
      list.forEach(element -> neutral.add(neutral(element)));
      return neutral;
    }
    return value instanceof Long || value instanceof Double ? value : value.toString();
  }

  private static void encode(Capability capability, StringBuilder text) {
    text.append(capability.namespace());
    capability
        .attributes()
        .forEach(
            (name, value) -> {
              text.append(FIELD).append(name).append(FIELD);
              if (value instanceof List<?> list) {
                text.append('*');
                for (Object element : list) {
                  text.append(type(element)).append(element).append(ELEMENT);
                }
              } else {
                text.append(type(value)).append(value);
              }
            });
    capability
        .directives()
        .forEach(
            (name, value) ->
                text.append(FIELD).append(':').append(name).append(FIELD).append(value));
  }

  private static char type(Object value) {
    if (value instanceof PluginVersion) {
      return 'V';
    }
    return value instanceof Long ? 'L' : value instanceof Double ? 'D' : 'S';
  }

  private static Capability decode(String line) {
    List<String> fields = split(line, FIELD);
    Map<String, Object> attributes = new LinkedHashMap<>();
    Map<String, String> directives = new LinkedHashMap<>();
    for (int i = 1; i < fields.size(); i += 2) {
      String name = fields.get(i);
      String value = fields.get(i + 1);
      if (name.startsWith(":")) {
        directives.put(name.substring(1), value);
      } else if (value.startsWith("*")) {
        List<Object> list = new ArrayList<>();
        for (String element : split(value.substring(1), ELEMENT)) {
          if (!element.isEmpty()) {
            list.add(value(element));
          }
        }
        attributes.put(name, list);
      } else {
        attributes.put(name, value(value));
      }
    }
    return new Capability(fields.get(0), attributes, directives);
  }

  private static Object value(String typed) {
    String text = typed.substring(1);
    return switch (typed.charAt(0)) {
      case 'V' -> PluginVersion.parse(text);
      case 'L' -> Long.valueOf(text);
      case 'D' -> Double.valueOf(text);
      default -> text;
    };
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + 1;
    }
    parts.add(text.substring(from));
    return parts;
  }
}
