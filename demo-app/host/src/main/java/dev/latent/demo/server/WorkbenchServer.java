package dev.latent.demo.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.latent.api.PluginId;
import dev.latent.demo.workbench.Workbench;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves the workbench to one user, on this machine only. Closing it ends open connections.
 * Thread-safe.
 */
public final class WorkbenchServer implements AutoCloseable {

  private static final int THREADS = 16; // six of them at most hold event streams

  static {
    // Both are read once, when the JDK's server is first used. The first keeps small answers from
    // waiting for the other side, the second ends requests that are sent drop by drop.
    set("sun.net.httpserver.nodelay", "true");
    set("sun.net.httpserver.maxReqTime", "60");
  }

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Gate gate;
  private final EventStream events;
  private final String address;

  private WorkbenchServer(
      HttpServer server, ThreadPoolExecutor threads, Gate gate, EventStream events) {
    this.server = server;
    this.threads = threads;
    this.gate = gate;
    this.events = events;
    this.address = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Starts to serve.
   *
   * @param workbench what to serve
   * @param port the port; 0 for any that is free
   * @return the running server
   * @throws IOException if the port can't be had
   */
  public static WorkbenchServer start(Workbench workbench, int port) throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(256),
            new DaemonThreads());
    threads.allowCoreThreadTimeOut(true);
    Gate gate = new Gate(server.getAddress().getPort());
    EventStream events = new EventStream(workbench.admin(), new Titles(workbench));
    server.setExecutor(threads);
    server.createContext("/", new Front(gate, events, new Api(workbench)));
    server.start();
    return new WorkbenchServer(server, threads, gate, events);
  }

  /**
   * Makes a link that opens the workbench in one browser; links made before and not used are void.
   *
   * @return the address with a token that works once
   */
  public String newLink() {
    return address + "/?token=" + gate.newToken();
  }

  /**
   * Where it serves.
   *
   * @return for example {@code http://127.0.0.1:8080}, without a slash at the end
   */
  public String address() {
    return address;
  }

  @Override
  public void close() {
    events.close();
    threads.shutdownNow();
    server.stop(0);
  }

  private static void set(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static final class Titles implements Function<PluginId, String> {

    private final Workbench workbench;

    Titles(Workbench workbench) {
      this.workbench = workbench;
    }

    @Override
    public String apply(PluginId plugin) {
      return workbench.strip().title(plugin);
    }
  }

  private static final class DaemonThreads implements ThreadFactory {
    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new Thread(task, "workbench-server");
      thread.setDaemon(true);
      return thread;
    }
  }

  /** The order of checks: where a request comes from, then who sends it, then what it wants. */
  private static final class Front implements HttpHandler {

    private final Gate gate;
    private final EventStream events;
    private final Api api;

    Front(Gate gate, EventStream events, Api api) {
      this.gate = gate;
      this.events = events;
      this.api = api;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
      try (exchange) {
        Reply reply = answer(exchange);
        if (reply == null) {
          events.serve(exchange);
        } else {
          reply.send(exchange);
        }
      }
    }

    /** The reply, or null for the stream of events. */
    private @Nullable Reply answer(HttpExchange exchange) throws IOException {
      String objection = gate.objection(exchange);
      if (objection != null) {
        return Reply.text(403, objection);
      }
      try {
        Request request = Request.of(exchange);
        boolean entry = request.path().equals("/") && request.method().equals("GET");
        if (!gate.hasSession(exchange)) {
          if (!entry) {
            return Reply.text(403, "Open the workbench by the link that it printed.");
          }
          if (gate.redeem(request.query("token"))) {
            return Pages.welcome().with("Set-Cookie", gate.cookie());
          }
          return Pages.closed(
              403,
              "This link has been used, or is not the one that the workbench printed. Press Enter"
                  + " in its terminal for a new one.");
        }
        if (entry && !request.query("token").isEmpty()) {
          return Pages.welcome(); // takes the token out of the address bar
        }
        Reply page = request.method().equals("GET") ? Pages.find(request.path()) : null;
        if (page != null) {
          return page;
        }
        return request.path().equals("/api/events") && request.method().equals("GET")
            ? null
            : api.answer(request);
      } catch (IllegalArgumentException e) {
        return Reply.error(400, "The request can't be read: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Reply.error(503, "The workbench is closing.");
      } catch (RuntimeException e) {
        return Reply.error(500, "The workbench has a fault: " + e);
      }
    }
  }
}
