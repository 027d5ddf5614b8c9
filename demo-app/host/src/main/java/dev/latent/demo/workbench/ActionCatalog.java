package dev.latent.demo.workbench;

import dev.latent.api.PluginServices;
import dev.latent.api.ServiceHandle;
import dev.latent.demo.api.DocumentAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The actions that plugins offer, read from their descriptors at each call, so that plugins may
 * come and go. Loads no class of a plugin and activates nothing. Thread-safe.
 */
public final class ActionCatalog {

  private final PluginServices services;

  /**
   * Makes a catalog.
   *
   * @param services where the actions are offered
   */
  public ActionCatalog(PluginServices services) {
    this.services = services;
  }

  /**
   * All actions, by group and label.
   *
   * @return the actions; of several with one id the best, as a lookup would choose
   */
  public List<Action> all() {
    List<Action> actions = new ArrayList<>();
    for (ServiceHandle<DocumentAction> handle : services.handles(DocumentAction.class)) {
      Action action = read(handle);
      if (actions.stream().noneMatch(other -> other.id().equals(action.id()))) {
        actions.add(action);
      }
    }
    actions.sort(Comparator.comparing(Action::group).thenComparing(Action::label));
    return actions;
  }

  /**
   * The actions that take a type.
   *
   * @param mediaType the type
   * @return the actions, by group and label
   */
  public List<Action> taking(String mediaType) {
    return all().stream().filter(action -> action.takes(mediaType)).toList();
  }

  /**
   * One action.
   *
   * @param id its id
   * @return the action, or empty
   */
  public Optional<Action> find(String id) {
    return all().stream().filter(action -> action.id().equals(id)).findFirst();
  }

  private static Action read(ServiceHandle<DocumentAction> handle) {
    Map<String, Object> attributes = handle.attributes();
    String id = text(attributes.get("action.id"), handle.plugin().name());
    return new Action(
        id,
        text(attributes.get("action.label"), id),
        text(attributes.get("action.group"), "Other"),
        texts(attributes.get("action.from")),
        text(attributes.get("action.to"), MediaTypes.BINARY),
        texts(attributes.get("action.options")).stream().map(ActionOption::parse).toList(),
        text(attributes.get("action.library"), ""),
        Boolean.parseBoolean(text(attributes.get("action.preferred"), "")),
        handle.plugin(),
        handle);
  }

  private static String text(@Nullable Object value, String otherwise) {
    return value == null || value.toString().isBlank() ? otherwise : value.toString().strip();
  }

  /** Service attributes hold several values as a collection, an array or, if one, as itself. */
  private static List<String> texts(@Nullable Object value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof Iterable<?> many) {
      many.forEach(one -> texts.add(String.valueOf(one).strip()));
    } else if (value instanceof Object[] many) {
      for (Object one : many) {
        texts.add(String.valueOf(one).strip());
      }
    } else if (value != null && !value.toString().isBlank()) {
      texts.add(value.toString().strip());
    }
    return List.copyOf(texts);
  }
}
