package dev.latent.container.service;

import org.jspecify.annotations.Nullable;

/**
 * Holds the object of a service from one activation of its plugin to the stop, and then nothing.
 * Who keeps the cell reads the object with one volatile read, and keeps nothing of the plugin alive
 * once it stopped. Thread-safe.
 */
final class ServiceCell {

  private volatile @Nullable Object object;

  ServiceCell(Object object) {
    this.object = object;
  }

  /** The object; null for good once the plugin stopped or another cell took its place. */
  @Nullable Object object() {
    return object;
  }

  void empty() {
    object = null;
  }
}
