package dev.latent.container.descriptor;

import dev.latent.api.PluginId;
import dev.latent.api.PluginVersion;
import dev.latent.api.spi.PluginReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a plugin says about itself from its jar, exploded directory or stream. Loads no class,
 * runs no code of the plugin and fetches nothing. Bad content never makes it throw: what is wrong
 * becomes problems, each with the stable id of the rule that was broken. A fault in one part, one
 * component XML for instance, costs that part; a fault that no framework would accept, such as a
 * header that can't be parsed, costs the descriptor.
 *
 * <p>Immutable and thread-safe; many contents may be read at once.
 */
public final class DescriptorReader {

  private final int javaRelease;

  /** Makes a reader for the running JVM. */
  public DescriptorReader() {
    this(Runtime.version().feature());
  }

  /**
   * Makes a reader that sees content as another Java release would.
   *
   * @param javaRelease the release; it decides which files of multi-release jars count and which
   *     class files are too new
   */
  public DescriptorReader(int javaRelease) {
    this.javaRelease = javaRelease;
  }

  /**
   * Reads one plugin.
   *
   * @param reference its content
   * @return the descriptor, where there is one, and the problems
   */
  public DescriptorReading read(PluginReference reference) {
    Findings findings = new Findings();
    Reading reading = new Reading(reference.location(), findings);
    Optional<PluginDescriptor> descriptor = Optional.empty();
    try (PluginContent content = PluginContent.open(reference)) {
      descriptor = Optional.of(reading.read(content));
    } catch (DescriptorFault e) {
      findings.error(e);
    } catch (IOException e) {
      findings.notice("jar.close", "The content could not be closed: " + PluginContent.reason(e));
    }
    return new DescriptorReading(descriptor, findings.problems(reference.location(), reading.id));
  }

  /** One reading; keeps the id as soon as it is known, so that problems can name the plugin. */
  private final class Reading {

    private final String fileName;
    private final Findings findings;
    private @Nullable PluginId id;

    Reading(String location, Findings findings) {
      String trimmed =
          location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
      this.fileName = trimmed.substring(trimmed.lastIndexOf('/') + 1);
      this.findings = findings;
    }

    PluginDescriptor read(PluginContent content) throws DescriptorFault {
      byte[] manifest = content.read(ManifestReader.ENTRY, PluginContent.TEXT_LIMIT);
      AttributeMap<String> headers =
          manifest == null
              ? AttributeMap.copyOf(Map.of())
              : ManifestReader.read(ManifestReader.ENTRY, manifest);
      HeaderClause name = symbolicName(headers);
      if (name != null) {
        id = new PluginId(name.path(), bundleVersion(name, headers));
      }
      PluginClassPath classPath = new PluginClassPath(content, javaRelease);
      classPath.configure(name == null ? Map.of() : headers, findings);
      ModuleReader modules = new ModuleReader(content, javaRelease, findings);
      Optional<ModuleFacts> explicit = modules.explicit();
      if (name == null && explicit.isEmpty() && content.names().isEmpty()) {
        throw new DescriptorFault(
            "jar.empty",
            "There is nothing in it. Put the jar or the exploded plugin here, or remove it.");
      }
      Map<String, List<String>> services =
          ServiceFiles.parse(classPath.serviceFiles(findings), findings);
      ModuleFacts module =
          explicit.isPresent()
              ? explicit.get()
              : modules.automatic(fileName, headers, services, name == null ? null : name.path());
      if (id == null) {
        id = new PluginId(module.name(), layerVersion(module, headers));
      }
      return describe(id, name, headers, module, services, content, classPath);
    }

    private @Nullable HeaderClause symbolicName(Map<String, String> headers)
        throws DescriptorFault {
      String version = headers.getOrDefault("Bundle-ManifestVersion", "1").trim();
      List<HeaderClause> clauses = HeaderParser.parse(headers, "Bundle-SymbolicName");
      if (clauses.isEmpty()) {
        if (version.equals("2")) {
          throw new DescriptorFault(
              "manifest.symbolic-name-missing",
              ManifestReader.ENTRY
                  + " says Bundle-ManifestVersion: 2, which makes this a bundle, but has no"
                  + " Bundle-SymbolicName, so that no framework would install it. Add the name, or"
                  + " remove both headers to use the jar as a module.");
        }
        return null;
      }
      HeaderClause name = clauses.get(0);
      if (clauses.size() > 1 || name.paths().size() > 1) {
        throw name.fault(
            "manifest.symbolic-name", "A bundle has one name; this has more. Keep one.");
      }
      if (!version.equals("1") && !version.equals("2")) {
        throw new DescriptorFault(
            "manifest.version",
            ManifestReader.ENTRY
                + " says Bundle-ManifestVersion: "
                + version
                + "; there are only 1 and 2. Write 2.");
      }
      return name;
    }

    private PluginVersion bundleVersion(HeaderClause name, Map<String, String> headers)
        throws DescriptorFault {
      String text = headers.get("Bundle-Version");
      if (text == null || text.isBlank()) {
        return PluginVersion.NONE;
      }
      try {
        return PluginVersion.parse(text);
      } catch (IllegalArgumentException e) {
        if (!"2".equals(headers.getOrDefault("Bundle-ManifestVersion", "1").trim())) {
          return PluginVersion.NONE;
        }
        id = new PluginId(name.path(), PluginVersion.parseLenient(text));
        throw new DescriptorFault(
            "manifest.version-syntax",
            ManifestReader.ENTRY + ", header Bundle-Version: " + e.getMessage());
      }
    }

    private static PluginVersion layerVersion(ModuleFacts module, Map<String, String> headers) {
      String version = module.automatic() ? null : module.version().orElse(null);
      if (version == null) {
        version = headers.get("Implementation-Version");
      }
      if (version == null || version.isBlank()) {
        version = module.version().orElse(null);
      }
      return version == null ? PluginVersion.NONE : PluginVersion.parseLenient(version);
    }

    private PluginDescriptor describe(
        PluginId id,
        @Nullable HeaderClause name,
        AttributeMap<String> headers,
        ModuleFacts module,
        Map<String, List<String>> services,
        PluginContent content,
        PluginClassPath classPath)
        throws DescriptorFault {
      List<Capability> capabilities = new ArrayList<>();
      List<Requirement> requirements = new ArrayList<>();
      AttributeMap<String> wiring = name == null ? headers : supplemented(content, headers);
      if (name != null) {
        capabilities.addAll(BundleCapabilities.of(id, name, wiring));
        requirements.addAll(BundleRequirements.of(wiring));
      } else if (module.automatic()) {
        BundleRequirements.addImports(requirements, headers);
      }
      ModuleWiring.add(module, id, capabilities, requirements);
      List<ComponentDescription> components =
          name == null || headers.containsKey("Fragment-Host")
              ? List.of()
              : new ComponentXmlReader(content, classPath, findings).read(headers);
      List<ServiceOffer> offers =
          new ServiceOffers(module, services, capabilities, requirements, components)
              .collect(name != null, headers);
      new ClassChecks(content, classPath, javaRelease, findings)
          .check(headers, requirements, components, offers);
      Optional<StatedPolicy> policy = policy(headers);
      if (policy.isPresent()) {
        capabilities.add(
            new Capability(
                Namespaces.ACTIVATION,
                Map.of(Namespaces.ACTIVATION, policy.get().policy().text()),
                Map.of()));
      }
      return new PluginDescriptor(
          id, name != null, wiring, module, capabilities, requirements, offers, components, policy);
    }

    /**
     * The headers that decide wiring. A multi-release bundle may have others for newer Java
     * releases; of those only imports and required capabilities count. A framework is given these
     * too: Felix would look for itself, Equinox does not.
     */
    private AttributeMap<String> supplemented(PluginContent content, AttributeMap<String> headers)
        throws DescriptorFault {
      if (!"true".equalsIgnoreCase(headers.getOrDefault("Multi-Release", "").trim())) {
        return headers;
      }
      for (int release = javaRelease; release >= 9; release--) {
        String entry = "META-INF/versions/" + release + "/OSGI-INF/MANIFEST.MF";
        byte[] bytes = content.read(entry, PluginContent.TEXT_LIMIT);
        if (bytes != null) {
          Map<String, String> supplement = ManifestReader.read(entry, bytes);
          Map<String, String> merged = new LinkedHashMap<>(headers);
          for (String header : List.of("Import-Package", "Require-Capability")) {
            String value = supplement.get(header);
            if (value != null) {
              merged.put(header, value);
            }
          }
          return AttributeMap.copyOf(merged);
        }
      }
      return headers;
    }

    private Optional<StatedPolicy> policy(Map<String, String> headers) {
      try {
        return StatedPolicies.read(headers);
      } catch (DescriptorFault e) {
        findings.warning(e);
        return Optional.empty();
      }
    }
  }
}
