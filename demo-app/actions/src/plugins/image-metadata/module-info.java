/** Says what an image file tells about itself. */
module dev.latent.demo.actions.imagemetadata {
  requires dev.latent.demo.api;
  requires com.drew.metadata;
  requires xmpcore;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.imagemetadata.ImageMetadata;
}
