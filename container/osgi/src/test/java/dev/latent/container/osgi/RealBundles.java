package dev.latent.container.osgi;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Published bundles on the class path of the tests, to be put into a plugin directory. */
final class RealBundles {

  private RealBundles() {}

  /** Felix SCR and what it needs. */
  static void componentRuntime(Path directory) throws IOException {
    copy(
        directory,
        "org.apache.felix.scr-",
        "org.osgi.service.component-",
        "org.osgi.util.promise-",
        "org.osgi.util.function-");
  }

  static void configurationAdmin(Path directory) throws IOException {
    copy(directory, "org.apache.felix.configadmin-");
  }

  static void eventAdmin(Path directory) throws IOException {
    copy(directory, "org.apache.felix.eventadmin-");
  }

  static void shell(Path directory) throws IOException {
    copy(directory, "org.apache.felix.gogo.runtime-");
  }

  /** Felix Metatype and the log that it imports. */
  static void metatype(Path directory) throws IOException {
    copy(directory, "org.apache.felix.metatype-");
    log(directory);
  }

  static void log(Path directory) throws IOException {
    copy(directory, "org.apache.felix.log-");
  }

  /** Felix HTTP with Jetty and what it needs. */
  static void httpServer(Path directory) throws IOException {
    copy(
        directory,
        "org.apache.felix.http.jetty12-",
        "org.apache.felix.http.servlet-api-",
        "commons-fileupload-",
        "commons-io-",
        "slf4j-api-",
        "slf4j-nop-");
    serviceLoaderMediator(directory);
  }

  /** SPI Fly and what it needs. */
  static void serviceLoaderMediator(Path directory) throws IOException {
    copy(
        directory,
        "org.apache.aries.spifly.dynamic.bundle-",
        "asm-9",
        "asm-commons-",
        "asm-util-",
        "asm-tree-",
        "asm-analysis-");
  }

  private static void copy(Path directory, String... names) throws IOException {
    Files.createDirectories(directory);
    for (String name : names) {
      Path jar = find(name);
      Files.copy(jar, directory.resolve(jar.getFileName()));
    }
  }

  /** The jar whose name begins as given. */
  static Path find(String name) {
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path jar = Path.of(element);
      if (jar.getFileName().toString().startsWith(name)) {
        return jar;
      }
    }
    throw new IllegalStateException("No jar " + name + " on the class path of the tests");
  }
}
