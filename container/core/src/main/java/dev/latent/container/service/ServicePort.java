package dev.latent.container.service;

import dev.latent.api.Subscription;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.RunningPlugin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ServiceBridge} may ask of the container's services and has to tell them.
 *
 * <p>The container shows the bridge every service that it can give out ({@link #services()}, {@link
 * #listen}); for each one the bridge registers a placeholder, which calls {@link
 * BridgedService#get} or {@link #activate} when it is used for the first time. The bridge shows the
 * container every service that plugins of its runtime registered ({@link #added}), those that
 * fulfil an offer as well as those that nothing announced.
 *
 * <p>Thread-safe. The caller must hold no lock: any method may run listeners, and some activate
 * plugins.
 */
public interface ServicePort {

  /**
   * The plugin set in force.
   *
   * @return the set as it is now
   */
  PluginSet plugins();

  /**
   * All services that can be given out now: offers of plugins of every kind that are neither
   * disabled, manual and inactive, nor failed; services of the host; services that layer plugins
   * registered without announcing them. What the bridge reported through {@link #added} is not
   * among them. Decodes each of them; loads no class.
   *
   * @return services of the host first, then in reference order; unmodifiable
   */
  List<BridgedService> services();

  /**
   * As {@link #services()}, of one type; decodes only those.
   *
   * @param typeName a fully qualified name
   * @return services of the host first, then in reference order; unmodifiable
   */
  List<BridgedService> services(String typeName);

  /**
   * Calls a listener for each service that can be given out from now on, changes its attributes, or
   * can't be given out any more. An offer goes when its plugin stops, fails, is disabled, updated
   * or removed, and comes back as a new {@link BridgedService} as soon as it is offered again. What
   * the bridge reported itself is left out. Called on the thread that made the change, no lock
   * held.
   *
   * @param listener called with each change
   * @return removes the listener
   */
  Subscription listen(BridgeListener listener);

  /**
   * Activates a plugin, or gives it as it is if it is active. Waits for another thread that is
   * activating it; a circle of waiting is answered with the plugin's early registration if there is
   * one.
   *
   * @param plugin the plugin
   * @param cause who needs it and for what, in words, for example {@code lookup of acme.Renderer by
   *     bundle acme.report 1.0.0}
   * @return the running plugin
   * @throws dev.latent.api.ActivationException if it fails; its offers are withdrawn before this
   *     returns
   */
  RunningPlugin activate(RegisteredPlugin plugin, String cause);

  /**
   * The plugins whose activation the current thread is a part of: it performs it, was made in it,
   * or is waited for by it. What they have not registered yet can't be got on this thread.
   *
   * @return in no particular order; empty where nothing is activated
   */
  List<RegisteredPlugin> around();

  /**
   * Whether a plugin failed and would be tried again by the next lookup. {@link #listen} told that
   * its offers went, and tells that they come back when it works.
   *
   * @param plugin the plugin
   * @return false also if it was disabled or leaves
   */
  boolean failed(RegisteredPlugin plugin);

  /**
   * Whether a plugin is being activated or stopped at this moment, so that {@link #activate} would
   * wait, or be answered as a circle.
   *
   * @param plugin the plugin
   * @return false if nobody does either
   */
  boolean busy(RegisteredPlugin plugin);

  /**
   * What a plugin is wired to, or would be if it were activated now. Computed from descriptors
   * alone.
   *
   * @param plugin a plugin of the set in force
   * @return its closure, as its activation would get it
   */
  Closure closure(RegisteredPlugin plugin);

  /**
   * Tells that a service appeared in the runtime's registry. Not for the bridge's own placeholders,
   * nor for what it registered on behalf of the host or other kinds.
   *
   * @param service the service; identity tells it from others
   */
  void added(ObservedService service);

  /**
   * Tells that the attributes of a service changed; they are read again.
   *
   * @param service what was given to {@link #added}
   */
  void modified(ObservedService service);

  /**
   * Tells that a service is gone from the runtime's registry; for unknown ones it does nothing.
   *
   * @param service what was given to {@link #added}
   */
  void removed(ObservedService service);

  /**
   * Sets who decides which offers of components hold at present. Without one all hold.
   *
   * @param gate asked whenever candidates are gathered
   */
  void gate(OfferGate gate);

  /**
   * Tells that an offer of a component holds now, or does not any more.
   *
   * @param offer the offer, as {@link OfferGate#holding} gives or gave it
   * @param holds whether it does
   */
  void gateChanged(Offer offer, boolean holds);

  /** Makes lookups look again, because {@link OfferGate#holding} would answer otherwise now. */
  void forget();

  /**
   * All services of a type that can be given out now and that the gate does not decide about, those
   * that the bridge reported included.
   *
   * @param typeName a fully qualified name; null for all types
   * @return in no particular order
   */
  List<BridgedService> ungated(@Nullable String typeName);

  /**
   * Registers a service on behalf of the host.
   *
   * @param type the service type
   * @param service an object of that type
   * @return withdraws it
   */
  Subscription register(Class<?> type, Object service);

  /**
   * Whether the services of a plugin can be given out now, so that its offers count.
   *
   * @param plugin the plugin
   * @return false if it is out of service, disabled or about to leave
   */
  boolean shown(RegisteredPlugin plugin);
}
