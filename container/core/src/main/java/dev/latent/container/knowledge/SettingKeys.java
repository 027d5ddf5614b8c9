package dev.latent.container.knowledge;

import org.jspecify.annotations.Nullable;

/** The keys that settings may have. A key that ends in a dot stands for all that begin so. */
public final class SettingKeys {

  /** Which framework runs bundles: {@code felix}, {@code equinox} or {@code none}. */
  public static final String FRAMEWORK = "latent.framework";

  /** Properties of the framework: {@code latent.framework.property.<name>}. */
  public static final String FRAMEWORK_PROPERTY = "latent.framework.property.";

  /** The kind of a plugin that could be both: {@code latent.kind.<pattern>=bundle|layer}. */
  public static final String KIND = "latent.kind.";

  /**
   * Whether services of plugins must be seen as registered by the plugins' own bundles, as
   * whiteboards want it: {@code latent.whiteboard.<pattern>=true|false}.
   */
  public static final String WHITEBOARD = "latent.whiteboard.";

  /** Up to how many services bundles are promised all at once when the framework boots. */
  public static final String PLACEHOLDERS = "latent.placeholders";

  /** How long a service whose plugin failed is kept from plain lookups of bundles. */
  public static final String RETRY_PAUSE = "latent.retry.pause";

  /** Activation policies as a list: {@code acme.*=lazy; acme.pdf=eager}. */
  public static final String POLICIES = "latent.policy";

  /** One activation policy: {@code latent.policy.<pattern>=<policy>}. */
  public static final String POLICY = "latent.policy.";

  /** Which plugins take part; a pattern. All others are disabled. */
  public static final String INCLUDE = "latent.include";

  /** Which plugins are disabled; a pattern. */
  public static final String EXCLUDE = "latent.exclude";

  /** When jars are checked for changes: {@code lookup} or {@code all}. */
  public static final String CHECK = "latent.check";

  /** Where durable state is kept. */
  public static final String STATE_DIRECTORY = "latent.state.directory";

  /** How long the stop code of one plugin may take, for example {@code 10s}. */
  public static final String STOP_LIMIT = "latent.stop.limit";

  /** How long a lookup waits for an activation on another thread, for example {@code 60s}. */
  public static final String ACTIVATION_LIMIT = "latent.activation.limit";

  /** Whether plugin directories are watched: {@code true} or {@code false}. */
  public static final String WATCH = "latent.watch";

  /** When the framework boots: {@code need} or {@code background}. */
  public static final String FRAMEWORK_BOOT = "latent.framework.boot";

  /** Whether a marker on disk names the plugin that is being activated. */
  public static final String MARKER = "latent.marker";

  /** Whether {@code ServiceLoader.load} in layer plugins finds services of other layer plugins. */
  public static final String SERVICE_LOADER = "latent.serviceloader";

  /**
   * Whether steps of activations are told with their CPU time: {@code true} from the first one on,
   * {@code false} never; those after ready where it is not set.
   */
  public static final String CPU_TIMES = "latent.cpu.times";

  /** Stop plugins that nobody used for that long, for example {@code 10m}. */
  public static final String IDLE = "latent.idle";

  /** The file with settings, instead of the one beside the plugins. */
  public static final String CONFIGURATION = "latent.configuration";

  static final String PREFIX = "latent.";

  private static final String[] KNOWN = {
    FRAMEWORK,
    FRAMEWORK_BOOT,
    POLICIES,
    INCLUDE,
    EXCLUDE,
    CHECK,
    STATE_DIRECTORY,
    STOP_LIMIT,
    ACTIVATION_LIMIT,
    WATCH,
    MARKER,
    SERVICE_LOADER,
    CPU_TIMES,
    IDLE,
    CONFIGURATION,
    FRAMEWORK_PROPERTY,
    PLACEHOLDERS,
    RETRY_PAUSE,
    KIND,
    WHITEBOARD,
    POLICY
  };

  private SettingKeys() {}

  static boolean known(String key) {
    for (String known : KNOWN) {
      if (known.endsWith(".") ? key.startsWith(known) : key.equals(known)) {
        return true;
      }
    }
    return false;
  }

  /** The known key that is spelled most like an unknown one, or null if none comes near. */
  static @Nullable String nearest(String key) {
    String best = null;
    int least = 4;
    for (String known : KNOWN) {
      int distance = Spelling.distance(key, known);
      if (distance < least) {
        least = distance;
        best = known.endsWith(".") ? known + "<pattern>" : known;
      }
    }
    return best;
  }

  /** The dotted key of an environment variable: {@code LATENT_STOP_LIMIT} is latent.stop.limit. */
  static String ofEnvironment(String variable) {
    StringBuilder key = new StringBuilder(variable.length());
    for (int i = 0; i < variable.length(); i++) {
      char c = variable.charAt(i);
      key.append(c == '_' ? '.' : c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return key.toString();
  }
}
