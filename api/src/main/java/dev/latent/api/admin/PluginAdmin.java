package dev.latent.api.admin;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginId;
import dev.latent.api.Subscription;
import dev.latent.api.spi.PluginListener;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may ask and do. Asking loads no class of a plugin; only {@link #whyNot} and
 * {@link #check} resolve plugins, and may for that start the framework once. Thread-safe.
 */
public interface PluginAdmin {

  /**
   * All plugins, in reference order; those that could not be read are among the {@link
   * #problems()}.
   *
   * @return an unmodifiable snapshot
   */
  List<PluginSnapshot> plugins();

  /**
   * One plugin.
   *
   * @param name its name; {@code name:version} where several versions are there
   * @return the plugin with the highest version of that name, or empty
   */
  Optional<PluginSnapshot> plugin(String name);

  /**
   * Tells why a plugin is active: which lookup, from which caller, needing which plugins.
   *
   * @param plugin its name, or {@code name:version}
   * @return one line a link of the chain, the outermost first; empty if it is not active
   */
  List<String> why(String plugin);

  /**
   * Tells why a plugin is not active: what would activate it, or what is missing and where that
   * could come from.
   *
   * @param plugin its name, or {@code name:version}; unknown names are answered with the nearest
   *     ones, on the first line, and where none comes near with what to do, on a second one
   * @return one line each; empty if it is active
   */
  List<String> whyNot(String plugin);

  /**
   * Tells why a lookup by the host finds no service: who offers the type but is kept out by the
   * filter or its policy, or which offered types are spelled like it. Activates none of them.
   *
   * @param type the name of a service type; where no plugin offers it, its last part is enough to
   *     be told similar ones
   * @param filter an LDAP filter; null for none
   * @return one line each; empty if a lookup would find a service, or may find one
   * @throws IllegalArgumentException if the filter can't be read
   */
  List<String> whyNoService(String type, @Nullable String filter);

  /**
   * All that is wrong, errors first, in reference order.
   *
   * @return an unmodifiable snapshot
   */
  List<Problem> problems();

  /**
   * Looks deeper than {@link #problems()}: resolves each plugin over the index, to find those that
   * can't be activated. Runs no plugin. Costs time for each plugin, and may start the framework
   * once, to learn which packages it gives.
   *
   * @return the problems and what can't be resolved, errors first, in reference order
   */
  List<Problem> check();

  /**
   * Activates a plugin without a lookup, as {@link ActivationPolicy#MANUAL} asks for.
   *
   * @param plugin its id
   * @throws dev.latent.api.ActivationException if it can't be activated
   * @throws IllegalArgumentException if there is no such plugin; the message names the nearest ones
   */
  void activate(PluginId plugin);

  /**
   * Stops a plugin. It is registered again afterwards; the next lookup activates it again.
   *
   * @param plugin its id
   * @throws IllegalArgumentException if there is no such plugin
   */
  void stop(PluginId plugin);

  /**
   * Sets the policy of one plugin from now on, over all other sources of policy. {@link
   * ActivationPolicy#DISABLED} and {@link ActivationPolicy#MANUAL} withdraw its services; {@code
   * DISABLED} stops it.
   *
   * @param plugin its id
   * @param policy the policy
   * @throws IllegalArgumentException if there is no such plugin
   */
  void policy(PluginId plugin, ActivationPolicy policy);

  /**
   * Looks at the finders again and takes in what was added, removed or replaced. An update is a
   * transaction: where the new content of a plugin can't be resolved the old one stays, and the
   * problem is reported.
   *
   * @return what happened, a line each; empty if nothing changed
   */
  List<String> refresh();

  /**
   * Adds a listener for changes of state.
   *
   * @param listener called with each change from now on
   * @return removes the listener
   */
  Subscription onTransition(PluginListener listener);
}
