package dev.latent.demo.workbench;

import dev.latent.api.PluginServices;
import dev.latent.api.admin.PluginAdmin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * All of the workbench that does not depend on who uses it. Making one reads nothing: samples and
 * descriptors are read when they are first asked for. Thread-safe.
 */
public final class Workbench implements AutoCloseable {

  private final PluginAdmin admin;
  private final ActionCatalog actions;
  private final DocumentStore store = new DocumentStore();
  private final Samples samples;
  private final ActionRunner runner;
  private final PluginStrip strip;
  private boolean samplesRead;
  private volatile @Nullable StartFigures start;

  /**
   * Makes a workbench.
   *
   * @param services where the actions are offered
   * @param admin tells the state of plugins
   * @param samples the directory of the documents that come along
   * @param limit how long an action may take
   */
  public Workbench(PluginServices services, PluginAdmin admin, Path samples, Duration limit) {
    this.admin = admin;
    this.actions = new ActionCatalog(services);
    this.samples = new Samples(samples);
    this.runner = new ActionRunner(admin, store, limit);
    this.strip = new PluginStrip(admin, actions);
  }

  /**
   * What can be done.
   *
   * @return the same object each time
   */
  public ActionCatalog actions() {
    return actions;
  }

  /**
   * The documents at hand, the samples among them.
   *
   * @return the same object each time
   * @throws IOException if the samples can't be read
   */
  public DocumentStore store() throws IOException {
    synchronized (samples) {
      if (!samplesRead) {
        samples.addTo(store);
        samplesRead = true;
      }
    }
    return store;
  }

  /**
   * Runs actions.
   *
   * @return the same object each time
   */
  public ActionRunner runner() {
    return runner;
  }

  /**
   * What the plugins are up to.
   *
   * @return the same object each time
   */
  public PluginStrip strip() {
    return strip;
  }

  /**
   * What an operator may ask.
   *
   * @return the same object each time
   */
  public PluginAdmin admin() {
    return admin;
  }

  /**
   * What the start took.
   *
   * @return null until it was measured
   */
  public @Nullable StartFigures start() {
    return start;
  }

  /**
   * Says what the start took.
   *
   * @param figures as measured
   */
  public void start(StartFigures figures) {
    start = figures;
  }

  /** Interrupts actions that still run. */
  @Override
  public void close() {
    runner.close();
  }
}
