package dev.latent.container.service;

import dev.latent.api.ActivationException;
import dev.latent.api.PluginException;
import dev.latent.api.PluginId;
import dev.latent.api.ServiceNotFoundException;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.Match;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One lookup of a type: goes from candidate to candidate, best first, until one gives a service.
 *
 * @param <T> the type
 */
final class Lookup<T> {

  private final CallerServices caller;
  private final Class<T> type;
  private final String typeName;
  private final @Nullable LdapFilter filter;
  private final List<PluginException> failures = new ArrayList<>(2);
  private @Nullable ServiceEntry chosen;

  Lookup(CallerServices caller, Class<T> type, String typeName, @Nullable LdapFilter filter) {
    caller.catalog().requireOpen();
    this.caller = caller;
    this.type = type;
    this.typeName = typeName;
    this.filter = filter;
  }

  Optional<T> find() {
    Epoch epoch = caller.catalog().epoch();
    T service = first();
    if (service == null && !failures.isEmpty()) {
      throw failed();
    }
    Optional<T> answer = Optional.ofNullable(service);
    ServiceEntry entry = chosen;
    // An answer to a circle, or one that its plugin took back meanwhile, holds for this call only.
    if ((entry == null || isKept(entry, service)) && caller.seesAll() && named()) {
      epoch.keep(type, filter, answer);
    }
    return answer;
  }

  /** Whether the class says which type is meant, so that an answer can be kept under it. */
  private boolean named() {
    return typeName.equals(type.getName());
  }

  T require() {
    Optional<T> found = find();
    if (found.isPresent()) {
      return found.get();
    }
    throw new ServiceNotFoundException(
        null, new NearestServices(caller).message(typeName, filter), null);
  }

  @SuppressWarnings("ReferenceEquality") // about the object itself, whatever it calls equal
  private static boolean isKept(ServiceEntry entry, @Nullable Object service) {
    return entry.object() == service;
  }

  /** The entry that the service came from; null before {@link #find} found one. */
  @Nullable ServiceEntry chosen() {
    return chosen;
  }

  private @Nullable T first() {
    List<ServiceEntry> matching = fresh();
    for (int i = 0; i < matching.size(); i++) {
      ServiceEntry entry = matching.get(i);
      Match match = match(entry); // again: what was activated meanwhile may have changed it
      if (match == Match.FALSE) {
        continue;
      }
      try {
        T service = service(entry, match);
        if (service != null) {
          chosen = entry;
          caller.given(entry);
          return service;
        }
      } catch (PluginException e) {
        failures.add(e);
      } catch (IllegalStateException e) {
        failures.add(gone(entry, e)); // such as a bundle that was stopped meanwhile
      }
    }
    return null;
  }

  private PluginException gone(ServiceEntry entry, IllegalStateException e) {
    return new ActivationException(
        entry.pluginId(),
        "Plugin "
            + entry.pluginId()
            + " could not give its service "
            + type.getName()
            + ", as it was stopped or taken away meanwhile: "
            + e
            + ". The next lookup tries again.",
        e);
  }

  private Match match(ServiceEntry entry) {
    return filter == null ? Match.TRUE : entry.match(filter);
  }

  /** The candidates that the filter allows, after a look at the content of those not active. */
  private List<ServiceEntry> fresh() {
    ServiceCatalog catalog = caller.catalog();
    List<ServiceEntry> candidates = caller.candidates(typeName, filter);
    List<ServiceEntry> matching = matching(candidates);
    List<RegisteredPlugin> idle = new ArrayList<>();
    for (int i = 0; i < matching.size(); i++) {
      RegisteredPlugin plugin = matching.get(i).plugin();
      if (plugin != null && !matching.get(i).active()) {
        idle.add(plugin);
      }
    }
    if (idle.isEmpty()) {
      return matching;
    }
    catalog.activations().verify(idle);
    List<ServiceEntry> now = caller.candidates(typeName, filter);
    return now.equals(candidates) ? matching : matching(now);
  }

  private List<ServiceEntry> matching(List<ServiceEntry> candidates) {
    if (filter == null) {
      return candidates;
    }
    List<ServiceEntry> matching = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      if (match(candidates.get(i)) != Match.FALSE) {
        matching.add(candidates.get(i));
      }
    }
    return matching;
  }

  private @Nullable T service(ServiceEntry entry, Match match) {
    Object object = entry.object();
    if (object == null) {
      boolean promised = entry.promised();
      object = entry.resolve(entry.active() ? QUICK : cause(caller, typeName, filter));
      if (object == null) {
        if (promised && match == Match.TRUE) {
          failures.add(noted(entry, broken(entry.pluginId(), typeName, entry.source())));
        }
        return null;
      }
    }
    if (match == Match.UNKNOWN && filter != null && entry.match(filter) != Match.TRUE) {
      return null;
    }
    if (!type.isInstance(object)) {
      failures.add(
          noted(
              entry,
              new ActivationException(
                  entry.pluginId(),
                  mismatch(type, object, "the service of plugin " + entry.pluginId())
                      + " Let the host export the package of "
                      + type.getSimpleName()
                      + " and the plugin import it, instead of bringing its own copy.",
                  null)));
      return null;
    }
    entry.worked();
    return type.cast(object);
  }

  /** No activation comes of it, so nobody will ask why; naming the caller would only cost time. */
  private static final ActivationCause QUICK = new ActivationCause("a lookup");

  private static PluginException noted(ServiceEntry entry, PluginException why) {
    entry.failed(why);
    return why;
  }

  private static ActivationException broken(PluginId plugin, String type, String source) {
    return new ActivationException(
        plugin,
        "Plugin "
            + plugin
            + " is active but did not register the service "
            + type
            + " that its descriptor promises ("
            + source
            + "). Correct the descriptor or the plugin.",
        null);
  }

  private PluginException failed() {
    PluginException first = failures.get(0);
    if (failures.size() == 1) {
      return first;
    }
    StringBuilder text = new StringBuilder();
    text.append("None of the ")
        .append(failures.size())
        .append(" plugins that offer ")
        .append(typeName);
    if (filter != null) {
      text.append(" with ").append(filter);
    }
    text.append(" could be used, asked for by ").append(caller.callerName()).append(':');
    for (PluginException failure : failures) {
      text.append("\n- ").append(failure.getMessage());
    }
    ActivationException all = new ActivationException(null, text.toString(), first);
    for (int i = 1; i < failures.size(); i++) {
      all.addSuppressed(failures.get(i));
    }
    return all;
  }

  /** Says who looks up what, from where. Costs a stack trace, so only before an activation. */
  static ActivationCause cause(
      CallerServices caller, String typeName, @Nullable LdapFilter filter) {
    StringBuilder text = new StringBuilder();
    text.append("lookup of ").append(typeName);
    if (filter != null) {
      text.append(' ').append(filter);
    }
    text.append(" by ").append(caller.callerName());
    for (StackTraceElement frame : new Throwable().getStackTrace()) {
      String name = frame.getClassName();
      if (!name.startsWith(OWN) && !name.startsWith("java.") && !name.startsWith("jdk.")) {
        text.append(" at ").append(frame);
        break;
      }
    }
    return new ActivationCause(text.toString());
  }

  private static final String OWN = "dev.latent.container.service.";

  static String mismatch(Class<?> type, Object object, String what) {
    Class<?> actual = object.getClass();
    return what
        + " is a "
        + actual.getName()
        + " and not a "
        + type.getName()
        + " as the caller sees it: the caller's comes from "
        + loader(type)
        + ", "
        + other(type, actual);
  }

  private static String other(Class<?> type, Class<?> actual) {
    Class<?> twin = twin(type.getName(), actual);
    return twin == null
        ? "and the object (from " + loader(actual) + ") has no type of that name."
        : "the object's from " + loader(twin) + ".";
  }

  /** The type of that name among the supertypes of a class, from whatever loader. */
  private static @Nullable Class<?> twin(String name, @Nullable Class<?> from) {
    if (from == null || from.getName().equals(name)) {
      return from;
    }
    for (Class<?> each : from.getInterfaces()) {
      Class<?> found = twin(name, each);
      if (found != null) {
        return found;
      }
    }
    return twin(name, from.getSuperclass());
  }

  private static String loader(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null ? "the JDK" : "loader " + loader;
  }
}
