package dev.latent.container.descriptor;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the classes that a descriptor names: whether they are there, whether this JVM can load
 * them, and whether they are public. Looks at the first bytes of the class files and loads none.
 */
final class ClassChecks {

  private static final int CLASS_FILE_OF_JAVA_1 = 44;

  private final PluginContent content;
  private final PluginClassPath classPath;
  private final int javaRelease;
  private final Findings findings;
  private final Set<String> checked = new HashSet<>();
  private boolean tooNewSaid;

  ClassChecks(
      PluginContent content, PluginClassPath classPath, int javaRelease, Findings findings) {
    this.content = content;
    this.classPath = classPath;
    this.javaRelease = javaRelease;
    this.findings = findings;
  }

  /** Checks all that a plugin names. */
  void check(
      Map<String, String> headers,
      List<Requirement> requirements,
      List<ComponentDescription> components,
      List<ServiceOffer> offers) {
    String activator = headers.get("Bundle-Activator");
    if (activator != null) {
      check(activator.trim(), ManifestReader.ENTRY + ", header Bundle-Activator", requirements);
    }
    for (ComponentDescription component : components) {
      check(component.implementation(), component.where(), requirements);
    }
    for (ServiceOffer offer : offers) {
      if (offer.provider().isPresent()) {
        check(offer.provider().get(), offer.where(), requirements);
      }
    }
  }

  private void check(String className, String where, List<Requirement> requirements) {
    if (!checked.add(className)) {
      return;
    }
    try {
      byte[] bytes =
          classPath.read(
              className.replace('.', '/') + ".class", PluginContent.CLASS_LIMIT, findings);
      if (bytes == null) {
        if (!mayComeFromElsewhere(className, requirements)) {
          findings.error("provider.class-missing", missing(className, where));
        }
        return;
      }
      check(className, where, ClassFile.read(bytes));
    } catch (DescriptorFault e) {
      findings.error(e);
    }
  }

  private void check(String className, String where, @Nullable ClassFile classFile) {
    if (classFile == null) {
      findings.error(
          "provider.class-broken",
          where
              + " names "
              + className
              + ", whose class file is damaged. Build or download the jar again.");
    } else if (classFile.majorVersion() > javaRelease + CLASS_FILE_OF_JAVA_1) {
      tooNew(className, where, classFile);
    } else if (!classFile.isPublic()) {
      findings.error(
          "provider.not-public",
          where
              + " names "
              + className
              + ", which is not public, so that nothing outside of its package can make one. Make"
              + " the class public.");
    }
  }

  /** Said for the first class only: a jar is compiled for one release as a rule. */
  private void tooNew(String className, String where, ClassFile classFile) {
    if (!tooNewSaid) {
      tooNewSaid = true;
      findings.error(
          "class-version.too-new",
          where
              + " names "
              + className
              + ", which was compiled for Java "
              + classFile.javaRelease()
              + "; this is Java "
              + javaRelease
              + ". Run on Java "
              + classFile.javaRelease()
              + " or later, or put a build for an older Java here.");
    }
  }

  private String missing(String className, String where) {
    String nearest = nearest(className);
    return where
        + " names the class "
        + className
        + ", which the jar does not have"
        + (nearest.isEmpty() ? "" : "; it has " + nearest)
        + ". No import could bring it either. Correct the name or add the class.";
  }

  /** A class of the same simple name in another package. */
  private String nearest(String className) {
    String ending = "/" + className.substring(className.lastIndexOf('.') + 1) + ".class";
    for (String name : content.names()) {
      if (name.endsWith(ending) && !name.startsWith("META-INF/")) {
        return name.substring(0, name.length() - 6).replace('/', '.');
      }
    }
    return "";
  }

  /** Imports, required bundles and fragments may have it; only wiring can tell. */
  private static boolean mayComeFromElsewhere(String className, List<Requirement> requirements) {
    String packageName = JavaNames.packageOf(className);
    for (Requirement requirement : requirements) {
      switch (requirement.namespace()) {
        case Namespaces.BUNDLE, Namespaces.HOST -> {
          return true;
        }
        case Namespaces.PACKAGE -> {
          if (imports(requirement, packageName)) {
            return true;
          }
        }
        default -> {
          // brings no classes
        }
      }
    }
    return false;
  }

  private static boolean imports(Requirement requirement, String packageName) {
    String imported = String.valueOf(requirement.attributes().get(Namespaces.PACKAGE));
    if (imported.endsWith("*")) {
      return packageName.startsWith(imported.substring(0, imported.length() - 1));
    }
    return imported.equals(packageName);
  }
}
