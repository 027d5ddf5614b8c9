package dev.latent.container.service;

import dev.latent.api.ServiceInstance;

/** A service that all users share, in the form of an instance; giving it back does nothing. */
record SharedInstance(Object get) implements ServiceInstance<Object> {

  @Override
  public void close() {
    // shared: it ends with its plugin
  }
}
