/** Shows source code in colours. */
module dev.latent.demo.actions.codehtml {
  requires dev.latent.demo.api;
  requires org.fife.RSyntaxTextArea;
  requires java.desktop;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.codehtml.CodeHtml;
}
