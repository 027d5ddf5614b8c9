/** Finds out in which letters a text was written and writes it in UTF-8. */
module dev.latent.demo.actions.textutf8 {
  requires dev.latent.demo.api;
  requires com.github.albfernandez.juniversalchardet;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.textutf8.TextUtf8;
}
