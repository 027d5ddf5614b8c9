package dev.latent.container.service;

import dev.latent.container.descriptor.LdapFilter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was found since the last change of anything that can be found. A change replaces the whole
 * object, so an answer in it needs no check of its own, and nothing in it outlives what it is
 * about. Thread-safe.
 */
@SuppressWarnings("NullableOptional") // null: nobody asked yet; empty: there is none
final class Epoch {

  /** How many filtered answers are kept for one type: more come from filters that are made up. */
  private static final int FILTERED = 64;

  private final ConcurrentHashMap<Class<?>, Optional<?>> found = new ConcurrentHashMap<>(16);
  private final ConcurrentHashMap<Class<?>, ConcurrentHashMap<String, Optional<?>>> filtered =
      new ConcurrentHashMap<>(2);
  private final ConcurrentHashMap<String, List<ServiceEntry>> candidates =
      new ConcurrentHashMap<>(16);

  @Nullable Optional<?> found(Class<?> type) {
    return found.get(type);
  }

  @Nullable Optional<?> found(Class<?> type, String filter) {
    ConcurrentHashMap<String, Optional<?>> ofType = filtered.get(type);
    return ofType == null ? null : ofType.get(filter);
  }

  void keep(Class<?> type, @Nullable LdapFilter filter, Optional<?> answer) {
    if (filter == null) {
      found.put(type, answer);
      return;
    }
    ConcurrentHashMap<String, Optional<?>> ofType = filtered.get(type);
    if (ofType == null) {
      ConcurrentHashMap<String, Optional<?>> made = new ConcurrentHashMap<>(4);
      ofType = filtered.putIfAbsent(type, made);
      if (ofType == null) {
        ofType = made;
      }
    }
    if (ofType.size() < FILTERED) {
      ofType.put(filter.toString(), answer);
    }
  }

  @Nullable List<ServiceEntry> candidates(String typeName) {
    return candidates.get(typeName);
  }

  void keepCandidates(String typeName, List<ServiceEntry> entries) {
    candidates.put(typeName, entries);
  }
}
