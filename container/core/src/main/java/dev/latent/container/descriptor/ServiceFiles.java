package dev.latent.container.descriptor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads files in {@code META-INF/services}. */
final class ServiceFiles {

  private ServiceFiles() {}

  /** Provider classes by service type; types are in the order of the content. */
  static Map<String, List<String>> parse(Map<String, List<byte[]>> files, Findings findings) {
    Map<String, List<String>> services = new LinkedHashMap<>();
    files.forEach(
        (type, contents) -> {
          if (!JavaNames.isName(type)) {
            findings.notice(
                "services.not-a-type",
                "META-INF/services/"
                    + type
                    + " is not named like a Java type, so nothing will look for it. Name the file"
                    + " after the service type, or remove it.");
            return;
          }
          List<String> providers = new ArrayList<>();
          for (byte[] content : contents) {
            parse(type, content, providers, findings);
          }
          if (!providers.isEmpty()) {
            services.put(type, providers);
          }
        });
    return services;
  }

  private static void parse(
      String type, byte[] content, List<String> providers, Findings findings) {
    int number = 0;
    for (String line : new String(content, StandardCharsets.UTF_8).split("\r\n|\r|\n", -1)) {
      number++;
      int comment = line.indexOf('#');
      String provider = (comment < 0 ? line : line.substring(0, comment)).trim();
      if (provider.isEmpty() || providers.contains(provider)) {
        continue;
      }
      if (JavaNames.isName(provider)) {
        providers.add(provider);
      } else {
        findings.warning(
            "services.syntax",
            "META-INF/services/"
                + type
                + ", line "
                + number
                + ": '"
                + (provider.length() > 80 ? provider.substring(0, 80) + "…" : provider)
                + "' is no class name. Each line holds one; # starts a comment. The line was"
                + " skipped.");
      }
    }
  }
}
