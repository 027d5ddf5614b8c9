/** Turns AsciiDoc into a page. */
module dev.latent.demo.actions.asciidochtml {
  requires dev.latent.demo.api;
  requires asciidoc.java;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.asciidochtml.AsciidocHtml;
}
