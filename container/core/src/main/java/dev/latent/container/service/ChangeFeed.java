package dev.latent.container.service;

import dev.latent.api.PluginServices;
import dev.latent.api.ServiceChange;
import dev.latent.api.ServiceHandle;
import dev.latent.api.Subscription;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells listeners and bridges which services come, change and go. Holds no lock while it does. */
final class ChangeFeed {

  private final CopyOnWriteArrayList<TypeListener<?>> listeners = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<BridgeListener> bridges = new CopyOnWriteArrayList<>();

  private record TypeListener<T>(
      Class<T> type, String typeName, CallerServices caller, Consumer<ServiceChange<T>> listener) {

    void tell(ServiceChange.Kind kind, ServiceEntry entry) {
      ServiceHandle<T> handle = new CatalogHandle<>(caller, type, typeName, entry);
      listener.accept(new ServiceChange<>(kind, handle));
    }
  }

  <T> Subscription listen(
      Class<T> type, String typeName, CallerServices caller, Consumer<ServiceChange<T>> listener) {
    TypeListener<T> added = new TypeListener<>(type, typeName, caller, listener);
    listeners.add(added);
    return () -> listeners.remove(added);
  }

  Subscription listen(BridgeListener listener) {
    bridges.add(listener);
    return () -> bridges.remove(listener);
  }

  boolean heard() {
    return !listeners.isEmpty() || !bridges.isEmpty();
  }

  void tell(ServiceChange.Kind kind, ServiceEntry entry, boolean bridged) {
    if (!heard()) {
      return;
    }
    if (bridged && !bridges.isEmpty()) {
      CatalogBridgedService service = CatalogBridgedService.of(entry);
      for (BridgeListener bridge : bridges) {
        try {
          bridge.changed(kind, service);
        } catch (Throwable e) { // one listener must not keep the others from hearing
          report(e);
        }
      }
      if (kind == ServiceChange.Kind.REMOVED) {
        entry.bridged(null);
      }
    }
    for (TypeListener<?> listener : listeners) {
      if (listener.caller.sees(entry) && entry.types().contains(listener.typeName)) {
        try {
          listener.tell(kind, entry);
        } catch (Throwable e) { // as above
          report(e);
        }
      }
    }
  }

  void removeAll(PluginServices caller) {
    for (TypeListener<?> listener : listeners) {
      if (listener.caller.whole() == caller) {
        listeners.remove(listener);
      }
    }
  }

  void clear() {
    listeners.clear();
    bridges.clear();
  }

  private static void report(Throwable error) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
  }
}
