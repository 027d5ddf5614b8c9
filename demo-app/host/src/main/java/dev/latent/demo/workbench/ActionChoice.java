package dev.latent.demo.workbench;

import java.util.List;
import java.util.Optional;

/**
 * Which action turns one media type into another where nobody says which: those that are closest to
 * the type count, and of several the one that its plugin declares to be preferred.
 *
 * @param action the action, or empty where none fits or several do with equal right
 * @param fitting all that came into question, the chosen one among them
 */
public record ActionChoice(Optional<Action> action, List<Action> fitting) {

  /**
   * Chooses.
   *
   * @param all the actions
   * @param from the media type that is at hand
   * @param to the media type that is wanted
   * @return the choice
   */
  public static ActionChoice of(List<Action> all, String from, String to) {
    int closest = 1;
    for (Action action : all) {
      if (action.to().equals(to)) {
        closest = Math.max(closest, action.closeness(from));
      }
    }
    int least = closest;
    List<Action> fitting =
        all.stream()
            .filter(action -> action.to().equals(to) && action.closeness(from) >= least)
            .toList();
    List<Action> preferred = fitting.stream().filter(Action::preferred).toList();
    Optional<Action> action = Optional.empty();
    if (fitting.size() == 1) {
      action = Optional.of(fitting.get(0));
    } else if (preferred.size() == 1) {
      action = Optional.of(preferred.get(0));
    }
    return new ActionChoice(action, fitting);
  }

  /**
   * Those that were not chosen.
   *
   * @return the others, in the order of the catalog
   */
  public List<Action> others() {
    return fitting.stream().filter(other -> !Optional.of(other).equals(action)).toList();
  }
}
