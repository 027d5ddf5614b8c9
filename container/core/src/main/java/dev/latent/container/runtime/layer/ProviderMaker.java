package dev.latent.container.runtime.layer;

import dev.latent.api.ActivationException;
import dev.latent.api.CircularActivationException;
import dev.latent.api.PluginId;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.LinkageDiagnosis;
import dev.latent.container.runtime.RuntimeEnvironment;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes provider objects of a plugin by the rules of {@code ServiceLoader}: a static method {@code
 * provider} in an explicit module, else the public constructor without parameters. Calls code of
 * the plugin with no lock held.
 */
final class ProviderMaker {

  private final PluginLayer layer;
  private final Closure closure;
  private final RuntimeEnvironment environment;

  ProviderMaker(PluginLayer layer, Closure closure, RuntimeEnvironment environment) {
    this.layer = layer;
    this.closure = closure;
    this.environment = environment;
  }

  /**
   * Makes a provider.
   *
   * @param service the service type
   * @param provider the provider class
   * @return a new object, or what the static method gives
   * @throws ActivationException if it can't be made; says why and what to do
   */
  Object make(String service, String provider) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(layer.loader());
    try {
      return makeWithContext(service, provider);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Object makeWithContext(String service, String provider) {
    Class<?> type = load(service, service, provider);
    Class<?> providerClass = load(provider, service, provider);
    if (!Modifier.isPublic(providerClass.getModifiers())) {
      throw failed(service, provider, "it is not public", "Make the class public.", null);
    }
    openToContainer(providerClass);
    Method method = layer.module().getDescriptor().isAutomatic() ? null : method(providerClass);
    if (method != null) {
      if (!type.isAssignableFrom(method.getReturnType())) {
        throw failed(
            service,
            provider,
            "its method provider() returns "
                + method.getReturnType().getName()
                + ", which is not a "
                + service
                + wrongCopy(method.getReturnType(), service),
            "Let it return the service type or a subtype.",
            null);
      }
      Object made = call(service, provider, method);
      if (made == null) {
        throw failed(
            service,
            provider,
            "its method provider() returned null",
            "Let it return an object.",
            null);
      }
      return made;
    }
    if (!type.isAssignableFrom(providerClass)) {
      throw failed(
          service,
          provider,
          "it is not a " + service + wrongCopy(providerClass, service),
          "Implement the service type, or correct the provides clause.",
          null);
    }
    if (Modifier.isAbstract(providerClass.getModifiers())) {
      throw failed(
          service,
          provider,
          providerClass.isInterface() ? "it is an interface" : "it is abstract",
          "Name a concrete class, or add a public static method provider().",
          null);
    }
    Constructor<?> constructor = constructor(service, provider, providerClass);
    Object made = call(service, provider, constructor);
    return Objects.requireNonNull(made, "a constructor gives an object");
  }

  /** Says that an activator's start failed. */
  ActivationException startFailed(String activator, Throwable cause) {
    PluginId id = layer.plugin().id();
    return new ActivationException(
        id,
        "Plugin "
            + id
            + ": its activator "
            + activator
            + " failed to start with "
            + cause
            + ". "
            + diagnosis(cause, ""),
        cause);
  }

  private Class<?> load(String name, String service, String provider) {
    try {
      return Class.forName(name, false, layer.loader());
    } catch (ClassNotFoundException e) {
      boolean ofProvider = name.equals(provider);
      throw failed(
          service,
          provider,
          ofProvider ? "there is no such class in the plugin" : "the service type is not visible",
          ofProvider
              ? diagnosis(e, "Correct the descriptor, or build the jar again.")
              : diagnosis(e, "Require the module that has it, or let the host export its package."),
          e);
    } catch (LinkageError e) {
      throw failed(service, provider, "loading it failed with " + e, diagnosis(e, ""), e);
    }
  }

  private void openToContainer(Class<?> providerClass) {
    Module module = providerClass.getModule();
    if (module.equals(layer.module())) {
      layer
          .controller()
          .addOpens(module, providerClass.getPackageName(), ProviderMaker.class.getModule());
    }
  }

  private @Nullable Method method(Class<?> providerClass) {
    try {
      Method method = providerClass.getMethod("provider");
      return Modifier.isStatic(method.getModifiers())
              && method.getDeclaringClass().equals(providerClass)
          ? method
          : null;
    } catch (NoSuchMethodException none) {
      return null;
    } catch (LinkageError e) {
      String provider = providerClass.getName();
      throw failed(provider, provider, "linking it failed with " + e, diagnosis(e, ""), e);
    }
  }

  private Constructor<?> constructor(String service, String provider, Class<?> providerClass) {
    try {
      return providerClass.getConstructor();
    } catch (NoSuchMethodException e) {
      throw failed(
          service,
          provider,
          "it has no public constructor without parameters",
          "Add one, or a public static method provider().",
          e);
    } catch (LinkageError e) {
      throw failed(service, provider, "linking it failed with " + e, diagnosis(e, ""), e);
    }
  }

  private @Nullable Object call(String service, String provider, Executable code) {
    try {
      return code instanceof Method method
          ? method.invoke(null)
          : ((Constructor<?>) code).newInstance();
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof CircularActivationException circle) {
        throw circle;
      }
      if (cause instanceof OutOfMemoryError fatal) {
        throw fatal;
      }
      throw failed(service, provider, "its code failed with " + cause, diagnosis(cause, ""), cause);
    } catch (ReflectiveOperationException e) {
      throw failed(
          service, provider, "it can't be made: " + e, "Make class and constructor public.", e);
    } catch (LinkageError e) {
      throw failed(service, provider, "its code failed with " + e, diagnosis(e, ""), e);
    }
  }

  private String diagnosis(Throwable error, String otherwise) {
    String words =
        LinkageDiagnosis.of(error, layer.plugin(), closure.members(), environment.plugins().get());
    if (!words.isEmpty()) {
      return words;
    }
    return otherwise.isEmpty() ? "The cause says where; repair the plugin." : otherwise;
  }

  /** Says so where a class implements another copy of the service type. */
  private static String wrongCopy(Class<?> actual, String service) {
    for (Class<?> at = actual; at != null; at = at.getSuperclass()) {
      if (at.getName().equals(service)) {
        return copyWords(at);
      }
      for (Class<?> implemented : at.getInterfaces()) {
        if (implemented.getName().equals(service)) {
          return copyWords(implemented);
        }
      }
    }
    return "";
  }

  private static String copyWords(Class<?> copy) {
    return " but of another copy of it, from " + copy.getClassLoader();
  }

  private ActivationException failed(
      String service, String provider, String why, String whatToDo, @Nullable Throwable cause) {
    PluginId id = layer.plugin().id();
    return new ActivationException(
        id,
        "Plugin "
            + id
            + ": provider "
            + provider
            + " of service "
            + service
            + " can't be used: "
            + why
            + ". "
            + whatToDo,
        cause);
  }
}
