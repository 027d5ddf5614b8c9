package dev.latent.container.service.osgi;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Which service types the code of a bundle may look up plainly, and by which attributes, read from
 * the constant pools of its classes. Types of the platform count where the class that names them
 * looks something up itself. Defines no class. Used by one thread.
 */
final class BundleLookups {

  private static final String UNTYPED = "getAllServiceReferences";
  private static final Set<String> PLAIN =
      Set.of("getServiceReference", "getServiceReferences", UNTYPED);

  /** Passes types through that others name, so what it calls says nothing. */
  private static final String TRACKER = "org/osgi/util/tracker/";

  /** The form {@code getServiceReferences(String, String)}, whose first argument may be null. */
  private static final String BY_NAME =
      "(Ljava/lang/String;Ljava/lang/String;)[Lorg/osgi/framework/ServiceReference;";

  /** Both forms of lookups that take a filter, the other one by class. */
  private static final String BY_CLASS =
      "(Ljava/lang/Class;Ljava/lang/String;)Ljava/util/Collection;";

  /** By which attributes services of a type may be looked up; null among them for any. */
  private final Map<String, Set<@Nullable String>> attributes = new HashMap<>();

  private final Set<String> wanted;
  private final Set<String> named = new HashSet<>();
  private boolean looksUp;
  private boolean untyped;

  private BundleLookups(Set<String> wanted) {
    this.wanted = wanted;
  }

  /**
   * Reads a bundle.
   *
   * @param wiring of a resolved bundle
   * @param wanted the types of interest, as sources write them
   */
  static BundleLookups of(BundleWiring wiring, Set<String> wanted) {
    BundleLookups lookups = new BundleLookups(wanted);
    int options = BundleWiring.LISTRESOURCES_RECURSE | BundleWiring.LISTRESOURCES_LOCAL;
    ClassLoader loader = wiring.getClassLoader();
    for (String name : wiring.listResources("/", "*.class", options)) {
      URL url = loader == null || name.startsWith(TRACKER) ? null : loader.getResource(name);
      if (url != null) {
        try (InputStream in = url.openStream()) {
          lookups.read(new DataInputStream(new java.io.BufferedInputStream(in)));
        } catch (IOException e) {
          // Who can't read the class can't run it either.
        }
      }
    }
    return lookups;
  }

  /** The wanted types that it names, if it looks anything up. */
  Set<String> types() {
    return looksUp ? named : Set.of();
  }

  /** Whether it may look up without a type. */
  boolean untyped() {
    return untyped;
  }

  /**
   * Whether it may look services of a type up by other attributes than these, as far as the texts
   * in the class that does it are filters or parts of them.
   */
  boolean asksForMoreThan(String type, Set<String> known) {
    for (@Nullable String attribute : attributes.getOrDefault(type, Collections.emptySet())) {
      if (attribute == null || !containsIgnoringCase(known, attribute)) {
        return true;
      }
    }
    return false;
  }

  private static boolean containsIgnoringCase(Set<String> known, String attribute) {
    for (String name : known) {
      if (name.equalsIgnoreCase(attribute)) {
        return true;
      }
    }
    return attribute.equalsIgnoreCase("objectClass") || Wanted.isNumber(attribute);
  }

  /** Takes the names of attributes out of a text that may be a filter, or a part of one. */
  private static void addAttributes(String text, Set<@Nullable String> attributes) {
    for (int open = text.indexOf('('); open >= 0; open = text.indexOf('(', open + 1)) {
      int end = open + 1;
      while (end < text.length() && isOfName(text.charAt(end))) {
        end++;
      }
      String name = text.substring(open + 1, end).trim();
      if (end == text.length()) {
        if (name.isEmpty()) {
          attributes.add(null); // what follows is put together elsewhere
        }
      } else if (text.charAt(end) == PUT_IN) {
        attributes.add(null);
      } else if (!name.isEmpty() && "=<>~".indexOf(text.charAt(end)) >= 0) {
        attributes.add(name);
      }
    }
  }

  /** Stands for a value in the texts that compilers make of concatenations. */
  private static final char PUT_IN = 1;

  private static boolean isOfName(char c) {
    return Character.isLetterOrDigit(c) || " .-_:".indexOf(c) >= 0;
  }

  private void read(DataInputStream in) throws IOException {
    if (in.readInt() != 0xCAFEBABE) {
      return;
    }
    in.readInt();
    int count = in.readUnsignedShort();
    boolean byName = false;
    boolean asText = false;
    boolean asClass = false;
    boolean classNames = false;
    boolean looksUpHere = false;
    boolean filtered = false;
    Set<String> namedHere = new HashSet<>();
    Set<@Nullable String> asked = new HashSet<>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> {
          String text = in.readUTF();
          String type = text.replace('/', '.');
          if (wanted.contains(type)) {
            asText |= type.equals(text);
            asClass |= !type.equals(text);
            namedHere.add(type);
          }
          classNames |= text.equals("getName");
          looksUpHere |= PLAIN.contains(text);
          untyped |= text.equals(UNTYPED);
          byName |= text.equals(BY_NAME);
          filtered |= text.equals(BY_NAME) || text.equals(BY_CLASS);
          addAttributes(text, asked);
        }
        case 5, 6 -> {
          in.readLong();
          i++;
        }
        case 7, 8, 16, 19, 20 -> in.readUnsignedShort();
        case 15 -> {
          in.readUnsignedByte();
          in.readUnsignedShort();
        }
        default -> in.readInt();
      }
    }
    looksUp |= looksUpHere;
    for (String type : namedHere) {
      // Types of the platform are used for much else.
      if (looksUpHere || !type.startsWith("java.")) {
        named.add(type);
      }
      if (filtered) {
        attributes.computeIfAbsent(type, unused -> new HashSet<>()).addAll(asked);
      }
    }
    // Who calls it with a type has the name as a text, or asks a class for its name.
    untyped |= byName && !asText && !(asClass && classNames);
  }
}
