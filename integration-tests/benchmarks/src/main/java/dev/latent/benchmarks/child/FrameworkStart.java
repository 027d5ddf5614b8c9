package dev.latent.benchmarks.child;

import gen.api.Work;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The OSGi framework on the class path, by itself, with all plugins installed and started. */
final class FrameworkStart extends StartSequence {

  private static final long STOP_LIMIT_MILLIS = 30_000;

  private @Nullable Framework framework;
  private @Nullable BundleContext context;

  private FrameworkStart() {}

  public static void main(String[] args) {
    new FrameworkStart().run(args);
  }

  @Override
  void open(Path plugins, Path state, boolean prepare) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put(Constants.FRAMEWORK_STORAGE, state.toString());
    settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "gen.api;version=1.0");
    FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).iterator().next();
    Framework opened = factory.newFramework(settings);
    framework = opened;
    // Returns when all bundles that were started before are active again.
    opened.start();
    BundleContext system = opened.getBundleContext();
    context = system;
    if (prepare) {
      install(plugins, system);
    }
  }

  private static void install(Path plugins, BundleContext context) throws Exception {
    File[] jars = plugins.toFile().listFiles();
    if (jars == null) {
      throw new IllegalStateException("No plugins in " + plugins);
    }
    Arrays.sort(jars);
    List<Bundle> bundles = new ArrayList<>();
    for (File jar : jars) {
      bundles.add(context.installBundle(jar.toURI().toString()));
    }
    for (Bundle bundle : bundles) {
      bundle.start();
    }
  }

  @Override
  Work find(String plugin) throws Exception {
    BundleContext system = context;
    if (system == null) {
      throw new IllegalStateException("The framework was not started");
    }
    ServiceReference<?>[] found =
        system.getServiceReferences(Work.class.getName(), "(plugin=" + plugin + ")");
    if (found == null || found.length != 1) {
      throw new IllegalStateException("Not one service of plugin " + plugin);
    }
    Object service = system.getService(found[0]);
    if (service == null) {
      throw new IllegalStateException("The service of plugin " + plugin + " is gone");
    }
    return (Work) service;
  }

  @Override
  void close() throws Exception {
    Framework opened = framework;
    if (opened != null) {
      opened.stop();
      opened.waitForStop(STOP_LIMIT_MILLIS);
    }
  }
}
