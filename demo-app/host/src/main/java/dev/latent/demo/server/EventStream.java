package dev.latent.demo.server;

import com.sun.net.httpserver.HttpExchange;
import dev.latent.api.PluginId;
import dev.latent.api.PluginState;
import dev.latent.api.Subscription;
import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.admin.PluginTransition;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Tells browsers about changes of state as they happen, as server-sent events. A listener only puts
 * the change into a bounded queue, so a slow browser never holds up an activation; what does not
 * fit is left out, and the browser is told to look at everything again.
 */
final class EventStream {

  private static final int MOST_BROWSERS = 6;
  private static final int MOST_WAITING = 512;
  private static final long BEAT_SECONDS = 10;

  private final PluginAdmin admin;
  private final Function<PluginId, String> titles;
  private final Semaphore browsers = new Semaphore(MOST_BROWSERS);
  private volatile boolean closed;

  EventStream(PluginAdmin admin, Function<PluginId, String> titles) {
    this.admin = admin;
    this.titles = titles;
  }

  /** Serves one browser until it goes away, on the calling thread. */
  void serve(HttpExchange exchange) throws IOException {
    if (!browsers.tryAcquire()) {
      Reply.error(503, "Too many pages of the workbench are open; close one.").send(exchange);
      return;
    }
    BlockingQueue<PluginTransition> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    AtomicBoolean missed = new AtomicBoolean();
    Subscription subscription =
        admin.onTransition(
            transition -> {
              if (!waiting.offer(transition)) {
                missed.set(true);
              }
            });
    try {
      Reply.secure(exchange.getResponseHeaders());
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      send(out, "event: hello\ndata: {}\n\n");
      while (!closed) {
        PluginTransition transition = waiting.poll(BEAT_SECONDS, TimeUnit.SECONDS);
        if (transition == null) {
          send(out, ": still here\n\n"); // finds out that the browser has gone
        } else if (missed.getAndSet(false)) {
          waiting.clear();
          send(out, "event: hello\ndata: {}\n\n");
        } else {
          send(out, "event: plugin\ndata: " + Json.write(describe(transition)) + "\n\n");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      subscription.close();
      browsers.release();
    }
  }

  void close() {
    closed = true;
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private Map<String, Object> describe(PluginTransition transition) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", transition.plugin().name());
    map.put("version", transition.plugin().version());
    if (transition.to() == PluginState.ACTIVE) {
      map.put("title", titles.apply(transition.plugin()));
    }
    map.put("state", transition.to());
    map.put("cause", transition.cause());
    return map;
  }
}
