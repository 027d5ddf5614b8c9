package dev.latent.container.resolve;

import dev.latent.container.finder.RegisteredPlugin;
import java.util.Comparator;

/** Reference order. A class and no lambda, as the first lookup in a JVM waits for it. */
final class ReferenceOrder implements Comparator<RegisteredPlugin> {

  static final ReferenceOrder FIRST = new ReferenceOrder();

  private ReferenceOrder() {}

  @Override
  public int compare(RegisteredPlugin one, RegisteredPlugin other) {
    return Integer.compare(one.order(), other.order());
  }
}
