/**
 * The container: descriptors, finders, resolution, activation and service lookup for plugins of
 * every kind, and the runtime for module layers. Free of OSGi types; the OSGi runtimes are found by
 * name when they are on the path.
 */
@SuppressWarnings("module") // the OSGi runtimes are optional and may not be there at compile time
module dev.latent.core {
  requires dagger;
  requires jakarta.inject;
  requires java.xml;
  requires static java.management;
  requires transitive dev.latent.api;
  requires static transitive org.jspecify;

  exports dev.latent.container;
  exports dev.latent.container.descriptor to
      dev.latent.osgi;
  exports dev.latent.container.finder to
      dev.latent.osgi;
  exports dev.latent.container.resolve to
      dev.latent.osgi;
  exports dev.latent.container.runtime to
      dev.latent.osgi;
  exports dev.latent.container.service to
      dev.latent.osgi;
}
