package dev.latent.benchmarks.child;

import gen.api.Work;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.ServiceLoader;

/** All plugins on the class path; a provider is chosen by the name of its type. */
final class ServiceLoaderStart extends StartSequence {

  private final ServiceLoader<Work> loader = ServiceLoader.load(Work.class);

  private ServiceLoaderStart() {}

  public static void main(String[] args) {
    new ServiceLoaderStart().run(args);
  }

  @Override
  void open(Path plugins, Path state, boolean prepare) {}

  @Override
  Work find(String plugin) {
    String type = plugin + ".Provider0";
    Iterator<ServiceLoader.Provider<Work>> providers = loader.stream().iterator();
    while (providers.hasNext()) {
      ServiceLoader.Provider<Work> provider = providers.next();
      if (provider.type().getName().equals(type)) {
        return provider.get();
      }
    }
    throw new IllegalStateException("No provider of type " + type + " on the class path");
  }

  @Override
  void close() {}
}
