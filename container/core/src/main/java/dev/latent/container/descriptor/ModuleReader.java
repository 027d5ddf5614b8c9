package dev.latent.container.descriptor;

import dev.latent.api.PluginVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code module-info}, or makes up what an automatic module would have. */
final class ModuleReader {

  private static final String MODULE_INFO = "module-info.class";

  private final PluginContent content;
  private final int javaRelease;
  private final Findings findings;

  ModuleReader(PluginContent content, int javaRelease, Findings findings) {
    this.content = content;
    this.javaRelease = javaRelease;
    this.findings = findings;
  }

  /** What {@code module-info} says; empty if there is none that can be read. */
  Optional<ModuleFacts> explicit() {
    try {
      return read();
    } catch (DescriptorFault e) {
      findings.error(e);
      return Optional.empty();
    }
  }

  private Optional<ModuleFacts> read() throws DescriptorFault {
    String entry = null;
    Map<Integer, Set<String>> releases = Map.of();
    if (content.has(MODULE_INFO) || hasVersionedModuleInfo()) {
      releases = PluginClassPath.releases(content, javaRelease).descendingMap();
    }
    for (Map.Entry<Integer, Set<String>> release : releases.entrySet()) {
      if (release.getValue().contains(MODULE_INFO)) {
        entry = "META-INF/versions/" + release.getKey() + "/" + MODULE_INFO;
        break;
      }
    }
    entry = entry == null && content.has(MODULE_INFO) ? MODULE_INFO : entry;
    byte[] bytes = entry == null ? null : content.read(entry, PluginContent.CLASS_LIMIT);
    if (entry == null || bytes == null) {
      return Optional.empty();
    }
    return Optional.of(facts(parse(entry, bytes, releases.values())));
  }

  private boolean hasVersionedModuleInfo() {
    for (String name : content.names()) {
      if (name.startsWith("META-INF/versions/") && name.endsWith("/" + MODULE_INFO)) {
        return true;
      }
    }
    return false;
  }

  private ModuleDescriptor parse(String entry, byte[] bytes, Collection<Set<String>> releases)
      throws DescriptorFault {
    ClassFile classFile = ClassFile.read(bytes);
    if (classFile != null && classFile.javaRelease() > Runtime.version().feature()) {
      findings.warning(
          "class-version.too-new",
          entry
              + " was compiled for Java "
              + classFile.javaRelease()
              + "; this is Java "
              + Runtime.version().feature()
              + ". As a module the jar can't be used here: run it on Java "
              + classFile.javaRelease()
              + " or later, or put a build for an older Java here.");
      bytes = bytes.clone();
      // The format of module-info is the same from Java 9 on; so it can still be listed.
      bytes[6] = 0;
      bytes[7] = (byte) (44 + Runtime.version().feature());
    }
    try {
      return ModuleDescriptor.read(new ByteArrayInputStream(bytes), () -> packages(releases));
    } catch (IOException | InvalidModuleDescriptorException e) {
      throw new DescriptorFault(
          "module-info.invalid",
          entry
              + " is no module descriptor: "
              + e.getMessage()
              + ". The jar is treated as an automatic module. Build it again.");
    }
  }

  /** All packages that have classes, as far as they can be packages of a module. */
  private Set<String> packages(Collection<Set<String>> releases) {
    Set<String> packages = new TreeSet<>();
    addPackages(packages, content.names());
    for (Set<String> release : releases) {
      addPackages(packages, release);
    }
    return packages;
  }

  private static void addPackages(Set<String> packages, Collection<String> names) {
    String last = "";
    for (String name : names) {
      int slash = name.lastIndexOf('/');
      if (slash > 0
          && name.endsWith(".class")
          && !name.startsWith("META-INF/")
          && !(slash == last.length() && name.startsWith(last))) {
        last = name.substring(0, slash);
        String packageName = last.replace('/', '.');
        if (JavaNames.isName(packageName)) {
          packages.add(packageName);
        }
      }
    }
  }

  private static ModuleFacts facts(ModuleDescriptor module) {
    List<ModuleFacts.Requires> requires = new ArrayList<>();
    for (ModuleDescriptor.Requires required : module.requires()) {
      if (!required.name().equals("java.base")) {
        requires.add(
            new ModuleFacts.Requires(
                required.name(),
                required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC),
                required.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE),
                required.rawCompiledVersion().map(PluginVersion::parseLenient)));
      }
    }
    requires.sort((a, b) -> a.module().compareTo(b.module()));
    List<ModuleFacts.Exports> exports = new ArrayList<>();
    for (ModuleDescriptor.Exports exported : module.exports()) {
      exports.add(new ModuleFacts.Exports(exported.source(), sorted(exported.targets())));
    }
    List<ModuleFacts.Exports> opens = new ArrayList<>();
    for (ModuleDescriptor.Opens opened : module.opens()) {
      opens.add(new ModuleFacts.Exports(opened.source(), sorted(opened.targets())));
    }
    List<ModuleFacts.Provides> provides = new ArrayList<>();
    for (ModuleDescriptor.Provides provided : module.provides()) {
      provides.add(new ModuleFacts.Provides(provided.service(), provided.providers()));
    }
    provides.sort((a, b) -> a.service().compareTo(b.service()));
    return new ModuleFacts(
        module.name(),
        module.rawVersion(),
        false,
        module.isOpen(),
        requires,
        inOrder(exports),
        inOrder(opens),
        sorted(module.uses()),
        provides,
        new TreeSet<>(module.packages()),
        module.mainClass());
  }

  private static List<String> sorted(Collection<String> names) {
    List<String> sorted = new ArrayList<>(names);
    sorted.sort(null);
    return sorted;
  }

  private static List<ModuleFacts.Exports> inOrder(List<ModuleFacts.Exports> exports) {
    exports.sort((a, b) -> a.packageName().compareTo(b.packageName()));
    return exports;
  }

  /**
   * What the JDK would make of the jar on a module path.
   *
   * @param fileName the last part of the location
   * @param fallback a name to use where the file name yields none; null if there is none, then this
   *     is an error
   */
  ModuleFacts automatic(
      String fileName,
      Map<String, String> headers,
      Map<String, List<String>> services,
      @Nullable String fallback)
      throws DescriptorFault {
    AutomaticName derived = AutomaticName.of(fileName);
    String stated = headers.get("Automatic-Module-Name");
    String name = stated == null ? derived.name() : stated.trim();
    if (!JavaNames.isName(name)) {
      if (fallback == null || stated != null) {
        reportName(stated != null, name, fileName, fallback);
      }
      name = fallback == null ? name : JavaNames.cleaned(fallback);
    }
    Collection<Set<String>> releases = PluginClassPath.releases(content, javaRelease).values();
    Set<String> packages = packages(releases);
    List<ModuleFacts.Provides> provides = new ArrayList<>();
    services.forEach(
        (type, providers) -> provides.add(new ModuleFacts.Provides(type, List.copyOf(providers))));
    provides.sort((a, b) -> a.service().compareTo(b.service()));
    String main = headers.get("Main-Class");
    return new ModuleFacts(
        name,
        Optional.ofNullable(derived.version()),
        true,
        false,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        provides,
        packages,
        Optional.ofNullable(main)
            .map(text -> text.replace('/', '.').trim())
            .filter(text -> packages.contains(JavaNames.packageOf(text))));
  }

  private void reportName(boolean stated, String name, String fileName, @Nullable String fallback)
      throws DescriptorFault {
    String message =
        stated
            ? ManifestReader.ENTRY
                + ", header Automatic-Module-Name: '"
                + name
                + "' is no module name. Each part between the dots must be a Java identifier."
            : "The jar says no name: it has neither Bundle-SymbolicName nor module-info nor"
                + " Automatic-Module-Name, and from its file name '"
                + fileName
                + "' comes '"
                + name
                + "', which is no module name. Rename the file, for example to acme-tool-1.0.jar.";
    if (fallback == null) {
      throw new DescriptorFault("module.name", message);
    }
    findings.notice("module.name", message);
  }
}
