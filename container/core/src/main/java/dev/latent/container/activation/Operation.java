package dev.latent.container.activation;

import dev.latent.api.ActivationException;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.runtime.StackPlace;
import dev.latent.container.runtime.StepTimer;
import dev.latent.container.runtime.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One activation or one stop of one plugin, on one thread, from its begin to its end. Others can
 * wait for it and see who does it, since when, and what.
 */
public final class Operation implements Work {

  /** What is done. */
  public enum Kind {
    /** The plugin is activated. */
    ACTIVATE,
    /** The plugin is stopped. */
    STOP
  }

  private final Kind kind;
  private final RegisteredPlugin plugin;
  private final ActivationCause cause;
  private final @Nullable Work around;
  private final long begun;
  private final StepTimer timer = new StepTimer();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile Thread owner;
  private volatile @Nullable RunningPlugin early;
  private volatile @Nullable RunningPlugin result;
  private volatile @Nullable ActivationException failure;
  private volatile List<RegisteredPlugin> members = List.of();
  private volatile boolean outdated;

  Operation(
      Kind kind,
      RegisteredPlugin plugin,
      ActivationCause cause,
      @Nullable Work around,
      Thread owner,
      long begun) {
    this.kind = kind;
    this.plugin = plugin;
    this.cause = cause;
    this.around = around;
    this.owner = owner;
    this.begun = begun;
  }

  Kind kind() {
    return kind;
  }

  RegisteredPlugin plugin() {
    return plugin;
  }

  ActivationCause cause() {
    return cause;
  }

  @Override
  public @Nullable Work outer() {
    return around;
  }

  /** The activation or stop around this one, whatever is between them. */
  @Nullable Operation outerOperation() {
    Work at = around;
    while (at != null && !(at instanceof Operation)) {
      at = at.outer();
    }
    return (Operation) at;
  }

  @Override
  public String name() {
    return (kind == Kind.ACTIVATE ? "activation of " : "stop of ") + plugin.id();
  }

  @Override
  public String line() {
    return plugin.id() + ", by thread '" + owner.getName() + "', for " + cause.request();
  }

  StepTimer timer() {
    return timer;
  }

  CountDownLatch done() {
    return done;
  }

  @Override
  public Thread owner() {
    return owner;
  }

  /** A stop is begun by the thread that asks for it, and done by one that can be given up. */
  void handTo(Thread thread) {
    owner = thread;
  }

  @Nullable RunningPlugin early() {
    return early;
  }

  void early(RunningPlugin running) {
    early = running;
  }

  void succeeded(RunningPlugin running) {
    result = running;
  }

  void failed(ActivationException error) {
    failure = error;
  }

  /** The plugins that this activation is over. */
  List<RegisteredPlugin> members() {
    return members;
  }

  void members(List<RegisteredPlugin> over) {
    members = over;
  }

  /** Whether one of them left meanwhile, so that whoever waited has to look again. */
  boolean outdated() {
    return outdated;
  }

  void outdate() {
    outdated = true;
  }

  @Nullable RunningPlugin result() {
    return result;
  }

  @Nullable ActivationException failure() {
    return failure;
  }

  /** Why this is done: one line each, the outermost cause first. */
  List<String> chain() {
    List<String> lines = new ArrayList<>();
    for (Operation at = this; at != null; at = at.outerOperation()) {
      lines.add(
          at.cause.request()
              + (at.kind == Kind.ACTIVATE ? " activated " : " stopped ")
              + at.plugin.id());
    }
    Collections.reverse(lines);
    return List.copyOf(lines);
  }

  /** Says who does it, since when, and what. */
  String describe(long now) {
    Thread thread = owner;
    StringBuilder text = new StringBuilder();
    text.append(plugin.id())
        .append(kind == Kind.ACTIVATE ? " is being activated" : " is being stopped")
        .append(" by thread '")
        .append(thread.getName())
        .append("' since ")
        .append((now - begun) / 1_000_000)
        .append(" ms");
    String step = timer.current();
    if (!step.isEmpty()) {
      text.append(", in step ").append(step);
    }
    text.append(", because of ").append(cause.request());
    String place = StackPlace.of(thread);
    if (!place.isEmpty()) {
      text.append("; the thread is at ").append(place);
    }
    return text.toString();
  }
}
