/** Lays SQL out for people. */
module dev.latent.demo.actions.sqlformat {
  requires dev.latent.demo.api;
  requires sql.formatter;

  provides dev.latent.demo.api.DocumentAction with
      dev.latent.demo.actions.sqlformat.SqlFormat;
}
