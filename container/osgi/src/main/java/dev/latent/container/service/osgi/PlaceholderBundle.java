package dev.latent.container.service.osgi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;

/** An empty bundle of the container's own. */
record PlaceholderBundle() implements ConnectModule, ConnectContent {

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
            "dev.latent.placeholders",
            "Bundle-Name",
            "Latent placeholders of services"));
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
