package dev.latent.container.runtime.osgi;

import dev.latent.container.runtime.RuntimeEnvironment;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
    Path directory = storage.directory().getParent();
    SystemPackages packages = null;
    if (directory != null && !settings.containsKey(Constants.FRAMEWORK_SYSTEMPACKAGES)) {
      packages = new SystemPackages(directory, kind, version(factory));
      String kept = packages.read();
      if (kept != null) {
        settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES, kept);
        packages = null;
      }
    }
    Framework framework = initOrSetAside(factory, settings, connector, storage);
    if (packages != null) {
      String found = framework.getBundleContext().getProperty(Constants.FRAMEWORK_SYSTEMPACKAGES);
      if (found != null && !found.isEmpty()) {
        packages.write(found.replaceAll("\\s+", ""));
      }
    }
    return framework;
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
        System.getLogger(FrameworkBoot.class.getName())
            .log(
                System.Logger.Level.WARNING,
                kind.label()
                    + " could not read its storage "
                    + storage.directory()
                    + " ("
                    + e.getMessage()
                    + "). It was moved to "
                    + aside
                    + " and begun anew; data areas of bundles are in there.");
      } catch (IOException moving) {
        e.addSuppressed(moving);
        throw e;
      }
      return init(factory, settings, connector);
    }
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

  /** The version of a framework, from the manifest beside its classes. */
  private static String version(ConnectFrameworkFactory factory) {
    var source = factory.getClass().getProtectionDomain().getCodeSource();
    return source == null ? "" : String.valueOf(source.getLocation());
  }

  /** Describes a booted framework. */
  static String describe(FrameworkKind kind, Bundle framework) {
    return kind.label() + " " + framework.getVersion();
  }
}
