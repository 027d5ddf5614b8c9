package dev.latent.container.runtime.layer;

import dev.latent.api.ActivationException;
import dev.latent.api.PluginActivator;
import dev.latent.api.ServiceInstance;
import dev.latent.container.descriptor.ModuleFacts;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.LeftBehind;
import dev.latent.container.runtime.RunningPlugin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An active layer plugin. Makes each of its services when it is asked for first. Thread-safe; calls
 * code of the plugin with no lock held and with the plugin's loader as context class loader.
 */
final class LayerPlugin implements RunningPlugin {

  private static final String ACTIVATOR = PluginActivator.class.getName();

  private final PluginLayer layer;
  private final ProviderMaker maker;
  private final LayerRuntime runtime;
  private final Map<ServiceOffer, ServiceSlot> slots = new ConcurrentHashMap<>();
  private final ArrayDeque<Started> started = new ArrayDeque<>();
  private volatile @Nullable LayerContext context;
  private final AtomicBoolean stopped = new AtomicBoolean();

  /** What its start and the making of its first service loaded. */
  private final Collection<String> startClasses = new ConcurrentLinkedQueue<>();

  /** How many instances for one user were not given back. */
  private final AtomicInteger out = new AtomicInteger();

  private record Started(PluginActivator activator, LayerContext context) {}

  LayerPlugin(PluginLayer layer, ProviderMaker maker, LayerRuntime runtime) {
    this.layer = layer;
    this.maker = maker;
    this.runtime = runtime;
    layer.loader().record(startClasses);
  }

  RegisteredPlugin plugin() {
    return layer.plugin();
  }

  /**
   * Starts the activators that the plugin provides, in order.
   *
   * @throws ActivationException if one fails; those before it are stopped then
   */
  void start(LayerContext context, Duration stopLimit) {
    this.context = context;
    for (ModuleFacts.Provides provides : plugin().descriptor().module().provides()) {
      if (provides.service().equals(ACTIVATOR)) {
        for (String provider : provides.providers()) {
          start(provider, context, stopLimit);
        }
      }
    }
  }

  private void start(String provider, LayerContext context, Duration stopLimit) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      PluginActivator activator = (PluginActivator) maker.make(ACTIVATOR, provider);
      thread.setContextClassLoader(layer.loader());
      started.push(new Started(activator, context));
      activator.start(context);
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        thread.interrupt();
      }
      thread.setContextClassLoader(before);
      List<String> leftBehind = stop(stopLimit);
      ActivationException failure =
          e instanceof ActivationException known ? known : maker.startFailed(provider, e);
      for (String left : leftBehind) {
        failure.addSuppressed(new IllegalStateException(left));
      }
      throw failure;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public @Nullable Object service(ServiceOffer offer) {
    requireRunning();
    String provider = providerOf(offer);
    if (provider == null) {
      return null;
    }
    ServiceSlot slot = slots.get(offer);
    if (slot == null) {
      ServiceSlot made = runtime.slot(plugin().id(), provider);
      slot = slots.putIfAbsent(offer, made);
      if (slot == null) {
        slot = made;
      }
    }
    Object made = slot.get(new Making(maker, offer.types().get(0), provider));
    layer.loader().endRecord();
    return made;
  }

  @Override
  public @Nullable ServiceInstance<Object> instance(ServiceOffer offer) {
    requireRunning();
    String provider = providerOf(offer);
    if (provider == null) {
      return null;
    }
    boolean prototype = offer.scope().equals("prototype");
    Object object = prototype ? maker.make(offer.types().get(0), provider) : service(offer);
    if (object == null) {
      return null;
    }
    if (prototype) {
      out.incrementAndGet();
    }
    return new Instance(object, prototype, out);
  }

  /** A class and no lambda: the first lookup waits for it. */
  private record Making(ProviderMaker maker, String type, String provider)
      implements Supplier<Object> {

    @Override
    public Object get() {
      return maker.make(type, provider);
    }
  }

  /** An instance for one user; what can be closed is closed when the user gives it back. */
  private static final class Instance implements ServiceInstance<Object> {

    private final Object object;
    private final boolean own;
    private final AtomicInteger out;
    private final AtomicBoolean closed = new AtomicBoolean();

    Instance(Object object, boolean own, AtomicInteger out) {
      this.object = object;
      this.own = own;
      this.out = out;
    }

    @Override
    public Object get() {
      return object;
    }

    @Override
    public void close() {
      if (!own || !closed.compareAndSet(false, true)) {
        return;
      }
      out.decrementAndGet();
      if (object instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException("Closing " + object.getClass().getName() + " failed", e);
        }
      }
    }
  }

  @Override
  public List<String> startClasses() {
    return List.copyOf(startClasses);
  }

  @Override
  public boolean busy() {
    return out.get() > 0 || leftBehind().anyThread();
  }

  private LeftBehind leftBehind() {
    ClassLoader loader = layer.loader();
    return new LeftBehind(plugin().id(), loader, stack -> firstOf(loader, stack));
  }

  /** The innermost call of a class of a loader, which frames name by the loader's name. */
  private static @Nullable StackTraceElement firstOf(
      ClassLoader loader, StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (String.valueOf(loader.getName()).equals(frame.getClassLoaderName())) {
        return frame;
      }
    }
    return null;
  }

  private void requireRunning() {
    if (stopped.get()) {
      throw new ActivationException(
          plugin().id(),
          "Plugin "
              + plugin().id()
              + " was stopped. Look the service up again, which activates it anew.",
          null);
    }
  }

  /** The class behind an offer: the one that it names, else the one that the module provides. */
  private @Nullable String providerOf(ServiceOffer offer) {
    if (offer.provider().isPresent()) {
      return offer.provider().get();
    }
    for (ModuleFacts.Provides provides : plugin().descriptor().module().provides()) {
      if (offer.types().contains(provides.service()) && !provides.providers().isEmpty()) {
        return provides.providers().get(0);
      }
    }
    return null;
  }

  @Override
  public List<String> stop(Duration limit) {
    if (!stopped.compareAndSet(false, true)) {
      return List.of();
    }
    List<String> leftBehind = new ArrayList<>();
    List<Thread> stuck = new ArrayList<>();
    long end = System.nanoTime() + limit.toNanos();
    for (Started one = started.poll(); one != null; one = started.poll()) {
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      WatchedStop stop = new WatchedStop(layer, one.activator(), one.context());
      String wrong = stop.run(left, limit);
      if (wrong != null) {
        leftBehind.add(wrong);
      }
      if (stop.isRunning()) {
        stuck.add(stop.thread());
      }
    }
    slots.clear();
    LayerContext used = context;
    Path directory = used == null ? null : used.askedDirectory();
    leftBehind.addAll(leftBehind().find(stuck, directory == null ? List.of() : List.of(directory)));
    runtime.stopped(this, layer);
    return leftBehind;
  }
}
