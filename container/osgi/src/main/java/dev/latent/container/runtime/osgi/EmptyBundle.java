package dev.latent.container.runtime.osgi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;

/**
 * A bundle without content of the container's own.
 *
 * @param symbolicName its symbolic name
 * @param name what people see of it
 */
public record EmptyBundle(String symbolicName, String name)
    implements ConnectModule, ConnectContent {

  /** Stands in for a plugin whose jar is missing and whose data area is kept until it is back. */
  static EmptyBundle inPlaceOf(String location) {
    return new EmptyBundle(
        "dev.latent.absent." + Integer.toHexString(location.hashCode()), "Latent: missing plugin");
  }

  @Override
  public ConnectContent getContent() {
    return this;
  }

  @Override
  public Optional<Map<String, String>> getHeaders() {
    return Optional.of(
        Map.of(
            "Bundle-ManifestVersion",
            "2",
            "Bundle-SymbolicName",
            symbolicName,
            "Bundle-Name",
            name));
  }

  @Override
  public Iterable<String> getEntries() {
    return List.of();
  }

  @Override
  public Optional<ConnectEntry> getEntry(String path) {
    return Optional.empty();
  }

  @Override
  public Optional<ClassLoader> getClassLoader() {
    return Optional.empty();
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
