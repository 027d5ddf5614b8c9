package dev.latent.container.runtime.layer;

import dev.latent.container.finder.RegisteredPlugin;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the one module of a plugin; its files are read by its class loader alone. */
final class OneModule implements ModuleFinder {

  private final ModuleReference reference;

  OneModule(ModuleDescriptor descriptor, RegisteredPlugin plugin) {
    this.reference =
        new ModuleReference(descriptor, location(plugin)) {
          @Override
          public ModuleReader open() {
            return new FilesReader(new PluginFiles(plugin));
          }
        };
  }

  private static @Nullable URI location(RegisteredPlugin plugin) {
    Path path = plugin.reference().path().orElse(null);
    return path == null ? null : path.toUri();
  }

  @Override
  public Optional<ModuleReference> find(String name) {
    return name.equals(reference.descriptor().name()) ? Optional.of(reference) : Optional.empty();
  }

  @Override
  public Set<ModuleReference> findAll() {
    return Set.of(reference);
  }
}
