/** Asks XML a question in XQuery. */
module dev.latent.demo.actions.xmlquery {
  requires dev.latent.demo.api;
  requires net.sf.saxon;
  requires org.xmlresolver.xmlresolver;
  requires java.xml;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.xmlquery.XmlQuery;
}
