/** Makes a spreadsheet of a table. */
module dev.latent.demo.actions.csvxlsx {
  requires dev.latent.demo.api;
  requires org.dhatim.fastexcel;
  requires de.siegmar.fastcsv;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.csvxlsx.CsvXlsx;
}
