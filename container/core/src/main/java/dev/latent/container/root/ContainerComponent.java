package dev.latent.container.root;

import dagger.BindsInstance;
import dagger.Component;
import jakarta.inject.Singleton;

/** The parts of one container, put together. */
@Singleton
@Component(modules = ContainerBindings.class)
interface ContainerComponent {

  /** The whole. */
  AssembledContainer container();

  /** Takes what the host asked for. */
  @Component.Factory
  interface Factory {

    /** Makes the parts; reads settings, index and directories. */
    ContainerComponent create(@BindsInstance ContainerOptions options);
  }
}
