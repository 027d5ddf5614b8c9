package dev.latent.demo.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What we take from a request: method, path, query, and a body of a bounded size.
 *
 * @param method the method
 * @param path the path, decoded
 * @param query the query, decoded; of a name that is there twice the last one
 * @param exchange where it came from
 */
record Request(String method, String path, Map<String, String> query, HttpExchange exchange) {

  static Request of(HttpExchange exchange) {
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        pairs(exchange.getRequestURI().getRawQuery()),
        exchange);
  }

  /** The value of a name in the query; empty if it is not there. */
  String query(String name) {
    return query.getOrDefault(name, "");
  }

  /**
   * Reads the body.
   *
   * @return the bytes, or null if there are more than allowed
   */
  byte @Nullable [] body(int most) throws IOException {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    if (length != null && (length.length() > 10 || Long.parseLong(length) > 4L * most)) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in = exchange.getRequestBody();
    byte[] buffer = new byte[16 * 1024];
    int read;
    while ((read = in.read(buffer)) >= 0) {
      if (out.size() + read > most) {
        // A client that still sends would not see the answer: the connection would be reset.
        for (long more = 4L * most; more > 0 && (read = in.read(buffer)) >= 0; more -= read) {}
        return null;
      }
      out.write(buffer, 0, read);
    }
    return out.toByteArray();
  }

  /** Reads pairs as queries and forms write them. */
  static Map<String, String> pairs(@Nullable String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (text != null && !text.isEmpty()) {
      for (String pair : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          pairs.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
      }
    }
    return pairs;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
