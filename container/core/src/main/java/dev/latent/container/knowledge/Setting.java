package dev.latent.container.knowledge;

/**
 * One value that somebody set.
 *
 * @param key the key in its dotted form, for example {@code latent.framework}
 * @param value the value, without white space around it
 * @param source the kind of place that it stands in
 * @param origin the place, for people, for example {@code /srv/app/plugins/latent.properties}
 */
public record Setting(String key, String value, SettingSource source, String origin) {

  /**
   * Names key and place as messages do.
   *
   * @return for example {@code latent.framework=felix (environment LATENT_FRAMEWORK)}
   */
  public String describe() {
    return key + "=" + value + " (" + origin + ")";
  }
}
