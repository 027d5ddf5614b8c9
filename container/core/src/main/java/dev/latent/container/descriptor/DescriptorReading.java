package dev.latent.container.descriptor;

import dev.latent.api.admin.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading one plugin's content. Immutable.
 *
 * @param descriptor the descriptor; empty if the content can't be used as a plugin at all, then the
 *     problems say why
 * @param problems what was found wrong, in the order of the content; each names the plugin as far
 *     as it could be identified
 */
public record DescriptorReading(Optional<PluginDescriptor> descriptor, List<Problem> problems) {

  /** Makes a reading; the list is copied. */
  public DescriptorReading {
    problems = List.copyOf(problems);
  }
}
