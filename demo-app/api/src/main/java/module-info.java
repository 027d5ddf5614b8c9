/** What an action of the document workbench implements. */
module dev.latent.demo.api {
  requires static transitive org.jspecify;

  exports dev.latent.demo.api;
}
