package dev.latent.container.finder;

import dev.latent.api.Subscription;
import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A finder without some of what it finds. */
record FilteredFinder(PluginFinder finder, Predicate<? super PluginReference> kept)
    implements PluginFinder {

  @Override
  public Optional<PluginReference> find(String location) {
    return finder.find(location).filter(kept);
  }

  @Override
  public List<PluginReference> findAll() {
    List<PluginReference> left = new ArrayList<>();
    for (PluginReference reference : finder.findAll()) {
      if (kept.test(reference)) {
        left.add(reference);
      }
    }
    return List.copyOf(left);
  }

  @Override
  public String description() {
    return RootNames.describe(finder) + ", filtered";
  }

  @Override
  public Subscription onChange(Runnable changed) {
    return finder.onChange(changed);
  }
}
