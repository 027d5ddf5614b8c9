/** Says how long a recorded walk was. */
module dev.latent.demo.actions.gpxreport {
  requires dev.latent.demo.api;
  requires io.jenetics.jpx;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.gpxreport.GpxReport;
}
