package dev.latent.container.root;

import dev.latent.api.PluginKind;
import dev.latent.api.ResolutionException;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.runtime.CpuTimes;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * What a container does once the host is ready, on a thread that gives way to everything else and
 * waits for a quiet moment first: the lookups right after ready are the ones that somebody waits
 * for.
 */
final class BackgroundWork implements Runnable, AutoCloseable {

  private final AssembledContainer container;
  private final ContainerOptions options;
  private final Settings settings;
  private final PluginSource source;
  private final BackgroundThread thread =
      new BackgroundThread("latent background", Thread.MIN_PRIORITY);
  private volatile boolean closed;

  BackgroundWork(
      AssembledContainer container,
      ContainerOptions options,
      Settings settings,
      PluginSource source) {
    this.container = container;
    this.options = options;
    this.settings = settings;
    this.source = source;
  }

  /** Begins. */
  void begin() {
    executor().execute(this);
  }

  private Executor executor() {
    return options.background == null ? thread : options.background;
  }

  @Override
  public void run() {
    if (bootsFramework()) {
      boot();
    }
    if (options.background == null) {
      awaitQuiet();
    }
    if (closed) {
      return;
    }
    container.parts(); // they listen to the changes that may be found now
    if (settings.flag(SettingKeys.WATCH, true)) {
      // Before the look at all content, so that nothing changes unseen between the two.
      source.watch();
    }
    if (!closed) {
      source.verifyAll();
    }
    plan();
    prepareReference();
    if (settings.flag(SettingKeys.CPU_TIMES, true) && !closed) {
      container.parts().activations().awaitIdle();
      CpuTimes.load();
    }
  }

  private void prepareReference() {
    ContainerParts parts = container.parts();
    parts.activations().awaitIdle();
    if (!closed) {
      try {
        parts.runtimes().prepareReference();
      } catch (RuntimeException e) {
        options.notice(String.valueOf(e.getMessage())); // a lookup that needs it tries again
      }
    }
  }

  private void awaitQuiet() {
    QuietMoment moment = new QuietMoment(now(), activity());
    long left = QuietMoment.QUIET_MILLIS;
    while (left > 0 && !closed) {
      thread.pause(left);
      left = moment.millisLeft(now(), activity(), busy());
    }
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private long activity() {
    ContainerParts parts = container.knownParts();
    return parts == null ? 0 : 1 + parts.activations().operations();
  }

  private boolean busy() {
    ContainerParts parts = container.knownParts();
    return parts != null && parts.activations().busy();
  }

  private boolean bootsFramework() {
    return settings.text(SettingKeys.FRAMEWORK_BOOT, "need").equals("background");
  }

  /** Does not wait for a quiet moment: whoever asks for it wants it before the first lookup. */
  private void boot() {
    if (closed) {
      return;
    }
    ContainerParts parts = container.parts();
    parts.activations().awaitIdle();
    try {
      parts.runtimes().runtime(PluginKind.BUNDLE).boot();
    } catch (ResolutionException e) {
      options.notice(
          "There is no framework to boot in the background: none is on the path of the host, or"
              + " latent.framework is 'none'.");
    } catch (IllegalStateException e) {
      options.notice("The framework was not booted in the background: " + e.getMessage());
    }
  }

  /** What changes from now on is planned when it does. */
  private void plan() {
    ContainerParts parts = container.parts();
    parts.standing().ready(executor());
    if (!closed) {
      parts.standing().plan(parts.catalog().plugins().all());
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.close();
  }
}
