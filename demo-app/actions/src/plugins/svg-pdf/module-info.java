/** Puts a vector image on a page of PDF. */
module dev.latent.demo.actions.svgpdf {
  requires dev.latent.demo.api;
  requires com.github.weisj.jsvg;
  requires de.rototor.pdfbox.graphics2d;
  requires org.apache.pdfbox;
  requires org.apache.pdfbox.io;
  requires org.apache.fontbox;
  requires org.apache.commons.logging;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.svgpdf.SvgPdf;
}
