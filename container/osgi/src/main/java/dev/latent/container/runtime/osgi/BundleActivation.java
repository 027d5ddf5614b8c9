package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginException;
import dev.latent.api.ResolutionException;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.ActivationRequest;
import dev.latent.container.runtime.RunningPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleRevision;

/** One activation of a bundle: its closure installed, resolved, and what must run started. */
final class BundleActivation {

  private final BootedFramework framework;
  private final ActivationRequest request;
  private final RegisteredPlugin plugin;

  BundleActivation(BootedFramework framework, ActivationRequest request) {
    this.framework = framework;
    this.request = request;
    this.plugin = request.plugin();
  }

  /** Does all of it. */
  RunningPlugin run() {
    Bundle bundle = installAndResolve();
    request.timer().begin("start");
    for (Prerequisites.Needed needed : new Prerequisites(request, plugins()).inOrder()) {
      if (needed.lazily()) {
        startLazily(needed.plugin());
      } else {
        request.activateFirst(needed.plugin(), needed.reason());
      }
    }
    RunningBundle running = new RunningBundle(framework, plugin, bundle);
    request.early(running);
    try {
      if (!isFragment(bundle)) {
        framework.start(plugin, bundle);
      }
    } catch (BundleException e) {
      throw new StartFailure(plugin, plugins()).explain(e);
    } catch (LinkageError e) {
      throw new StartFailure(plugin, plugins()).explain(e);
    }
    request.timer().end();
    return running;
  }

  /** Installs what is missing of the closure and resolves it; starts nothing. */
  Bundle installAndResolve() {
    request.timer().begin("find");
    ClosureInstall closure = new ClosureInstall(framework, request.closure());
    Bundle target = closure.install();
    request.timer().begin("resolve");
    closure.resolve(target);
    if (target.getState() == Bundle.INSTALLED) {
      throw unresolved(target);
    }
    request.timer().end();
    return target;
  }

  private PluginException unresolved(Bundle target) {
    BundleException why = null;
    try {
      // Starting a bundle that can't be resolved runs none of its code and says what is missing.
      target.start(Bundle.START_TRANSIENT);
    } catch (BundleException e) {
      why = e;
    }
    if (why != null && why.getType() != BundleException.RESOLVE_ERROR) {
      return new StartFailure(plugin, plugins()).explain(why);
    }
    return new ResolutionException(
        plugin.id(),
        "Plugin "
            + plugin.id()
            + " can't be resolved by "
            + framework.description()
            + (why == null ? "." : ": " + Words.oneLine(String.valueOf(why.getMessage())))
            + " Put what is missing into a plugin directory, or let the host export it.",
        why);
  }

  /** Lets a member run when its first class is loaded, as its lazy policy asks. */
  private void startLazily(RegisteredPlugin member) {
    Bundle bundle = framework.bundleOf(member);
    if (bundle == null || bundle.getState() != Bundle.RESOLVED) {
      return;
    }
    try {
      bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
    } catch (BundleException e) {
      throw new StartFailure(member, plugins()).explain(e);
    }
  }

  private PluginSet plugins() {
    return framework.environment().plugins().get();
  }

  static boolean isFragment(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  /** Whether a bundle asks to be started by the first use of a class. */
  static boolean isLazy(PluginDescriptor descriptor) {
    @Nullable String policy = descriptor.headers().get("Bundle-ActivationPolicy");
    return policy != null && policy.trim().startsWith("lazy");
  }
}
