/** Counts the words of a text. */
module dev.latent.demo.actions.wordcount {
  requires dev.latent.demo.api;
  requires org.apache.lucene.core;
  requires org.apache.lucene.analysis.common;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.wordcount.WordCount;
}
