/** Draws a vector image at any size. */
module dev.latent.demo.actions.svgpng {
  requires dev.latent.demo.api;
  requires com.github.weisj.jsvg;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.svgpng.SvgPng;
}
