package dev.latent.container.descriptor;

import dev.latent.api.PluginVersion;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes and reads attribute values with their types, and maps of them. */
final class ValueCodec {

  private static final int LIST = 20;
  private static final int ARRAY = 21;
  private static final int PRIMITIVE_ARRAY = 22;

  private ValueCodec() {}

  static void writeMap(BlobWriter to, Map<String, ?> map) {
    to.count(map.size());
    for (Map.Entry<String, ?> entry : map.entrySet()) {
      to.text(entry.getKey());
      write(to, entry.getValue());
    }
  }

  static Map<String, Object> readMap(BlobReader from) {
    int count = from.count();
    Map<String, Object> map = new LinkedHashMap<>(count * 2);
    for (int i = 0; i < count; i++) {
      String key = from.text();
      map.put(key, read(from));
    }
    return AttributeMap.copyOf(map);
  }

  /** By key, because the order of {@code Map.copyOf} changes from run to run. */
  static void writeSorted(BlobWriter to, Map<String, String> map) {
    to.count(map.size());
    for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
      to.text(entry.getKey());
      to.text(entry.getValue());
    }
  }

  static Map<String, String> readTexts(BlobReader from) {
    int count = from.count();
    Map<String, String> map = new LinkedHashMap<>(count * 2);
    for (int i = 0; i < count; i++) {
      String key = from.text();
      map.put(key, from.text());
    }
    return map;
  }

  static void write(BlobWriter to, Object value) {
    if (value instanceof List<?> list) {
      to.octet(LIST);
      to.count(list.size());
      for (Object element : list) {
        write(to, element);
      }
      return;
    }
    Class<?> component = value.getClass().getComponentType();
    if (component == null) {
      Type type = Type.of(value.getClass());
      to.octet(type.number);
      type.write(to, value);
      return;
    }
    to.octet(component.isPrimitive() ? PRIMITIVE_ARRAY : ARRAY);
    Type type = Type.of(component);
    to.octet(type.number);
    int length = Array.getLength(value);
    to.count(length);
    for (int i = 0; i < length; i++) {
      type.write(to, Array.get(value, i));
    }
  }

  static Object read(BlobReader from) {
    int tag = from.octet();
    if (tag == LIST) {
      int count = from.count();
      List<Object> list = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        list.add(read(from));
      }
      return List.copyOf(list);
    }
    if (tag == ARRAY || tag == PRIMITIVE_ARRAY) {
      Type type = Type.numbered(from.octet());
      int length = from.count();
      Object array = Array.newInstance(tag == ARRAY ? type.boxed : type.primitive, length);
      for (int i = 0; i < length; i++) {
        Array.set(array, i, type.read(from));
      }
      return array;
    }
    return Type.numbered(tag).read(from);
  }

  /** The types of single values. Their numbers are part of the file format. */
  private enum Type {
    STRING(0, String.class, String.class),
    LONG(1, Long.class, long.class),
    DOUBLE(2, Double.class, double.class),
    VERSION(3, PluginVersion.class, PluginVersion.class),
    INTEGER(4, Integer.class, int.class),
    BOOLEAN(5, Boolean.class, boolean.class),
    FLOAT(6, Float.class, float.class),
    SHORT(7, Short.class, short.class),
    BYTE(8, Byte.class, byte.class),
    CHARACTER(9, Character.class, char.class);

    private static final Type[] ALL = values();

    private final int number;
    private final Class<?> boxed;
    private final Class<?> primitive;

    Type(int number, Class<?> boxed, Class<?> primitive) {
      this.number = number;
      this.boxed = boxed;
      this.primitive = primitive;
    }

    private static Type numbered(int number) {
      for (Type candidate : ALL) {
        if (candidate.number == number) {
          return candidate;
        }
      }
      throw new IllegalStateException("No type of attribute value has the number " + number);
    }

    private static Type of(Class<?> type) {
      for (Type candidate : ALL) {
        if (candidate.boxed == type || candidate.primitive == type) {
          return candidate;
        }
      }
      throw new IllegalArgumentException(
          "An attribute value of type "
              + type.getName()
              + " can't be kept in the index. Use strings, numbers, booleans, characters, versions,"
              + " lists or arrays of them.");
    }

    private void write(BlobWriter to, Object value) {
      switch (this) {
        case STRING -> to.text((String) value);
        case LONG, INTEGER, SHORT, BYTE -> to.signed(((Number) value).longValue());
        case DOUBLE -> to.fixedLong(Double.doubleToRawLongBits((Double) value));
        case FLOAT -> to.fixedInt(Float.floatToRawIntBits((Float) value));
        case VERSION -> writeVersion(to, (PluginVersion) value);
        case BOOLEAN -> to.flag((Boolean) value);
        case CHARACTER -> to.count((Character) value);
      }
    }

    private Object read(BlobReader from) {
      return switch (this) {
        case STRING -> from.text();
        case LONG -> from.signed();
        case INTEGER -> (int) from.signed();
        case SHORT -> (short) from.signed();
        case BYTE -> (byte) from.signed();
        case DOUBLE -> Double.longBitsToDouble(from.fixedLong());
        case FLOAT -> Float.intBitsToFloat(from.fixedInt());
        case VERSION -> readVersion(from);
        case BOOLEAN -> from.flag();
        case CHARACTER -> (char) from.count();
      };
    }
  }

  static void writeVersion(BlobWriter to, PluginVersion version) {
    to.count(version.major());
    to.count(version.minor());
    to.count(version.micro());
    to.text(version.qualifier());
  }

  static PluginVersion readVersion(BlobReader from) {
    int major = from.count();
    int minor = from.count();
    int micro = from.count();
    return new PluginVersion(major, minor, micro, from.text());
  }
}
