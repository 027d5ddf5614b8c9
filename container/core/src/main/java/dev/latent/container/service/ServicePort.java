package dev.latent.container.service;

import dev.latent.api.Subscription;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.RunningPlugin;
import java.util.List;

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
   * Whether a plugin failed and would be tried again by the next lookup. {@link #listen} told that
   * its offers went, and tells that they come back when it works.
   *
   * @param plugin the plugin
   * @return false also if it was disabled or leaves
   */
  boolean failed(RegisteredPlugin plugin);

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
   * Sets who decides whether an offer holds at present where that depends on more than the state of
   * its plugin: on configurations and other services, for components. Without one all offers hold.
   *
   * @param gate asked whenever candidates are gathered; fast, calls no foreign code
   */
  void gate(OfferGate gate);

  /**
   * Tells that the gate's verdict on an offer changed.
   *
   * @param offer the offer
   * @param offered false if the verdict is {@link OfferGate.Verdict#NO} now and was not before;
   *     true if it is the other way round
   */
  void gateChanged(Offer offer, boolean offered);
}
