package dev.latent.container.service.osgi;

import dev.latent.container.descriptor.ComponentDescription;
import dev.latent.container.descriptor.LdapFilter;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many services of which kind a component needs to be registered, as its references say
 * together with its properties. Immutable.
 *
 * @param type the service type; null for any
 * @param target what they must match; null for anything
 * @param impossible whether the target is no filter, so that nothing matches
 * @param minimum how many, at least one
 * @param prototype whether they must have prototype scope
 */
record ServiceNeed(
    @Nullable String type,
    @Nullable LdapFilter target,
    boolean impossible,
    int minimum,
    boolean prototype) {

  private static final String CONDITION_TYPE = "org.osgi.service.condition.Condition";
  private static final String ANY_SERVICE = "org.osgi.service.component.AnyService";

  /** The needs of a component that has the given properties. */
  static List<ServiceNeed> of(ComponentDescription component, Map<String, Object> properties) {
    List<ServiceNeed> needs = new ArrayList<>();
    boolean conditional = false;
    for (ComponentDescription.Reference reference : component.references()) {
      conditional |= reference.name().equals(ComponentDescription.CONDITION);
      int minimum = minimum(component, reference, properties);
      if (minimum > 0) {
        needs.add(
            of(
                reference.type(),
                target(reference.name(), reference.target().orElse(null), properties),
                minimum,
                reference.scope().equals("prototype_required")));
      }
    }
    if (!conditional) {
      String condition =
          target(ComponentDescription.CONDITION, ComponentDescription.TRUE_CONDITION, properties);
      // The framework registers that condition when it boots.
      if (!ComponentDescription.TRUE_CONDITION.equals(condition)) {
        needs.add(of(CONDITION_TYPE, condition, 1, false));
      }
    }
    return needs;
  }

  private static ServiceNeed of(
      String type, @Nullable String target, int minimum, boolean prototype) {
    LdapFilter filter = null;
    boolean impossible = false;
    if (target != null) {
      try {
        filter = LdapFilter.parse(target);
      } catch (IllegalArgumentException e) {
        impossible = true;
      }
    }
    return new ServiceNeed(
        type.equals(ANY_SERVICE) ? null : type, filter, impossible, minimum, prototype);
  }

  private static @Nullable String target(
      String reference, @Nullable String stated, Map<String, Object> properties) {
    return properties.get(reference + ".target") instanceof String text ? text : stated;
  }

  private static int minimum(
      ComponentDescription component,
      ComponentDescription.Reference reference,
      Map<String, Object> properties) {
    int least = reference.mandatory() ? 1 : 0;
    if (component.factory().isPresent()) {
      // The factory has the targets of its properties, and nothing else of them.
      return least;
    }
    int asked = number(properties.get(reference.name() + ".cardinality.minimum"));
    boolean several = reference.cardinality().endsWith("n");
    return asked < least || (!several && asked > 1) ? least : asked;
  }

  /** A number as the component runtime reads it from whatever a property holds; 0 if it is none. */
  private static int number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.intValue();
    }
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof Character letter) {
      return letter;
    }
    if (value instanceof Collection<?> several) {
      return several.isEmpty() ? 0 : number(several.iterator().next());
    }
    if (value != null && value.getClass().isArray()) {
      return Array.getLength(value) == 0 ? 0 : number(Array.get(value, 0));
    }
    try {
      return value == null ? 0 : Integer.parseInt(value.toString());
    } catch (NumberFormatException e) {
      // As if it were not there.
      return 0;
    }
  }
}
