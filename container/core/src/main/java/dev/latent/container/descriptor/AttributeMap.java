package dev.latent.container.descriptor;

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
 * <p>Several values are a {@code List} of elements of one type, never an array: lists can be
 * compared and are immutable. In the properties of a component such a list stands for the array of
 * primitives or strings that the component runtime publishes; filters treat both alike.
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
   * earlier. Lists among the values are copied.
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
      values[at] = entry.getValue() instanceof List<?> list ? List.copyOf(list) : entry.getValue();
    }
    if (count < keys.length) {
      keys = Arrays.copyOf(keys, count);
      values = Arrays.copyOf(values, count);
    }
    return new AttributeMap<>(keys, values);
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
    return at < 0 ? null : (V) values[at];
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
          return new SimpleImmutableEntry<>(keys[at], (V) values[at]);
        }
      };
    }
  }
}
