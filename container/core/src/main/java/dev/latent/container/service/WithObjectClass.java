package dev.latent.container.service;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attributes with {@code objectClass} added, as filters may ask for it; copies nothing, and asks
 * for the types, which a descriptor may have to be decoded for, only when a filter does.
 */
final class WithObjectClass extends AbstractMap<String, Object> {

  private static final String OBJECT_CLASS = "objectClass";

  private final Map<String, Object> attributes;
  private final ServiceEntry entry;

  WithObjectClass(Map<String, Object> attributes, ServiceEntry entry) {
    this.attributes = attributes;
    this.entry = entry;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return isObjectClass(key) ? entry.types() : attributes.get(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return isObjectClass(key) || attributes.containsKey(key);
  }

  private static boolean isObjectClass(@Nullable Object key) {
    return key instanceof String text && text.equalsIgnoreCase(OBJECT_CLASS);
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return attributes.size() + 1;
      }

      @Override
      public Iterator<Entry<String, Object>> iterator() {
        Iterator<Entry<String, Object>> rest = attributes.entrySet().iterator();
        return new Iterator<>() {
          private boolean first = true;

          @Override
          public boolean hasNext() {
            return first || rest.hasNext();
          }

          @Override
          public Entry<String, Object> next() {
            if (first) {
              first = false;
              return Map.entry(OBJECT_CLASS, entry.types());
            }
            return rest.next();
          }
        };
      }
    };
  }
}
