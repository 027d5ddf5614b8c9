/** Draws the numbers of a spreadsheet, with the help of two other plugins. */
module dev.latent.demo.actions.xlsxchart {
  requires dev.latent.demo.api;
  requires dev.latent.demo.actions.csvchart;
  requires dev.latent.demo.actions.xlsxcsv;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.xlsxchart.XlsxChart;
}
