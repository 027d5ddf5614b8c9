package dev.latent.container.osgi;

import dev.latent.container.runtime.osgi.TestBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes bundles with random components, and configurations and services for them. All names come
 * from small pools, so that they meet. Used by one thread.
 */
final class RandomComponents {

  static final List<Class<?>> TYPES =
      List.of(Callable.class, Runnable.class, Supplier.class, Iterable.class, Comparable.class);

  private static final List<String> COLORS = List.of("red", "green", "blue");
  private static final List<String> TARGETS =
      List.of(
          "(color=red)",
          "(color=green)",
          "(!(color=blue))",
          "(level&gt;=2)",
          "(level&lt;=1)",
          "(flags=b)",
          "(component.name=*)",
          "(service.scope=prototype)",
          "(&amp;(color=*)(level=*))",
          "(objectClass=java.lang.Runnable)",
          "(service.pid=*)",
          "(from.file=yes)");

  private final Random random;
  private final String set;
  private final List<String> pids = new ArrayList<>(List.of("one", "two", "three"));

  /**
   * Begins a set.
   *
   * @param set its name, part of the names of its bundles
   */
  RandomComponents(Random random, String set) {
    this.random = random;
    this.set = set;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** PIDs that components of the set may take configurations from. */
  List<String> pids() {
    return pids;
  }

  /** Makes a bundle; returns what it is made of. */
  TestBundle bundle(int number, TestBundle code) throws IOException {
    String name = set + "." + (char) ('a' + number);
    StringBuilder xml = new StringBuilder("<components>\n");
    int components = 1 + random.nextInt(4);
    for (int i = 0; i < components; i++) {
      component(name + ".c" + i, xml);
    }
    xml.append("</components>\n");
    TestBundle bundle =
        TestBundle.named(name)
            .header("Service-Component", "OSGI-INF/c.xml")
            .entry("OSGI-INF/c.xml", xml.toString())
            .entry("OSGI-INF/more.properties", "from.file=yes\ncolor=" + one(COLORS) + "\n")
            .entry("gen/Component.class", code.compiled("gen/Component.class"));
    List<Class<?>> others = new ArrayList<>(TYPES);
    // A capability of a component's type announces that component.
    others.removeIf(type -> xml.indexOf("<provide interface='" + type.getName()) >= 0);
    if (chance(40) && !others.isEmpty()) {
      services(bundle, others, code);
    }
    return bundle;
  }

  /** Adds services that an activator registers, with properties that nothing announces. */
  private void services(TestBundle bundle, List<Class<?>> types, TestBundle code)
      throws IOException {
    StringBuilder registered = new StringBuilder();
    StringBuilder announced = new StringBuilder();
    int first = random.nextInt(types.size());
    int count = types.size() > 1 && chance(25) ? 2 : 1;
    for (int i = 0; i < count; i++) {
      String type = types.get((first + i) % types.size()).getName();
      Map<String, Object> values = values();
      registered.append(i == 0 ? "" : ";").append(type);
      announced.append(i == 0 ? "" : ",").append("osgi.service;objectClass=").append(type);
      values.forEach(
          (key, value) -> registered.append('|').append(key).append('=').append(plain(value)));
      if (values.containsKey("color") && chance(30)) {
        announced.append(";color=").append(values.get("color"));
      }
    }
    bundle
        .header("Import-Package", "org.osgi.framework")
        .header("Bundle-Activator", "gen.Start")
        .header("Provide-Capability", announced.toString())
        .header("Gen-Services", registered.toString())
        .entry("gen/Start.class", code.compiled("gen/Start.class"));
  }

  private static Object plain(Object value) {
    return value instanceof String[] several ? String.join(" ", several) : value;
  }

  /** The classes of all bundles, compiled once for each. */
  static TestBundle code() {
    return TestBundle.named("gen")
        .source(
            """
            package gen;
            import java.util.Hashtable;
            import org.osgi.framework.*;
            public class Start implements BundleActivator {
              public void start(BundleContext context) {
                for (String each : context.getBundle().getHeaders().get("Gen-Services").split(";")) {
                  String[] parts = each.split("[|]");
                  Hashtable<String, Object> properties = new Hashtable<>();
                  for (int i = 1; i < parts.length; i++) {
                    String[] pair = parts[i].split("=");
                    boolean number = pair[0].equals("level") || pair[0].equals("service.ranking");
                    properties.put(
                        pair[0],
                        number
                            ? Integer.valueOf(pair[1])
                            : pair[0].equals("flags") ? pair[1].split(" ") : pair[1]);
                  }
                  context.registerService(parts[0], new Component(), properties);
                }
              }
              public void stop(BundleContext context) {}
            }
            """)
        .source(
            """
            package gen;
            public class Component implements java.util.concurrent.Callable<Object>, Runnable,
                java.util.function.Supplier<Object>, Iterable<Object>, Comparable<Object> {
              public Object call() { return null; }
              public void run() {}
              public Object get() { return null; }
              public java.util.Iterator<Object> iterator() { return null; }
              public int compareTo(Object other) { return 0; }
              public void modified(java.util.Map<String, Object> properties) {}
            }
            """);
  }

  private void component(String name, StringBuilder xml) {
    int version = random.nextInt(6);
    boolean factory = chance(10);
    boolean service = factory || chance(90);
    xml.append("<x:component xmlns:x='http://www.osgi.org/xmlns/scr/v1.")
        .append(version)
        .append(".0' name='")
        .append(name)
        .append('\'');
    if (chance(8)) {
      xml.append(" enabled='false'");
    }
    if (factory) {
      xml.append(" factory='f.").append(name).append('\'');
    }
    if (version >= 1) {
      if (chance(50)) {
        xml.append(" configuration-policy='")
            .append(one(List.of("optional", "require", "require", "ignore")))
            .append('\'');
      }
      if (chance(20)) {
        xml.append(" modified='modified'");
      }
    }
    pids(name, version, xml);
    boolean immediate = !factory && chance(service ? 10 : 50);
    if (immediate) {
      xml.append(" immediate='true'");
    }
    xml.append(">\n  <implementation class='gen.Component'/>\n");
    properties(version, xml, "property");
    if (factory && version >= 4) {
      properties(version, xml, "factory-property");
    }
    if (service) {
      service(version, !factory && !immediate, xml);
    }
    int references = random.nextInt(4);
    for (int i = 0; i < references; i++) {
      reference(version, i, xml);
    }
    if (chance(8)) {
      xml.append("  <property name='osgi.ds.satisfying.condition.target' value='")
          .append("(osgi.condition.id=special)'/>\n");
    }
    xml.append("</x:component>\n");
  }

  private void pids(String name, int version, StringBuilder xml) {
    if (version < 2 || !chance(70)) {
      pids.add(name);
      return;
    }
    List<String> chosen = new ArrayList<>();
    int count = version >= 3 && chance(30) ? 2 : 1;
    while (chosen.size() < count) {
      String pid = version >= 3 && chance(20) ? "$" : one(List.of("one", "two", "three"));
      if (!chosen.contains(pid)) {
        chosen.add(pid);
      }
      if (pid.equals("$") && !pids.contains(name)) {
        pids.add(name);
      }
    }
    xml.append(" configuration-pid='").append(String.join(" ", chosen)).append('\'');
  }

  private void properties(int version, StringBuilder xml, String element) {
    Map<String, String> lines = new LinkedHashMap<>();
    if (chance(50)) {
      lines.put("color", "value='" + one(COLORS) + "'");
    }
    if (chance(40)) {
      lines.put("level", "type='Integer' value='" + random.nextInt(4) + "'");
    }
    if (chance(20)) {
      lines.put("flags", "");
    }
    if (chance(20)) {
      lines.put("service.ranking", "type='Integer' value='" + (random.nextInt(7) - 3) + "'");
    }
    if (chance(15)) {
      lines.put("r0.target", "value='" + one(TARGETS) + "'");
    }
    if (chance(10)) {
      lines.put("r1.cardinality.minimum", "type='Integer' value='" + random.nextInt(3) + "'");
    }
    if (chance(10)) {
      lines.put(".private", "value='x'");
    }
    if (chance(10)) {
      lines.put("letter", "type='" + (version >= 1 ? "Character" : "Char") + "' value='65'");
    }
    if (chance(10)) {
      lines.put("sizes", "type='Double'");
    }
    if (element.equals("factory-property") || chance(85)) {
      lines.forEach((key, rest) -> property(element, key, rest, xml));
    } else {
      xml.append("  <properties entry='OSGI-INF/more.properties'/>\n");
    }
  }

  private void property(String element, String key, String rest, StringBuilder xml) {
    xml.append("  <").append(element).append(" name='").append(key).append("' ").append(rest);
    switch (key) {
      case "flags" -> xml.append(">\n a\n b\n </").append(element).append(">\n");
      case "sizes" -> xml.append(">1.5\n2.5</").append(element).append(">\n");
      default -> xml.append("/>\n");
    }
  }

  private void service(int version, boolean anyScope, StringBuilder xml) {
    xml.append("  <service");
    if (anyScope && chance(30)) {
      xml.append(
          version >= 3
              ? " scope='" + one(List.of("bundle", "prototype", "singleton")) + "'"
              : " servicefactory='true'");
    }
    xml.append('>');
    int first = random.nextInt(TYPES.size());
    int count = chance(25) ? 2 : 1;
    for (int i = 0; i < count; i++) {
      xml.append("<provide interface='")
          .append(TYPES.get((first + i) % TYPES.size()).getName())
          .append("'/>");
    }
    xml.append("</service>\n");
  }

  private void reference(int version, int number, StringBuilder xml) {
    String type =
        version >= 5 && chance(10) ? "org.osgi.service.component.AnyService" : one(TYPES).getName();
    xml.append("  <reference name='r").append(number).append("' interface='").append(type);
    xml.append("' cardinality='").append(one(List.of("1..1", "1..1", "1..n", "0..1", "0..n")));
    xml.append("' policy='").append(one(List.of("static", "dynamic"))).append('\'');
    if (version >= 2 && chance(30)) {
      xml.append(" policy-option='greedy'");
    }
    if (version >= 3 && chance(20)) {
      xml.append(" scope='")
          .append(one(List.of("bundle", "prototype", "prototype_required")))
          .append('\'');
    }
    if (chance(50) || type.endsWith("AnyService")) {
      xml.append(" target='").append(one(TARGETS)).append('\'');
    }
    xml.append("/>\n");
  }

  /** Properties of a configuration or a service. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    if (chance(60)) {
      values.put("color", one(COLORS));
    }
    if (chance(50)) {
      values.put("level", random.nextInt(4));
    }
    if (chance(25)) {
      values.put("flags", new String[] {"a", "b"});
    }
    if (chance(15)) {
      values.put("service.ranking", random.nextInt(7) - 3);
    }
    return values;
  }

  /** Properties of a configuration, which may say something about references. */
  Map<String, Object> configuration() {
    Map<String, Object> values = values();
    if (chance(15)) {
      values.put("r0.target", plain(one(TARGETS)));
    }
    if (chance(10)) {
      values.put("r1.cardinality.minimum", one(List.<Object>of(1, 2, "2", 0L)));
    }
    if (chance(8)) {
      values.put(
          "osgi.ds.satisfying.condition.target",
          chance(50) ? "(osgi.condition.id=special)" : "(osgi.condition.id=true)");
    }
    if (chance(10)) {
      values.put("list", new ArrayList<>(List.of("x", "y")));
    }
    if (chance(10)) {
      values.put(".hidden", true);
    }
    return values;
  }

  private static String plain(String xml) {
    return xml.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&");
  }

  /** A PID, or one that is aimed at a bundle of the set. */
  String pid(int bundles) {
    String pid = one(pids);
    return chance(15)
        ? pid
            + "|"
            + set
            + "."
            + (char) ('a' + random.nextInt(bundles))
            + (chance(50) ? "|1.0.0" : "")
        : pid;
  }

  /** What to do next, and to which of its kind. */
  record Step(Action action, int which, @Nullable Class<?> type) {}

  /** What can happen between two comparisons. */
  enum Action {
    CONFIGURE,
    CONFIGURE_FACTORY,
    DELETE,
    REGISTER,
    REGISTER_CONDITION,
    UNREGISTER,
    ACTIVATE,
    STOP,
    ADD_BUNDLE,
    REMOVE_BUNDLE
  }

  Step step() {
    Action action =
        one(
            List.of(
                Action.CONFIGURE,
                Action.CONFIGURE,
                Action.CONFIGURE,
                Action.CONFIGURE_FACTORY,
                Action.CONFIGURE_FACTORY,
                Action.DELETE,
                Action.DELETE,
                Action.REGISTER,
                Action.REGISTER,
                Action.REGISTER,
                Action.REGISTER_CONDITION,
                Action.UNREGISTER,
                Action.UNREGISTER,
                Action.ACTIVATE,
                Action.STOP,
                Action.ADD_BUNDLE,
                Action.REMOVE_BUNDLE));
    return new Step(action, random.nextInt(1 << 16), one(TYPES));
  }
}
