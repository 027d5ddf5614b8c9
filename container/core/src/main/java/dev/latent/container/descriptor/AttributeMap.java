package dev.latent.container.descriptor;

import java.lang.reflect.Array;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small immutable map whose keys are found in any case and keep the case and order they were
 * given in, as OSGi asks of service properties and headers.
 *
 * <p>Several values are a {@code List} of elements of one type in headers, and an array in the
 * properties of a component, as the component runtime publishes them; filters treat both alike.
 * Lists are immutable, and every caller gets an array of its own.
 *
 * @param <V> the type of the values
 */
public final class AttributeMap<V> extends AbstractMap<String, V> {

  private final String[] keys;
  private final Object[] values;

  private AttributeMap(String[] keys, Object[] values) {
    this.keys = keys;
    this.values = values;
  }

  /**
   * Copies a map. Where two keys differ in case only the later one wins, in the place of the
   * earlier. Lists and arrays among the values are copied.
   *
   * @param <V> the type of the values
   * @param map the map
   * @return the map itself if it is one of these already
   */
  public static <V> AttributeMap<V> copyOf(Map<String, ? extends V> map) {
    if (map instanceof AttributeMap<?> same) {
      @SuppressWarnings("unchecked") // immutable, so a map of a subtype serves as one of V
      AttributeMap<V> result = (AttributeMap<V>) same;
      return result;
    }
    String[] keys = new String[map.size()];
    Object[] values = new Object[keys.length];
    int count = 0;
    for (Map.Entry<String, ? extends V> entry : map.entrySet()) {
      int at = indexOf(keys, count, entry.getKey());
      if (at < 0) {
        at = count++;
      }
      keys[at] = entry.getKey();
      values[at] =
          entry.getValue() instanceof List<?> list ? List.copyOf(list) : own(entry.getValue());
    }
    if (count < keys.length) {
      keys = Arrays.copyOf(keys, count);
      values = Arrays.copyOf(values, count);
    }
    return new AttributeMap<>(keys, values);
  }

  /** The value itself, or a copy of an array, which its holder could change. */
  private static Object own(Object value) {
    if (!value.getClass().isArray()) {
      return value;
    }
    int length = Array.getLength(value);
    Object copy = Array.newInstance(value.getClass().getComponentType(), length);
    System.arraycopy(value, 0, copy, 0, length);
    return copy;
  }

  private static int indexOf(String[] keys, int count, String key) {
    for (int i = 0; i < count; i++) {
      if (keys[i].equalsIgnoreCase(key)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  @SuppressWarnings("unchecked") // only values of V were put in
  public @Nullable V get(@Nullable Object key) {
    int at = key instanceof String text ? indexOf(keys, keys.length, text) : -1;
    return at < 0 ? null : (V) own(values[at]);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof String text && indexOf(keys, keys.length, text) >= 0;
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public Set<Entry<String, V>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Entry<String, V>> {

    @Override
    public int size() {
      return keys.length;
    }

    @Override
    public Iterator<Entry<String, V>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < keys.length;
        }

        @Override
        @SuppressWarnings("unchecked") // only values of V were put in
        public Entry<String, V> next() {
          if (next == keys.length) {
            throw new NoSuchElementException();
          }
          int at = next++;
          return new SimpleImmutableEntry<>(keys[at], (V) own(values[at]));
        }
      };
    }
  }
}
