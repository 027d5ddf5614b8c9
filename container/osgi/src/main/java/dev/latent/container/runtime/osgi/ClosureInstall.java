package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginKind;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.FrameworkWiring;

/** Installs a closure and resolves it, starting nothing. Used by one thread. */
final class ClosureInstall {

  private final BootedFramework framework;
  private final Closure closure;
  private final List<Bundle> bundles = new ArrayList<>();

  ClosureInstall(BootedFramework framework, Closure closure) {
    this.framework = framework;
    this.closure = closure;
  }

  /** Installs what is missing; the bundle of the plugin that the closure is of. */
  Bundle install() {
    for (RegisteredPlugin member : closure.members()) {
      if (member.kind() == PluginKind.BUNDLE) {
        bundles.add(framework.install(member));
      }
    }
    framework.catalogue().cover(framework.environment().plugins().get(), closure.members());
    return framework.install(closure.plugin());
  }

  /** Resolves what was installed, as far as it can be resolved. */
  void resolve(Bundle target) {
    boolean resolved = true;
    for (Bundle bundle : bundles) {
      resolved &= bundle.getState() != Bundle.INSTALLED;
    }
    if (!resolved) {
      FrameworkWiring wiring = framework.context().getBundle(0).adapt(FrameworkWiring.class);
      framework.wiring().follow(closure);
      if (!wiring.resolveBundles(bundles) && target.getState() == Bundle.INSTALLED) {
        framework.wiring().without(() -> wiring.resolveBundles(bundles));
      }
    }
  }

  /** Does both; the bundle, or null if it can't be resolved. */
  @Nullable Bundle resolved() {
    Bundle target = install();
    resolve(target);
    return target.getState() == Bundle.INSTALLED ? null : target;
  }
}
