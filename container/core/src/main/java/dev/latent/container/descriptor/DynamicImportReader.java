package dev.latent.container.descriptor;

import java.util.ArrayList;
import java.util.List;

/** Reads clauses of {@code DynamicImport-Package} that are not in a manifest. Stateless. */
public final class DynamicImportReader {

  static final String HEADER = "DynamicImport-Package";

  private DynamicImportReader() {}

  /**
   * Reads clauses that something adds while it runs.
   *
   * @param clauses clauses as the header has them, separated by commas
   * @return one requirement for each package or pattern; none if the clauses can't be read, which a
   *     framework refuses as well
   */
  public static List<Requirement> read(String clauses) {
    List<Requirement> requirements = new ArrayList<>();
    try {
      BundleRequirements.addDynamicImports(requirements, HeaderParser.parse(HEADER, clauses));
    } catch (DescriptorFault e) {
      return List.of();
    }
    return requirements;
  }
}
