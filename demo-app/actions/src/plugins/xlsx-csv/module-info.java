/** Reads one sheet of a spreadsheet. */
module dev.latent.demo.actions.xlsxcsv {
  requires dev.latent.demo.api;
  requires org.dhatim.fastexcel.reader;
  requires de.siegmar.fastcsv;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.xlsxcsv.XlsxCsv;
}
