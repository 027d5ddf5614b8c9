package dev.latent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes that the rules look at, read once, with a guard that they were really found. */
final class Classes {

  /** All production classes of the artefacts that hosts get. */
  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/dagger/"))
          .importPackages("dev.latent.api", "dev.latent.container");

  private Classes() {}

  /** Fails where a package has fewer classes than it had when the rule was written. */
  static void assertLookedAt(String packageName, int atLeast) {
    long found = ALL.stream().filter(type -> type.getPackageName().equals(packageName)).count();
    assertThat(found)
        .as("classes of %s that the rules looked at", packageName)
        .isGreaterThanOrEqualTo(atLeast);
  }
}
