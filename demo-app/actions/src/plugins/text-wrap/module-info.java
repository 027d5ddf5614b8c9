/** Breaks the lines of a text at a width. */
module dev.latent.demo.actions.textwrap {
  requires dev.latent.demo.api;
  requires org.apache.commons.text;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.textwrap.TextWrap;
}
