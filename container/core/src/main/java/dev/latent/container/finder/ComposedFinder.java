package dev.latent.container.finder;

import dev.latent.api.Subscription;
import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Several finders as one; of equal locations that of the first counts. Immutable. */
final class ComposedFinder implements PluginFinder {

  private final List<PluginFinder> finders;

  ComposedFinder(List<PluginFinder> finders) {
    this.finders = List.copyOf(finders);
  }

  @Override
  public Optional<PluginReference> find(String location) {
    for (PluginFinder finder : finders) {
      Optional<PluginReference> found = finder.find(location);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  @Override
  public List<PluginReference> findAll() {
    List<PluginReference> all = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (PluginFinder finder : finders) {
      for (PluginReference found : finder.findAll()) {
        if (seen.add(found.location())) {
          all.add(found);
        }
      }
    }
    return List.copyOf(all);
  }

  @Override
  public String description() {
    List<String> names = new ArrayList<>(finders.size());
    for (PluginFinder finder : finders) {
      names.add(RootNames.describe(finder));
    }
    return String.join(", then ", names);
  }

  @Override
  public Subscription onChange(Runnable changed) {
    List<Subscription> all = new ArrayList<>(finders.size());
    for (PluginFinder finder : finders) {
      all.add(finder.onChange(changed));
    }
    return () -> all.forEach(Subscription::close);
  }
}
