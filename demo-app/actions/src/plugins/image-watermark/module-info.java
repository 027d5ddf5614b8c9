/** Writes whose picture it is into a corner of it. */
module dev.latent.demo.actions.imagewatermark {
  requires dev.latent.demo.api;
  requires net.coobird.thumbnailator;
  requires java.desktop;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.imagewatermark.ImageWatermark;
}
