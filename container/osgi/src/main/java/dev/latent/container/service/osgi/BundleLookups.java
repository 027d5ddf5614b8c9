package dev.latent.container.service.osgi;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.HashSet;
import java.util.Set;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Which service types the code of a bundle may look up plainly, read from the constant pools of its
 * classes. Defines no class. Used by one thread.
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
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> {
          String text = in.readUTF();
          String type = text.replace('/', '.');
          if (wanted.contains(type)) {
            asText |= type.equals(text);
            asClass |= !type.equals(text);
            named.add(type);
          }
          classNames |= text.equals("getName");
          looksUp |= PLAIN.contains(text);
          untyped |= text.equals(UNTYPED);
          byName |= text.equals(BY_NAME);
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
    // Who calls it with a type has the name as a text, or asks a class for its name.
    untyped |= byName && !asText && !(asClass && classNames);
  }
}
