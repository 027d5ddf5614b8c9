package dev.latent.container.runtime.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one class loader knows of classes that are defined before anybody asks for them. Nothing is
 * defined early once an activation has taken the loader: a hook that comes after that must see each
 * class that is loaded after it.
 *
 * <p>Thread-safe. The lock is held while one class is defined early, and by nothing else; who takes
 * the loader waits for that, a second at most.
 */
final class EarlyDefinition {

  private static final long TAKE_SECONDS = 1;

  /** The generation of hooks that this thread defines classes early for; null if it does not. */
  private static final ThreadLocal<@Nullable Long> HERE = new ThreadLocal<>();

  private final ReentrantLock lock = new ReentrantLock();

  /** The files of classes that were defined early; guarded by the lock. */
  private final List<String> files = new ArrayList<>();

  /** The generation that they were defined for; guarded by the lock. */
  private long generation;

  private volatile boolean any;
  private volatile boolean taken;

  /** A class that must not be defined early. */
  static final class NotEarly extends ClassNotFoundException {

    private static final long serialVersionUID = 1;

    NotEarly(String name) {
      super(name + " is not to be defined before it is used");
    }
  }

  /** Defines a class, and those that it extends. */
  @FunctionalInterface
  interface Definition {
    Class<?> define() throws ClassNotFoundException;
  }

  /** Whether this thread defines classes that nobody asked for yet. */
  static boolean here() {
    return HERE.get() != null;
  }

  /** Runs what defines classes early, on this thread. */
  static void run(long generation, Runnable definitions) {
    HERE.set(generation);
    try {
      definitions.run();
    } finally {
      HERE.remove();
    }
  }

  /**
   * Defines a class early, unless the loader is taken or holds classes of another generation.
   *
   * @param file the class file, to be told when the loader is taken
   */
  Class<?> define(String name, String file, Definition definition) throws ClassNotFoundException {
    Long now = HERE.get();
    lock.lock(); // held by others for one class at most, or by this thread for a class that extends
    try {
      if (taken || now == null || (any && generation != now)) {
        throw new NotEarly(name);
      }
      generation = now;
      any = true;
      Class<?> defined = definition.define();
      files.add(file);
      return defined;
    } finally {
      lock.unlock();
    }
  }

  /** Whether classes were defined early that nobody has taken. */
  boolean isPending() {
    return any && !taken;
  }

  /**
   * Takes the loader for an activation.
   *
   * @param now the generation of hooks
   * @return the files of classes that were defined early; null if they are of another generation,
   *     or if one is being defined for too long: then another loader is needed
   */
  @Nullable List<String> take(long now) {
    if (taken) {
      return List.of();
    }
    boolean locked;
    try {
      locked = lock.tryLock(TAKE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      locked = lock.tryLock();
    }
    if (!locked) {
      return null;
    }
    try {
      if (any && generation != now) {
        return null;
      }
      taken = true;
      List<String> early = List.copyOf(files);
      files.clear();
      return early;
    } finally {
      lock.unlock();
    }
  }
}
