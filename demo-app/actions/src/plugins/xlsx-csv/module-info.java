/** Reads one sheet of a spreadsheet. */
module dev.latent.demo.actions.xlsxcsv {
  requires transitive dev.latent.demo.api;
  requires org.dhatim.fastexcel.reader;
  requires de.siegmar.fastcsv;

  exports dev.latent.demo.actions.xlsxcsv;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.xlsxcsv.XlsxCsv;
}
