package dev.latent.container.descriptor;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A filter, or a part of one. Immutable. */
abstract sealed class FilterNode {

  abstract boolean matches(Map<String, ?> attributes);

  abstract Match evaluate(Map<String, ?> attributes, Predicate<String> unknown);

  abstract void collectNames(Set<String> names);

  /** The text that an attribute must equal; null if this part does not fix it. */
  @Nullable String requiredText(String attribute) {
    return null;
  }

  /** {@code (&…)} or {@code (|…)}. */
  static final class Group extends FilterNode {

    private final boolean and;
    private final FilterNode[] parts;

    Group(boolean and, List<FilterNode> parts) {
      this.and = and;
      this.parts = parts.toArray(FilterNode[]::new);
    }

    @Override
    boolean matches(Map<String, ?> attributes) {
      for (FilterNode part : parts) {
        if (part.matches(attributes) != and) {
          return !and;
        }
      }
      return and;
    }

    @Override
    Match evaluate(Map<String, ?> attributes, Predicate<String> unknown) {
      Match decisive = Match.of(!and);
      Match result = Match.of(and);
      for (FilterNode part : parts) {
        Match match = part.evaluate(attributes, unknown);
        if (match == decisive) {
          return decisive;
        }
        if (match == Match.UNKNOWN) {
          result = Match.UNKNOWN;
        }
      }
      return result;
    }

    @Override
    void collectNames(Set<String> names) {
      for (FilterNode part : parts) {
        part.collectNames(names);
      }
    }

    @Override
    @Nullable String requiredText(String attribute) {
      if (and || parts.length == 1) {
        for (FilterNode part : parts) {
          String text = part.requiredText(attribute);
          if (text != null) {
            return text;
          }
        }
      }
      return null;
    }
  }

  /** {@code (!…)}. */
  static final class Not extends FilterNode {

    private final FilterNode part;

    Not(FilterNode part) {
      this.part = part;
    }

    @Override
    boolean matches(Map<String, ?> attributes) {
      return !part.matches(attributes);
    }

    @Override
    Match evaluate(Map<String, ?> attributes, Predicate<String> unknown) {
      return part.evaluate(attributes, unknown).negated();
    }

    @Override
    void collectNames(Set<String> names) {
      part.collectNames(names);
    }
  }

  /** {@code (attribute=…)} and its like. */
  static final class Term extends FilterNode {

    private final String attribute;
    private final FilterComparison comparison;

    Term(String attribute, FilterComparison comparison) {
      this.attribute = attribute;
      this.comparison = comparison;
    }

    @Override
    boolean matches(Map<String, ?> attributes) {
      Object value = value(attributes);
      return value != null && comparison.matches(value);
    }

    /** Finds the attribute in any case; exact case is tried first because it nearly always is. */
    private @Nullable Object value(Map<String, ?> attributes) {
      if (attributes instanceof AttributeMap<?> map) {
        return map.get(attribute);
      }
      Object value = attributes.get(attribute);
      if (value == null) {
        for (Map.Entry<String, ?> entry : attributes.entrySet()) {
          if (attribute.equalsIgnoreCase(entry.getKey())) {
            return entry.getValue();
          }
        }
      }
      return value;
    }

    @Override
    Match evaluate(Map<String, ?> attributes, Predicate<String> unknown) {
      return unknown.test(attribute) ? Match.UNKNOWN : Match.of(matches(attributes));
    }

    @Override
    void collectNames(Set<String> names) {
      names.add(attribute);
    }

    @Override
    @Nullable String requiredText(String name) {
      return attribute.equalsIgnoreCase(name) ? comparison.requiredText() : null;
    }
  }
}
