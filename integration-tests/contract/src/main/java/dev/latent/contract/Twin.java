package dev.latent.contract;

import dev.latent.pluginbuilder.PluginSources;

/**
 * A plugin that is a bundle and a module at once and does the same as either, so that one test can
 * be run on every runtime. Its start and stop tell {@code acme.api.Trace}, pass the gates {@code
 * NAME} and {@code NAME.stop}, and throw while the system property {@code NAME.fails} or {@code
 * NAME.stop.fails} is {@code true}.
 *
 * @param file the file's name without {@code .jar}
 * @param name the symbolic name, which is the name of module and package as well
 * @param version the version
 * @param type the simple name of the interface of {@code acme.api} that it offers; empty for none
 * @param attributes the attributes of the service, as clauses of a capability
 * @param values the same as arguments of {@code Map.of}
 * @param answer what the service answers, a Java expression over {@code input}
 * @param looksUp an interface and a filter that the start looks up, separated by a space; or empty
 * @param depends the file of another twin that it requires; or empty
 * @param policy the header {@code Latent-Activation}; or empty
 */
record Twin(
    String file,
    String name,
    String version,
    String type,
    String attributes,
    String values,
    String answer,
    String looksUp,
    String depends,
    String policy) {

  static Twin named(String name) {
    return new Twin(name, name, "1.0.0", "", "", "", "", "", "", "");
  }

  Twin offering(String offered, String attribute, String value, int ranking) {
    return new Twin(
        file,
        name,
        version,
        offered,
        attribute + "=" + value + (ranking == 0 ? "" : ";service.ranking:Long=" + ranking),
        "\"%s\", \"%s\"".formatted(attribute, value)
            + (ranking == 0 ? "" : ", \"service.ranking\", " + ranking),
        "\"%s %s: \" + input".formatted(name, version),
        looksUp,
        depends,
        policy);
  }

  Twin answering(String expression) {
    return new Twin(
        file, name, version, type, attributes, values, expression, looksUp, depends, policy);
  }

  Twin lookingUp(String typeAndFilter) {
    return new Twin(
        file, name, version, type, attributes, values, answer, typeAndFilter, depends, policy);
  }

  Twin requiring(String other) {
    return new Twin(file, name, version, type, attributes, values, answer, looksUp, other, policy);
  }

  Twin withPolicy(String header) {
    return new Twin(
        file, name, version, type, attributes, values, answer, looksUp, depends, header);
  }

  /** Another file of the same plugin; call it before {@link #offering}. */
  Twin as(String otherFile, String otherVersion) {
    return new Twin(
        otherFile, name, otherVersion, type, attributes, values, answer, looksUp, depends, policy);
  }

  PluginSources sources() {
    PluginSources sources =
        PluginSources.named(file)
            .bnd(instructions())
            .file(path("Start"), code(start()))
            .file(path("BundleStart"), code(bundleStart()))
            .file(path("ModuleStart"), code(moduleStart()))
            .file("module-info.java", module());
    if (!type.isEmpty()) {
      sources = sources.file(path("Service"), code(service()));
    }
    return sources.file(path("Facts"), code(FACTS));
  }

  private String path(String simpleName) {
    return name.replace('.', '/') + "/" + simpleName + ".java";
  }

  private String instructions() {
    StringBuilder text = new StringBuilder();
    text.append("Bundle-SymbolicName: ").append(name).append('\n');
    text.append("Bundle-Version: ").append(version).append('\n');
    text.append("-latent-module-version: ").append(version).append('\n');
    text.append("-latent-libraries: acme:acme.api, dev.latent:latent-api, org.osgi:osgi.core,");
    text.append(" org.jspecify:jspecify\n");
    text.append("Bundle-Activator: ").append(name).append(".BundleStart\n");
    text.append("Export-Package: ").append(name).append('\n');
    text.append("Import-Package: !dev.latent.api, ")
        .append(depends.isEmpty() ? "" : depends + ", ")
        .append("*\n");
    if (!depends.isEmpty()) {
      text.append("-latent-depends: ").append(depends).append('\n');
    }
    if (!policy.isEmpty()) {
      text.append("Latent-Activation: ").append(policy).append('\n');
    }
    if (!type.isEmpty()) {
      String offered = "\"acme.api." + type + "\";";
      text.append("Provide-Capability: ")
          .append("osgi.service;effective:=active;objectClass:List<String>=")
          .append(offered)
          .append(attributes)
          .append(", osgi.serviceloader;osgi.serviceloader=")
          .append(offered)
          .append(attributes)
          .append(";register:=\"")
          .append(name)
          .append(".Service\"\n");
    }
    return text.toString();
  }

  private String module() {
    StringBuilder text = new StringBuilder("module " + name + " {\n");
    text.append("  requires acme.api;\n  requires dev.latent.api;\n  requires static osgi.core;\n");
    if (!depends.isEmpty()) {
      text.append("  requires ").append(depends).append(";\n");
    }
    text.append("  exports ").append(name).append(";\n");
    text.append("  provides dev.latent.api.PluginActivator with ")
        .append(name)
        .append(".ModuleStart;\n");
    if (!type.isEmpty()) {
      text.append("  provides acme.api.")
          .append(type)
          .append(" with ")
          .append(name)
          .append(".Service;\n");
    }
    return text.append("}\n").toString();
  }

  private String code(String template) {
    String method =
        switch (type) {
          case "Greeter" -> "String greet(String input)";
          case "CrossB" -> "String other()";
          case "Renderer" -> "String render(String input)";
          default -> "int next()";
        };
    String[] wanted = looksUp.isEmpty() ? new String[] {"Greeter", ""} : looksUp.split(" ", 2);
    return ("package @NAME@;\n" + template)
        .replace("@METHOD@", method)
        .replace("@TYPE@", type)
        .replace("@ANSWER@", answer)
        .replace("@VALUES@", values)
        .replace("@WANTED@", wanted[0])
        .replace("@FILTER@", wanted[1])
        .replace("@NAME@", name)
        .replace("@VERSION@", version);
  }

  private static final String FACTS =
      """
      import acme.api.Trace;

      /** For those that require this plugin. */
      public final class Facts {
        static {
          Trace.initialized(Facts.class);
        }

        public static String version() {
          return "@VERSION@";
        }
      }
      """;

  private String service() {
    return """
    import acme.api.@TYPE@;
    import acme.api.Trace;

    public final class Service implements @TYPE@ {
      static {
        Trace.initialized(Service.class);
      }

      public Service() {
        Trace.constructed(this);
      }

      @Override
      public @METHOD@ {
        return @ANSWER@;
      }
    }
    """;
  }

  private String start() {
    return """
    import acme.api.Gate;
    import acme.api.Trace;

    /** What the starts of both kinds have in common. */
    final class Start {
      static {
        Trace.initialized(Start.class);
      }

      static void begin() throws InterruptedException {
        Trace.event("start @NAME@");
        Gate.pass("@NAME@");
        if (Boolean.getBoolean("@NAME@.fails")) {
          throw new IllegalStateException("@NAME@ was told to fail");
        }
      }

      static void end() throws InterruptedException {
        Trace.event("stop @NAME@");
        Gate.pass("@NAME@.stop");
        if (Boolean.getBoolean("@NAME@.stop.fails")) {
          throw new IllegalStateException("@NAME@ was told to fail when it stops");
        }
      }
    }
    """;
  }

  private String bundleStart() {
    String lookup =
        looksUp.isEmpty()
            ? ""
            : """
                for (var found : context.getServiceReferences(acme.api.@WANTED@.class, "@FILTER@")) {
                  context.getService(found);
                }
            """;
    String register =
        type.isEmpty()
            ? ""
            : """
                context.registerService(
                    acme.api.@TYPE@.class,
                    new Service(),
                    FrameworkUtil.asDictionary(Map.of(@VALUES@)));
            """;
    return """
    import java.util.Map;
    import org.osgi.framework.BundleActivator;
    import org.osgi.framework.BundleContext;
    import org.osgi.framework.FrameworkUtil;

    public final class BundleStart implements BundleActivator {
      @Override
      public void start(BundleContext context) throws Exception {
        Start.begin();
    """
        + lookup
        + register
        + """
      }

      @Override
      public void stop(BundleContext context) throws Exception {
        Start.end();
      }
    }
    """;
  }

  private String moduleStart() {
    String lookup =
        looksUp.isEmpty()
            ? ""
            : """
                context.services().require(acme.api.@WANTED@.class, "@FILTER@");
            """;
    return """
    import dev.latent.api.PluginActivator;
    import dev.latent.api.PluginContext;

    public final class ModuleStart implements PluginActivator {
      @Override
      public void start(PluginContext context) throws Exception {
        Start.begin();
    """
        + lookup
        + """
      }

      @Override
      public void stop(PluginContext context) throws Exception {
        Start.end();
      }
    }
    """;
  }
}
