package dev.latent.container.runtime.osgi;

import dev.latent.container.descriptor.Namespaces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;

/**
 * One bundle of the catalogue: it exports packages and has no content of its own.
 *
 * @param name its symbolic name: its own, or that of a plugin where a clause asks for it
 * @param version its version, likewise
 * @param packages what it exports
 * @param arrivals brings in the plugins that it stands for
 */
record CatalogueContent(
    String name, String version, Map<String, DynamicImports.Exported> packages, Arrivals arrivals)
    implements ConnectModule, ConnectContent {

  @Override
  public ConnectContent getContent() {
    return this;
  }

  @Override
  public Optional<Map<String, String>> getHeaders() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Bundle-ManifestVersion", "2");
    headers.put("Bundle-SymbolicName", name);
    headers.put("Bundle-Version", version);
    headers.put("Bundle-Name", "Latent catalogue of packages that are not installed");
    headers.put("Export-Package", exports());
    return Optional.of(headers);
  }

  private String exports() {
    StringBuilder exports = new StringBuilder();
    for (DynamicImports.Exported exported : new TreeMap<>(packages).values()) {
      exports.append(exports.isEmpty() ? "" : ",").append(exported.packageName());
      for (Map.Entry<String, Object> attribute : exported.capability().attributes().entrySet()) {
        String key = attribute.getKey();
        // Each export has these from its bundle; they can't be stated.
        if (!key.equals(Namespaces.PACKAGE)
            && !key.equals(DynamicImports.SYMBOLIC_NAME)
            && !key.equals(DynamicImports.BUNDLE_VERSION)) {
          exports.append(';').append(key).append("=\"").append(attribute.getValue()).append('"');
        }
      }
      String mandatory = exported.capability().directives().get("mandatory");
      if (mandatory != null) {
        exports.append(";mandatory:=\"").append(mandatory).append('"');
      }
    }
    return exports.toString();
  }

  @Override
  public Iterable<String> getEntries() {
    return List.of();
  }

  @Override
  public Optional<ConnectEntry> getEntry(String path) {
    // Felix asks for resources here, and only here; Equinox asks the class loader.
    int slash = path.lastIndexOf('/');
    DynamicImports.Exported exported =
        slash <= 0 || path.endsWith("/") ? null : packages.get(packageOf(path, slash));
    return exported == null ? Optional.empty() : arrivals.entry(exported.plugin(), path);
  }

  static String packageOf(String path, int slash) {
    return path.substring(path.startsWith("/") ? 1 : 0, slash).replace('/', '.');
  }

  @Override
  public Optional<ClassLoader> getClassLoader() {
    return Optional.of(new CatalogueLoader(packages, arrivals));
  }

  @Override
  public void open() {
    // Holds nothing.
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
