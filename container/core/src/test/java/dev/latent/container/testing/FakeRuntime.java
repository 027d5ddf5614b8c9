package dev.latent.container.testing;

import dev.latent.api.PluginKind;
import dev.latent.api.ServiceInstance;
import dev.latent.api.Warmth;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.ActivationRequest;
import dev.latent.container.runtime.PluginRuntime;
import dev.latent.container.runtime.Preparation;
import dev.latent.container.runtime.RunningPlugin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A runtime whose plugins are objects of the test; it writes down what it was told to do. */
public final class FakeRuntime implements PluginRuntime {

  /** What a plugin does when it starts; what it registers it puts into {@code running}. */
  @FunctionalInterface
  public interface Start {
    void start(ActivationRequest request, Running running) throws Exception;
  }

  private final Map<RegisteredPlugin, Start> starts = new ConcurrentHashMap<>();
  private final PluginKind kind;

  /** What happened, in order: {@code start acme.pdf 2.1.0}, {@code stop acme.pdf 2.1.0}. */
  public final List<String> log = new CopyOnWriteArrayList<>();

  public FakeRuntime(PluginKind kind) {
    this.kind = kind;
  }

  public FakeRuntime on(RegisteredPlugin plugin, Start start) {
    starts.put(plugin, start);
    return this;
  }

  /** A plugin that registers one object for all that it offers. */
  public FakeRuntime on(RegisteredPlugin plugin, Object service) {
    return on(plugin, (request, running) -> running.provide(service));
  }

  @Override
  public PluginKind kind() {
    return kind;
  }

  @Override
  public String description() {
    return "objects of a test";
  }

  @Override
  public void boot() {
    log.add("boot");
  }

  @Override
  public Warmth prepare(Preparation preparation) {
    return Warmth.COLD;
  }

  @Override
  public Warmth discard(RegisteredPlugin plugin, Warmth level) {
    return Warmth.COLD;
  }

  @Override
  public RunningPlugin activate(ActivationRequest request) {
    log.add("start " + request.plugin().id());
    Running running = new Running(request.plugin(), log);
    Start start = starts.get(request.plugin());
    if (start != null) {
      request.timer().begin("start");
      try {
        start.start(request, running);
      } catch (Exception e) {
        throw sneaky(e);
      }
    }
    return running;
  }

  @SuppressWarnings("unchecked") // throws a checked exception as it is, as plugins' code may
  private static <E extends Throwable> RuntimeException sneaky(Throwable error) throws E {
    throw (E) error;
  }

  @Override
  public void close(Duration limit) {
    log.add("close");
  }

  /** A running plugin of the fake runtime. */
  public static final class Running implements RunningPlugin {

    private final RegisteredPlugin plugin;
    private final List<String> log;
    private volatile @Nullable Object service;
    private volatile @Nullable Runnable onStop;
    private volatile @Nullable Supplier<Object> provider;
    private volatile @Nullable ClassLoader loader;

    Running(RegisteredPlugin plugin, List<String> log) {
      this.plugin = plugin;
      this.log = log;
    }

    public void provide(@Nullable Object object) {
      service = object;
    }

    /** Lets code give the service each time. */
    public void provider(Supplier<Object> code) {
      provider = code;
    }

    public void onStop(Runnable code) {
      onStop = code;
    }

    public void loader(ClassLoader own) {
      loader = own;
    }

    @Override
    public @Nullable ClassLoader loader() {
      return loader;
    }

    @Override
    public @Nullable Object service(ServiceOffer offer) {
      Supplier<Object> code = provider;
      Object known = code == null ? service : code.get();
      return known instanceof Map<?, ?> byType ? byType.get(offer.types().get(0)) : known;
    }

    @Override
    public @Nullable ServiceInstance<Object> instance(ServiceOffer offer) {
      Object shared = service(offer);
      if (shared == null) {
        return null;
      }
      return new ServiceInstance<>() {
        @Override
        public Object get() {
          return shared;
        }

        @Override
        public void close() {
          log.add("give back " + plugin.id());
        }
      };
    }

    @Override
    public List<String> stop(Duration limit) {
      log.add("stop " + plugin.id());
      Runnable code = onStop;
      if (code != null) {
        code.run();
      }
      return List.of();
    }
  }
}
