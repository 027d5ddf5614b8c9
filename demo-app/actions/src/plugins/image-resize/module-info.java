/** Scales an image to a width. */
module dev.latent.demo.actions.imageresize {
  requires dev.latent.demo.api;
  requires net.coobird.thumbnailator;
  requires java.desktop;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.imageresize.ImageResize;
}
