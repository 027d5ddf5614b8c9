package dev.latent.container.runtime.osgi;

import dev.latent.api.admin.Problem;
import dev.latent.container.runtime.RuntimeEnvironment;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.connect.ConnectFrameworkFactory;
import org.osgi.framework.connect.ModuleConnector;
import org.osgi.framework.launch.Framework;

/** Boots a framework: its factory found by name, its storage taken, its settings made. */
final class FrameworkBoot {

  private final FrameworkKind kind;
  private final RuntimeEnvironment environment;

  FrameworkBoot(FrameworkKind kind, RuntimeEnvironment environment) {
    this.kind = kind;
    this.environment = environment;
  }

  /** Makes the framework ready for bundles; it is {@code STARTING}, no start level reached. */
  Framework init(StorageLock storage, ModuleConnector connector) throws BundleException {
    ConnectFrameworkFactory factory = factory();
    Map<String, String> settings = new HashMap<>(kind.properties());
    settings.put(Constants.FRAMEWORK_STORAGE, storage.directory().toString());
    settings.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "1");
    settings.put(Constants.FRAMEWORK_BOOTDELEGATION, "");
    if (!environment.hostPackages().isEmpty()) {
      settings.put(
          Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, String.join(",", environment.hostPackages()));
    }
    settings.putAll(environment.frameworkProperties());
    boolean given = settings.containsKey(Constants.FRAMEWORK_SYSTEMPACKAGES);
    SystemFacts kept = facts();
    if (kept != null && !given) {
      settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES, kept.packages());
    }
    Framework framework = initOrSetAside(factory, settings, connector, storage);
    if (kept == null) {
      SystemFacts.of(framework).write(factsFile(), factsKey());
    }
    return framework;
  }

  /** What was kept of an earlier run of this framework in this JVM for this host; null if none. */
  @Nullable SystemFacts facts() {
    return SystemFacts.read(factsFile(), factsKey());
  }

  private Path factsFile() {
    return environment.stateDirectory().resolve("osgi").resolve(kind.key() + ".facts");
  }

  /** Names the framework, the JVM and what the host adds to both. */
  String factsKey() {
    int modules = 0;
    for (Module module : ModuleLayer.boot().modules()) {
      modules += module.getName().hashCode();
    }
    return kind.key()
        + " "
        + jar()
        + " "
        + System.getProperty("java.vm.version")
        + " "
        + Integer.toHexString(modules)
        + " "
        + Integer.toHexString(environment.hostPackages().hashCode())
        + " "
        + Integer.toHexString(environment.frameworkProperties().hashCode());
  }

  /** The framework's jar and its size: found without loading a class of it. */
  private String jar() {
    URL found = environment.hostLoader().getResource(kind.factory().replace('.', '/') + ".class");
    String text = String.valueOf(found);
    int entry = text.indexOf("!/");
    if (text.startsWith("jar:file:") && entry > 0) {
      File file = new File(URI.create(text.substring("jar:".length(), entry)));
      return file.getName() + " " + file.length() + " " + file.lastModified();
    }
    return text;
  }

  private Framework initOrSetAside(
      ConnectFrameworkFactory factory,
      Map<String, String> settings,
      ModuleConnector connector,
      StorageLock storage)
      throws BundleException {
    boolean fresh = !Files.exists(storage.directory());
    try {
      return init(factory, settings, connector);
    } catch (BundleException | RuntimeException e) {
      if (fresh) {
        throw e;
      }
      try {
        Path aside = storage.setAside();
        environment
            .problems()
            .accept(
                storageProblem(
                    kind.label()
                        + " could not read its storage "
                        + storage.directory()
                        + " ("
                        + e.getMessage()
                        + "). It was moved to "
                        + aside
                        + " and begun anew; data areas of bundles are in there."));
      } catch (IOException moving) {
        e.addSuppressed(moving);
        throw e;
      }
      return init(factory, settings, connector);
    }
  }

  /** Something about the storage that people have to know. */
  static Problem storageProblem(String message) {
    return new Problem(
        "framework.storage", Problem.Severity.WARNING, "", Optional.empty(), message);
  }

  private static Framework init(
      ConnectFrameworkFactory factory, Map<String, String> settings, ModuleConnector connector)
      throws BundleException {
    Framework framework = factory.newFramework(settings, connector);
    framework.init();
    return framework;
  }

  private ConnectFrameworkFactory factory() {
    try {
      return Class.forName(kind.factory(), true, environment.hostLoader())
          .asSubclass(ConnectFrameworkFactory.class)
          .getConstructor()
          .newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          kind.label() + " can't be made: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException(kind.label() + " can't be loaded: " + e, e);
    }
  }

  /** Describes a booted framework. */
  static String describe(FrameworkKind kind, Bundle framework) {
    return kind.label() + " " + framework.getVersion();
  }
}
