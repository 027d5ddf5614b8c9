package dev.latent.api.spi;

import dev.latent.api.Subscription;
import java.util.List;
import java.util.function.Consumer;

/**
 * The finders of one container, in the order in which they are asked: of several plugins with one
 * id that of the first finder counts. A list like any other to its owner, except that every change
 * of it is one step: it is recorded, makes one new generation, and is in force, for lookups and for
 * code that was prepared, when the method that made it returns. Methods that change several
 * elements, and {@link #edit}, are one step too.
 *
 * <p>Reading loads no class of a plugin. A finder is asked for its plugins when it is added, on the
 * thread that adds it, with no lock held. A plugin that another one takes the place of is updated,
 * one whose finder went is removed, as if its jar had been replaced or deleted: if it is active, it
 * is stopped.
 *
 * <p>A finder may stand in the chain more than once; it counts at its first place. Elements must
 * not be null.
 *
 * <p>Thread-safe: changes from several threads take effect one after the other. Iterators and
 * streams read the chain as it was when they were made and never fail for that; to change it
 * through an iterator or a sublist that another change has outdated is answered with a {@link
 * java.util.ConcurrentModificationException}.
 */
public interface FinderChain extends List<PluginFinder> {

  /**
   * Counts the changes.
   *
   * @return 1 for the chain that the container was built with, one more after each change
   */
  long generation();

  /**
   * Moves a finder to another place.
   *
   * @param from its index
   * @param to the index that it is to have
   * @throws IndexOutOfBoundsException if there is no such index
   */
  void move(int from, int to);

  /**
   * Makes several changes as one step.
   *
   * @param reason why, for those who read the history
   * @param change changes a copy of the chain; called again if another thread changed the chain
   *     meanwhile, with no lock held. What it throws is passed on, and nothing is changed
   */
  void edit(String reason, Consumer<? super List<PluginFinder>> change);

  /**
   * Asks a finder again and compares the content of all its plugins with what is known, by their
   * content keys. Plugins whose key is the same stay as they are and as warm as they are; others
   * are updated. For a finder that can't say itself that its answers changed, see {@link
   * PluginFinder#onChange}.
   *
   * @param finder one of the chain
   * @throws IllegalArgumentException if it is not
   */
  void invalidate(PluginFinder finder);

  /**
   * The last changes.
   *
   * @return the newest last, a hundred at most
   */
  List<FinderChange> history();

  /**
   * Lets somebody hear of changes, in the order of generations.
   *
   * @param listener called after the change is in force, on the thread that made it or one that
   *     makes another at the same time, with no lock held; what it throws is reported
   * @return stops the calls
   */
  Subscription onChange(Consumer<? super FinderChange> listener);
}
