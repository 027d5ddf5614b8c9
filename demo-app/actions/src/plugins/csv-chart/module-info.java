/** Draws the numbers of a table. */
module dev.latent.demo.actions.csvchart {
  requires transitive dev.latent.demo.api;
  requires xchart;
  requires de.siegmar.fastcsv;
  requires java.desktop;

  exports dev.latent.demo.actions.csvchart;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.csvchart.CsvChart;
}
