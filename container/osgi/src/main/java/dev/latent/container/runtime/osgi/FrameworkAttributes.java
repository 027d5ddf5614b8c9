package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Version;

/** Turns attributes of the index into what the framework's filters compare. */
public final class FrameworkAttributes {

  private FrameworkAttributes() {}

  /**
   * Attributes with the framework's own types.
   *
   * @param attributes attributes as the index has them
   * @return the same with framework versions
   */
  public static Map<String, Object> of(Map<String, Object> attributes) {
    Map<String, Object> result = new LinkedHashMap<>();
    attributes.forEach((key, value) -> result.put(key, convert(value)));
    return result;
  }

  private static Object convert(Object value) {
    if (value instanceof PluginVersion version) {
      return new Version(version.major(), version.minor(), version.micro(), version.qualifier());
    }
    if (value instanceof List<?> list) {
      List<Object> converted = new ArrayList<>(list.size());
      for (Object element : list) {
        converted.add(convert(element));
      }
      return converted;
    }
    return value;
  }
}
