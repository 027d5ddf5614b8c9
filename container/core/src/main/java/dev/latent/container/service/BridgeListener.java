package dev.latent.container.service;

import dev.latent.api.ServiceChange;

/** Hears which services can be given out. Called with no lock of the container held. */
@FunctionalInterface
public interface BridgeListener {

  /**
   * Hears of one change.
   *
   * @param kind what happened
   * @param service the service that it happened to; the same object in all calls for it
   */
  void changed(ServiceChange.Kind kind, BridgedService service);
}
