/** Finds the paragraphs of a text that answer a question best. */
module dev.latent.demo.actions.textsearch {
  requires dev.latent.demo.api;
  requires org.apache.lucene.core;
  requires org.apache.lucene.analysis.common;
  requires org.apache.lucene.highlighter;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.textsearch.TextSearch;
}
