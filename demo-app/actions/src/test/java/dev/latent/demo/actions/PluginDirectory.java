package dev.latent.demo.actions;

import aQute.bnd.header.Attrs;
import aQute.bnd.header.OSGiHeader;
import aQute.bnd.header.Parameters;
import dev.latent.demo.api.DocumentAction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The directory that the build fills: actions, libraries, and what those need. */
final class PluginDirectory {

  static final Path PATH = Path.of("target", "plugins").toAbsolutePath();
  static final Path SAMPLES = Path.of("..", "samples").toAbsolutePath().normalize();
  private static final String API = DocumentAction.class.getName();

  private PluginDirectory() {}

  static List<Path> jars() {
    try (Stream<Path> list = Files.list(PATH)) {
      return list.filter(path -> path.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static @Nullable String header(Path jar, String name) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return manifest == null ? null : manifest.getMainAttributes().getValue(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<DeclaredAction> actions() throws Exception {
    List<DeclaredAction> actions = new ArrayList<>();
    for (Path jar : jars()) {
      Parameters capabilities = OSGiHeader.parseHeader(header(jar, "Provide-Capability"));
      for (Map.Entry<String, Attrs> entry : capabilities.entrySet()) {
        Attrs attributes = entry.getValue();
        if (entry.getKey().startsWith("osgi.serviceloader")
            && API.equals(attributes.get("osgi.serviceloader"))) {
          actions.add(
              new DeclaredAction(
                  jar,
                  DeclaredAction.Kind.LAYER,
                  attributes.get("register:"),
                  DeclaredAction.comparable(typed(attributes))));
        } else if (entry.getKey().startsWith("osgi.service")
            && API.equals(attributes.get("objectClass"))) {
          String components = header(jar, "Service-Component");
          actions.add(
              components == null
                  ? new DeclaredAction(
                      jar,
                      DeclaredAction.Kind.ACTIVATOR,
                      "",
                      DeclaredAction.comparable(typed(attributes)))
                  : component(jar, components));
        }
      }
      String components = header(jar, "Service-Component");
      if (components != null && capabilities.isEmpty()) {
        actions.add(component(jar, components));
      }
    }
    return actions;
  }

  private static Map<String, Object> typed(Attrs attributes) {
    Map<String, Object> typed = new TreeMap<>();
    for (String name : attributes.keySet()) {
      typed.put(name, attributes.getTyped(name));
    }
    return typed;
  }

  private static DeclaredAction component(Path jar, String entry) throws Exception {
    try (JarFile file = new JarFile(jar.toFile());
        InputStream xml = file.getInputStream(file.getEntry(entry))) {
      Element root =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(xml)
              .getDocumentElement();
      Map<String, Object> attributes = new TreeMap<>();
      NodeList properties = root.getElementsByTagName("property");
      for (int i = 0; i < properties.getLength(); i++) {
        Element property = (Element) properties.item(i);
        attributes.put(
            property.getAttribute("name"),
            property.hasAttribute("value")
                ? property.getAttribute("value")
                : property
                    .getTextContent()
                    .lines()
                    .map(String::strip)
                    .filter(l -> !l.isEmpty())
                    .toList());
      }
      Element implementation = (Element) root.getElementsByTagName("implementation").item(0);
      return new DeclaredAction(
          jar,
          DeclaredAction.Kind.COMPONENT,
          implementation.getAttribute("class"),
          DeclaredAction.comparable(attributes));
    }
  }
}
