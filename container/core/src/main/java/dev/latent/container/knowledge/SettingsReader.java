package dev.latent.container.knowledge;

import dev.latent.api.admin.Problem;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings from system properties, the environment and a file, in this order of strength.
 * Runs while the container is built.
 */
public final class SettingsReader {

  /** The name of the file beside the plugins. */
  public static final String FILE_NAME = "latent.properties";

  private final List<Setting> settings = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /** Makes a reader that has read nothing. */
  public SettingsReader() {}

  /**
   * Takes what the host set itself; call it first.
   *
   * @param key the key
   * @param value the value
   * @return this
   */
  public SettingsReader api(String key, String value) {
    settings.add(new Setting(key, value, SettingSource.API, "set by the host"));
    return this;
  }

  /**
   * Takes system properties whose names begin with {@code latent.}.
   *
   * @param properties the properties of the JVM
   * @return this
   */
  public SettingsReader systemProperties(Properties properties) {
    for (Map.Entry<Object, Object> entry : properties.entrySet()) {
      if (entry.getKey() instanceof String key
          && key.startsWith(SettingKeys.PREFIX)
          && entry.getValue() instanceof String value) {
        take(key, value, SettingSource.SYSTEM_PROPERTY, "system property " + key);
      }
    }
    return this;
  }

  /**
   * Takes environment variables whose names begin with {@code LATENT_}.
   *
   * @param environment the environment
   * @return this
   */
  public SettingsReader environment(Map<String, String> environment) {
    // By keys: the entries of the JVM's own environment are four more classes on the way to ready.
    for (String variable : environment.keySet()) {
      // Commands of the distribution talk to their children through LATENT_ variables of their own
      // choice, so an unknown one is left alone unless it is a misspelling.
      if (variable.startsWith("LATENT_")) {
        String key = SettingKeys.ofEnvironment(variable);
        if (SettingKeys.known(key) || SettingKeys.nearest(key) != null) {
          take(
              key, environment.get(variable), SettingSource.ENVIRONMENT, "environment " + variable);
        }
      }
    }
    return this;
  }

  /**
   * Takes a file, if there is one.
   *
   * @param file the file
   * @param required whether it was named by somebody, so that its absence is a mistake
   * @return this
   * @throws IllegalArgumentException if it was named and can't be read
   */
  public SettingsReader file(@Nullable Path file, boolean required) {
    if (file == null) {
      return this;
    }
    File asFile = file.toFile();
    if (!asFile.isFile()) {
      if (required) {
        throw new IllegalArgumentException(
            "The configuration file " + file + " does not exist. Create it, or name another one.");
      }
      return this;
    }
    Properties properties = new Properties();
    try (Reader reader =
        new InputStreamReader(new FileInputStream(asFile), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      String message = "The configuration file " + file + " can't be read: " + e.getMessage();
      if (required) {
        throw new IllegalArgumentException(message, e);
      }
      problems.add(Settings.problem("configuration.file", message + ". It is ignored."));
      return this;
    }
    for (Map.Entry<Object, Object> entry : properties.entrySet()) {
      take((String) entry.getKey(), (String) entry.getValue(), SettingSource.FILE, file.toString());
    }
    return this;
  }

  private void take(String key, String value, SettingSource source, String origin) {
    if (SettingKeys.known(key)) {
      settings.add(new Setting(key, value.trim(), source, origin));
      return;
    }
    String nearest = SettingKeys.nearest(key);
    problems.add(
        Settings.problem(
            "configuration.key",
            "Unknown key "
                + key
                + " ("
                + origin
                + "); it is ignored."
                + (nearest == null ? "" : " Did you mean " + nearest + "?")));
  }

  /**
   * Gives what was read.
   *
   * @return the settings, strongest source first
   */
  public Settings read() {
    // Within one source the order of a hash table would show; by key it is the same in every run.
    List<Setting> sorted = new ArrayList<>(settings.size());
    for (Setting setting : settings) {
      int at = sorted.size();
      while (at > 0 && before(setting, sorted.get(at - 1))) {
        at--;
      }
      sorted.add(at, setting);
    }
    return new Settings(sorted, problems);
  }

  private static boolean before(Setting one, Setting other) {
    int order = one.source().compareTo(other.source());
    return order < 0 || (order == 0 && one.key().compareTo(other.key()) < 0);
  }
}
