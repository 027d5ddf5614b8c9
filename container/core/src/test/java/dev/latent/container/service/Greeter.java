package dev.latent.container.service;

import dev.latent.container.testing.FakePlugin;
import dev.latent.container.testing.FakeWorld;
import java.util.Map;

/** A service type. */
interface Greeter {

  String greet();

  /** Adds a plugin that offers one. */
  static FakePlugin offeredBy(FakeWorld world, String name, Map<String, Object> attributes) {
    FakePlugin plugin = world.plugins.add(name).offers(Greeter.class, attributes);
    Greeter service = () -> "hello from " + name;
    world.runtime.on(plugin, service);
    return plugin;
  }
}
