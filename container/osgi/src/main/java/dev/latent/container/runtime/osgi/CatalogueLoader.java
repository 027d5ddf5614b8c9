package dev.latent.container.runtime.osgi;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * The class loader of a bundle of the catalogue: defines nothing, brings in the plugin that has
 * what is asked for and asks that. Thread-safe.
 */
final class CatalogueLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final Map<String, DynamicImports.Exported> packages;
  private final Arrivals arrivals;

  CatalogueLoader(Map<String, DynamicImports.Exported> packages, Arrivals arrivals) {
    super("latent-catalogue", null);
    this.packages = packages;
    this.arrivals = arrivals;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    int dot = name.lastIndexOf('.');
    String path = name.replace('.', '/') + ".class";
    Bundle bundle = dot < 0 ? null : bundle(name.substring(0, dot), path, "class " + name);
    if (bundle == null) {
      throw new ClassNotFoundException(name);
    }
    return bundle.loadClass(name);
  }

  @Override
  public @Nullable URL getResource(String path) {
    int slash = path.lastIndexOf('/');
    Bundle bundle =
        slash <= 0 ? null : bundle(CatalogueContent.packageOf(path, slash), path, "file " + path);
    return bundle == null ? null : bundle.getResource(path);
  }

  @Override
  public Enumeration<URL> getResources(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    Bundle bundle =
        slash <= 0 ? null : bundle(CatalogueContent.packageOf(path, slash), path, "file " + path);
    Enumeration<URL> found = bundle == null ? null : bundle.getResources(path);
    return found == null ? Collections.emptyEnumeration() : found;
  }

  private @Nullable Bundle bundle(String packageName, String path, String what) {
    DynamicImports.Exported exported = packages.get(packageName);
    return exported == null ? null : arrivals.bring(exported, path, what);
  }
}
