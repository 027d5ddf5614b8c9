package dev.latent.container.descriptor;

import java.util.HashMap;
import java.util.Map;

/**
 * Strings that nearly every descriptor has; blobs name them by number. Part of the file format: any
 * change here, even of the order, needs a new {@link IndexFormat#VERSION}.
 */
final class WellKnownStrings {

  static final String[] ALL = {
    "",
    "osgi.wiring.package",
    "osgi.wiring.bundle",
    "osgi.wiring.host",
    "osgi.ee",
    "osgi.native",
    "osgi.identity",
    "osgi.service",
    "osgi.extender",
    "osgi.serviceloader",
    "osgi.contract",
    "osgi.implementation",
    "latent.module",
    "version",
    "bundle-version",
    "bundle-symbolic-name",
    "type",
    "osgi.bundle",
    "osgi.fragment",
    "uses",
    "filter",
    "resolution",
    "optional",
    "dynamic",
    "mandatory",
    "cardinality",
    "multiple",
    "effective",
    "active",
    "resolve",
    "visibility",
    "reexport",
    "include",
    "exclude",
    "attribute",
    "singleton",
    "bundle",
    "prototype",
    "fragment-attachment",
    "extension",
    "register",
    "objectClass",
    "service.ranking",
    "service.scope",
    "component.name",
    "osgi.serviceloader.registrar",
    "osgi.serviceloader.processor",
    "osgi.component",
    "JavaSE",
    "0.0.0",
    "1.0.0",
    "1.0",
    "0..1",
    "1..1",
    "0..n",
    "1..n",
    "require",
    "ignore",
    "true",
    "false",
    "2",
    "Manifest-Version",
    "Bundle-ManifestVersion",
    "Bundle-SymbolicName",
    "Bundle-Version",
    "Bundle-Name",
    "Bundle-Vendor",
    "Bundle-Description",
    "Bundle-License",
    "Bundle-DocURL",
    "Bundle-Activator",
    "Bundle-ActivationPolicy",
    "Bundle-ClassPath",
    "Bundle-NativeCode",
    "Bundle-Developers",
    "Bundle-SCM",
    "Bundle-RequiredExecutionEnvironment",
    "Import-Package",
    "Export-Package",
    "Private-Package",
    "DynamicImport-Package",
    "Require-Bundle",
    "Require-Capability",
    "Provide-Capability",
    "Fragment-Host",
    "Service-Component",
    "Automatic-Module-Name",
    "Implementation-Title",
    "Implementation-Version",
    "Implementation-Vendor",
    "Specification-Title",
    "Specification-Version",
    "Specification-Vendor",
    "Build-Jdk",
    "Build-Jdk-Spec",
    "Built-By",
    "Created-By",
    "Tool",
    "Bnd-LastModified",
    "Multi-Release",
    "Main-Class",
    "Latent-Activation",
    "X-Compile-Source-JDK",
    "X-Compile-Target-JDK",
    "v1.0.0",
    "v1.1.0",
    "v1.2.0",
    "v1.3.0",
    "v1.4.0",
    "v1.5.0",
    "java.util.ServiceLoader",
    "lazy",
    "AUTO",
    "LAZY",
    "BACKGROUND",
    "EAGER",
    "MANUAL",
    "DISABLED",
    "NOTICE",
    "WARNING",
    "ERROR",
    "SERVICE_CAPABILITY",
    "COMPONENT_XML",
    "MODULE_PROVIDES",
    "SERVICES_FILE",
    "SERVICE_LOADER_CAPABILITY"
  };

  private WellKnownStrings() {}

  /** Loaded only where blobs are written. */
  static final class Numbers {
    private static final Map<String, Integer> NUMBERS = new HashMap<>();

    static {
      for (int i = 0; i < ALL.length; i++) {
        NUMBERS.put(ALL[i], i);
      }
    }

    private Numbers() {}

    static int of(String text) {
      return NUMBERS.getOrDefault(text, -1);
    }
  }
}
