package dev.latent.container.knowledge;

import dev.latent.api.admin.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a container with their origins, strongest source first. Immutable; read by {@link
 * SettingsReader}.
 */
public final class Settings {

  /** No settings at all. */
  public static final Settings NONE = new Settings(List.of(), List.of());

  private final List<Setting> settings;
  private final List<Problem> problems;

  Settings(List<Setting> settings, List<Problem> problems) {
    this.settings = List.copyOf(settings);
    this.problems = List.copyOf(problems);
  }

  /**
   * All settings.
   *
   * @return those of stronger sources first; keys may come twice
   */
  public List<Setting> all() {
    return settings;
  }

  /**
   * What was wrong with them: unknown keys, values that can't be read.
   *
   * @return problems without a plugin
   */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * The setting of a key that counts.
   *
   * @param key the key
   * @return the one of the strongest source, or null
   */
  public @Nullable Setting find(String key) {
    for (int i = 0; i < settings.size(); i++) {
      if (settings.get(i).key().equals(key)) {
        return settings.get(i);
      }
    }
    return null;
  }

  /**
   * The value of a key.
   *
   * @param key the key
   * @param otherwise the value if it is not set
   * @return the value
   */
  public String text(String key, String otherwise) {
    Setting setting = find(key);
    return setting == null ? otherwise : setting.value();
  }

  /**
   * The value of a key as a duration: a number with {@code ms}, {@code s}, {@code m} or {@code h}.
   *
   * @param key the key
   * @param otherwise the value if it is not set
   * @return the value
   * @throws IllegalArgumentException if it is no duration; the message says where it stands
   */
  public Duration duration(String key, Duration otherwise) {
    Setting setting = find(key);
    if (setting == null) {
      return otherwise;
    }
    Duration value = duration(setting.value());
    if (value == null) {
      throw new IllegalArgumentException(
          setting.describe() + " is not a duration. Write for example 500ms, 10s, 5m or 1h.");
    }
    return value;
  }

  /**
   * The value of a key as yes or no.
   *
   * @param key the key
   * @param otherwise the value if it is not set
   * @return the value
   * @throws IllegalArgumentException if it is neither {@code true} nor {@code false}
   */
  public boolean flag(String key, boolean otherwise) {
    Setting setting = find(key);
    if (setting == null) {
      return otherwise;
    }
    return switch (setting.value().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              setting.describe() + " is neither true nor false. Use one of them.");
    };
  }

  /**
   * Checks the settings whose values are used late or by few, so that a wrong one is said at once
   * and not by the first who needs it.
   *
   * @throws IllegalArgumentException if one can't be read; the message says where it stands
   */
  public void check() {
    if (settings.isEmpty()) {
      return;
    }
    oneOf(SettingKeys.FRAMEWORK, "is not a framework. Use ", "felix", "equinox", "none");
    oneOf(
        SettingKeys.FRAMEWORK_BOOT,
        "does not say when the framework boots. Use ",
        "need",
        "background");
    oneOf(SettingKeys.CHECK, "does not say when jars are checked. Use ", "lookup", "all");
    flag(SettingKeys.WATCH, true);
    flag(SettingKeys.CPU_TIMES, true);
    flag(SettingKeys.MARKER, true);
    flag(SettingKeys.SERVICE_LOADER, true);
    duration(SettingKeys.ACTIVATION_LIMIT, Duration.ZERO);
    duration(SettingKeys.STOP_LIMIT, Duration.ZERO);
    duration(SettingKeys.RETRY_PAUSE, Duration.ZERO);
    duration(SettingKeys.IDLE, Duration.ZERO);
  }

  /** An empty value is none, as an environment variable may be there and empty. */
  private void oneOf(String key, String what, String... words) {
    Setting setting = find(key);
    if (setting == null || setting.value().isEmpty()) {
      return;
    }
    StringBuilder use = new StringBuilder();
    for (int i = 0; i < words.length; i++) {
      if (setting.value().equals(words[i])) {
        return;
      }
      use.append(i == 0 ? "" : i == words.length - 1 ? " or " : ", ").append(words[i]);
    }
    throw new IllegalArgumentException(setting.describe() + " " + what + use + ".");
  }

  /**
   * Reads a duration.
   *
   * @param text a number with {@code ms}, {@code s}, {@code m} or {@code h}
   * @return the duration, or null if it is none
   */
  static @Nullable Duration duration(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == 0 || digits > 9) {
      return null;
    }
    long number = Long.parseLong(text.substring(0, digits));
    return switch (text.substring(digits).trim()) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> null;
    };
  }

  static Problem problem(String rule, String message) {
    return new Problem(rule, Problem.Severity.WARNING, "", Optional.empty(), message);
  }
}
