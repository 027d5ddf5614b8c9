/** Draws the numbers of a table. */
module dev.latent.demo.actions.csvchart {
  requires dev.latent.demo.api;
  requires xchart;
  requires de.siegmar.fastcsv;
  requires java.desktop;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.csvchart.CsvChart;
}
