package dev.latent.container.descriptor;

/** The namespaces of capabilities and requirements that the container itself understands. */
public final class Namespaces {

  /** Exported and imported packages. */
  public static final String PACKAGE = "osgi.wiring.package";

  /** Bundles required as a whole. */
  public static final String BUNDLE = "osgi.wiring.bundle";

  /** Bundles that fragments attach to. */
  public static final String HOST = "osgi.wiring.host";

  /** Execution environments. */
  public static final String EXECUTION_ENVIRONMENT = "osgi.ee";

  /** Native code. */
  public static final String NATIVE = "osgi.native";

  /** Identity of a plugin. */
  public static final String IDENTITY = "osgi.identity";

  /** Services, announced. */
  public static final String SERVICE = "osgi.service";

  /** Extenders. */
  public static final String EXTENDER = "osgi.extender";

  /** Providers for {@code java.util.ServiceLoader}, announced. */
  public static final String SERVICE_LOADER = "osgi.serviceloader";

  /** Modules of the Java platform module system; attribute {@code latent.module} is the name. */
  public static final String MODULE = "latent.module";

  /**
   * The activation policy that a plugin states itself; attribute {@code latent.activation} is its
   * text. Not a capability of OSGi: it lets the index find such plugins without decoding the rest.
   */
  public static final String ACTIVATION = "latent.activation";

  private Namespaces() {}
}
