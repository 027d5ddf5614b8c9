package dev.latent.demo.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Someone with an HTTP client, let in or not. */
final class Visitor {

  private final HttpClient client = HttpClient.newHttpClient();
  private final WorkbenchServer server;
  private final String cookie;

  private Visitor(WorkbenchServer server, String cookie) {
    this.server = server;
    this.cookie = cookie;
  }

  /** One who opened the link. */
  static Visitor welcome(WorkbenchServer server) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(server.newLink())).build(),
                BodyHandlers.ofString());
    String set = response.headers().firstValue("Set-Cookie").orElseThrow();
    return new Visitor(server, set.substring(0, set.indexOf(';')));
  }

  /** One who knows only the address. */
  static Visitor stranger(WorkbenchServer server) {
    return new Visitor(server, "");
  }

  String cookie() {
    return cookie;
  }

  int port() {
    return URI.create(server.address()).getPort();
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(path, headers).GET().build(), BodyHandlers.ofString());
  }

  HttpResponse<byte[]> bytes(String path) throws IOException, InterruptedException {
    return client.send(request(path).GET().build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<InputStream> stream(String path) throws IOException, InterruptedException {
    return client.send(request(path).GET().build(), BodyHandlers.ofInputStream());
  }

  /** Posts as the page does, with its origin. */
  HttpResponse<String> post(String path, byte[] body) throws IOException, InterruptedException {
    return send("POST", path, body, "Origin", server.address());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return post(path, body.getBytes(StandardCharsets.UTF_8));
  }

  HttpResponse<String> send(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    return client.send(
        request(path, headers).method(method, BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofString());
  }

  /** Sends bytes that no well-behaved client would. */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Sends the same, and reads the first line of the answer only. */
  String rawStatus(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder line = new StringBuilder();
      int read;
      while ((read = socket.getInputStream().read()) >= 0 && read != '\r') {
        line.append((char) read);
      }
      return line.toString();
    }
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(server.address() + path)).timeout(Duration.ofSeconds(20));
    if (!cookie.isEmpty()) {
      builder.header("Cookie", cookie);
    }
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    return builder;
  }
}
