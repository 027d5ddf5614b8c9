/** Turns a letter of a word processor into a page. */
module dev.latent.demo.actions.docxhtml {
  requires dev.latent.demo.api;
  requires mammoth;
  requires java.xml;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.docxhtml.DocxHtml;
}
