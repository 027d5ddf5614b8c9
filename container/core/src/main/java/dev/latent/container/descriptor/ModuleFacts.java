package dev.latent.container.descriptor;

import dev.latent.api.PluginVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code module-info} says, or what stands in for it in an automatic module. Immutable.
 *
 * @param name the module name
 * @param version the version in {@code module-info}, if any
 * @param automatic whether there is no {@code module-info}
 * @param open whether all packages are open
 * @param requires the modules that it requires, {@code java.base} left out
 * @param exports the packages that it exports
 * @param opens the packages that it opens
 * @param uses the service types that it uses
 * @param provides the services that it provides
 * @param packages all its packages
 * @param mainClass the main class, if any
 */
public record ModuleFacts(
    String name,
    Optional<String> version,
    boolean automatic,
    boolean open,
    List<Requires> requires,
    List<Exports> exports,
    List<Exports> opens,
    List<String> uses,
    List<Provides> provides,
    Set<String> packages,
    Optional<String> mainClass) {

  /**
   * A required module.
   *
   * @param module its name
   * @param isStatic whether it is optional at run time
   * @param isTransitive whether those that read this module read it too
   * @param compiledVersion the version recorded at compile time, if any
   */
  public record Requires(
      String module,
      boolean isStatic,
      boolean isTransitive,
      Optional<PluginVersion> compiledVersion) {}

  /**
   * An exported or opened package.
   *
   * @param packageName the package
   * @param targets the modules it is exported to; empty for all
   */
  public record Exports(String packageName, List<String> targets) {}

  /**
   * A provided service.
   *
   * @param service the service type
   * @param providers the provider classes, in order
   */
  public record Provides(String service, List<String> providers) {}
}
