package dev.latent.demo.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer to one request, with the headers that keep a browser from doing more with it than was
 * meant.
 *
 * @param status the HTTP status
 * @param mediaType the media type, with its parameters
 * @param body the bytes
 * @param headers further headers; they win over the usual ones
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares replies
record Reply(int status, String mediaType, byte[] body, Map<String, String> headers) {

  /** For our own page: only what we serve, no inline script, no frame around it. */
  private static final String OWN_POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-src 'self'; base-uri"
          + " 'none'; form-action 'self'; frame-ancestors 'none'";

  /**
   * For what a document or an action made: an origin of its own, no script, nothing from the
   * network; only our own page may frame it.
   */
  static final String SANDBOX_POLICY =
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;"
          + " frame-ancestors 'self'";

  /** As the sandbox, but without that word, which keeps browsers from showing a PDF at all. */
  static final String PDF_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";

  static Reply text(int status, String text) {
    return new Reply(
        status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static Reply html(int status, String html) {
    return new Reply(
        status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static Reply json(int status, Object value) {
    return new Reply(
        status,
        "application/json; charset=utf-8",
        Json.write(value).getBytes(StandardCharsets.UTF_8),
        Map.of());
  }

  static Reply error(int status, String message) {
    return json(status, Map.of("error", message));
  }

  Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, mediaType, body, more);
  }

  /** Sends it; a HEAD request gets the headers alone. */
  void send(HttpExchange exchange) throws IOException {
    Headers to = exchange.getResponseHeaders();
    secure(to);
    to.set("Content-Type", mediaType);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      to.set(header.getKey(), header.getValue());
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      to.set("Content-Length", Integer.toString(body.length));
    }
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head && body.length > 0) {
      OutputStream out = exchange.getResponseBody();
      out.write(body);
      out.flush(); // closing would first wait for the rest of a request that was refused
    }
  }

  static void secure(Headers out) {
    out.set("Content-Security-Policy", OWN_POLICY);
    out.set("X-Content-Type-Options", "nosniff");
    out.set("Referrer-Policy", "no-referrer");
    out.set("Cross-Origin-Resource-Policy", "same-origin");
    out.set("Cross-Origin-Opener-Policy", "same-origin");
    out.set("Cache-Control", "no-store");
  }
}
