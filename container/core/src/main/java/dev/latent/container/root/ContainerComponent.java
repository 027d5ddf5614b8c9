package dev.latent.container.root;

import dagger.BindsInstance;
import dagger.Component;
import dev.latent.container.knowledge.Settings;
import jakarta.inject.Singleton;

/**
 * The parts of one container that lookups and operators need, put together by the first of them.
 */
@Singleton
@Component(modules = ContainerBindings.class)
interface ContainerComponent {

  /** The whole. */
  ContainerParts parts();

  /** Takes what a container begins with. */
  @Component.Factory
  interface Factory {

    /** Makes nothing yet. */
    ContainerComponent create(
        @BindsInstance ContainerOptions options,
        @BindsInstance Settings settings,
        @BindsInstance StateDirectory state,
        @BindsInstance PluginSource source);
  }
}
