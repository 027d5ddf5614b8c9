/** What hosts and plugin authors compile against; it has no dependencies. */
module dev.latent.api {
  requires static transitive org.jspecify;

  exports dev.latent.api;
  exports dev.latent.api.admin;
  exports dev.latent.api.spi;
}
