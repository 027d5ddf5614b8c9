/** Turns XML into a page by a style sheet. */
module dev.latent.demo.actions.xmlxslt {
  requires dev.latent.demo.api;
  requires net.sf.saxon;
  requires org.xmlresolver.xmlresolver;
  requires java.xml;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.xmlxslt.XmlXslt;
}
