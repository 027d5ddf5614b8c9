package dev.latent.demo.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets in the one user of the workbench and nobody else: other sites in the same browser (by Host,
 * Origin and cookie), and other users of the same machine (by a link that works once). Thread-safe.
 */
final class Gate {

  private final int port;
  private final String cookieName;
  private final String session = random();
  private @Nullable String token;

  Gate(int port) {
    this.port = port;
    this.cookieName = "latent-demo-" + port; // cookies don't know ports: two workbenches, two names
  }

  /** Makes a token that opens the workbench once; one that was not used until now is void. */
  synchronized String newToken() {
    String fresh = random();
    token = fresh;
    return fresh;
  }

  /** Spends a token. */
  synchronized boolean redeem(String offered) {
    boolean good = token != null && same(token, offered);
    if (good) {
      token = null;
    }
    return good;
  }

  String cookie() {
    return cookieName + "=" + session + "; Path=/; HttpOnly; SameSite=Strict";
  }

  boolean hasSession(HttpExchange exchange) {
    List<String> headers = exchange.getRequestHeaders().get("Cookie");
    if (headers != null) {
      for (String header : headers) {
        for (String cookie : header.split(";", -1)) {
          String pair = cookie.strip();
          if (pair.startsWith(cookieName + "=")
              && same(session, pair.substring(cookieName.length() + 1))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /**
   * Says what is wrong with where a request comes from.
   *
   * @return a sentence, or null if nothing is wrong
   */
  @Nullable String objection(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    List<String> hosts = headers.get("Host");
    if (hosts == null || hosts.size() != 1 || !isOurs(hosts.get(0))) {
      return "This address does not belong to the workbench.";
    }
    String origin = headers.getFirst("Origin");
    boolean reads =
        exchange.getRequestMethod().equals("GET") || exchange.getRequestMethod().equals("HEAD");
    if (origin == null ? !reads : !origin.equals("http://" + hosts.get(0))) {
      return "Requests from other pages are not taken.";
    }
    String site = headers.getFirst("Sec-Fetch-Site");
    boolean entry = exchange.getRequestURI().getPath().equals("/");
    if (site != null && !entry && !site.equals("same-origin") && !site.equals("none")) {
      return "Requests from other sites are not taken.";
    }
    return null;
  }

  private boolean isOurs(String host) {
    return host.equals("127.0.0.1:" + port)
        || host.equals("localhost:" + port)
        || host.equals("[::1]:" + port);
  }

  /** Compares in a time that does not tell how much was right. */
  private static boolean same(String expected, String offered) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
  }

  private static String random() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
