package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginId;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceHandle;
import dev.latent.api.ServiceRegistration;
import dev.latent.container.PluginContainer;
import dev.latent.container.runtime.osgi.TestBundle;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.condition.Condition;

/**
 * Compares what is offered, without anything being started for it, with what the component runtime
 * registers in a framework of its own where everything is started: over random sets of components,
 * after each of some random steps. A failure names the seed of its set; run that alone with {@code
 * -Doracle.components.seed=… -Doracle.components.sets=1}.
 */
@Timeout(600)
@SuppressWarnings({"rawtypes", "unchecked"}) // a class literal has no type arguments
final class ComponentOracleTests {

  private static final long SEED = Long.getLong("oracle.components.seed", 20_240_601L);
  private static final int SETS = Integer.getInteger("oracle.components.sets", 500);
  private static final int STEPS = 6;

  /**
   * A set over which the component runtime itself never comes to rest, also in the framework where
   * everything is started: it registers and withdraws one component in turns without end.
   */
  private static final long RESTLESS = 20_240_601_417L;

  private static final String FACTORY = "org.osgi.service.component.ComponentFactory";

  /** They differ from run to run, or say where the service is registered and by which runtime. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "objectClass",
          "service.id",
          "service.bundleid",
          "service.vendor",
          "component.id",
          "latent.plugin",
          "latent.plugin.version");

  @TempDir private Path directory;
  private PluginContainer container;
  private RunningComponents running;
  private ConfigurationHand configurations;
  private TestBundle code;

  /** How often the two agreed only after the other framework had begun anew. */
  private int byHistory;

  private int comparisons;
  private int services;

  @Test
  void offersAreWhatTheComponentRuntimeRegistersWhenEverythingIsStarted() throws Exception {
    Path plugins = Files.createDirectories(directory.resolve("plugins"));
    RealBundles.componentRuntime(plugins);
    RealBundles.configurationAdmin(plugins);
    code = RandomComponents.code();
    try (PluginContainer built =
            PluginContainer.builder()
                .plugins(plugins)
                .framework(System.getProperty("latent.test.framework", "felix"))
                .frameworkProperty("ds.loglevel", "none")
                .frameworkProperty(RunningComponents.LOCK_LIMIT, "50")
                .notices(line -> {})
                .watch(false)
                .build();
        RunningComponents everything = new RunningComponents(directory.resolve("other"))) {
      container = built;
      running = everything;
      for (int i = 0; i < SETS; i++) {
        long seed = SETS == 1 ? SEED : SEED * 1_000 + i;
        if (seed != RESTLESS) {
          new RandomSet(seed, "s" + i, plugins).run();
        }
      }
    }
    System.out.println(
        "components: "
            + comparisons
            + " comparisons of "
            + services
            + " services, "
            + byHistory
            + " of them equal only as begun anew");
    if (SETS > 1) {
      assertThat(services).as("or little was compared").isGreaterThan(2 * SETS);
      assertThat(byHistory).isLessThan(comparisons / 20);
    }
  }

  /** One set of components and what happens to it. */
  private final class RandomSet {

    private final long seed;
    private final Random random;
    private final RandomComponents components;
    private final String name;
    private final Path plugins;
    private final Map<Path, TestBundle> bundles = new LinkedHashMap<>();
    private final List<Registered> registered = new ArrayList<>();
    private final List<String> made = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private int numbers;
    private boolean activated;
    private boolean configured;

    private record Registered(
        ServiceRegistration here, org.osgi.framework.ServiceRegistration<?> there) {}

    RandomSet(long seed, String name, Path plugins) {
      this.seed = seed;
      this.random = new Random(seed);
      this.components = new RandomComponents(random, name);
      this.name = name;
      this.plugins = plugins;
    }

    void run() throws Exception {
      try {
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
          add();
        }
        container.admin().refresh();
        compare();
        for (int i = 0; i < STEPS; i++) {
          RandomComponents.Step step = components.step();
          perform(step);
          compare();
        }
      } catch (Exception e) {
        throw new IllegalStateException(described(), e);
      }
      clear();
    }

    private String described() {
      StringBuilder text = new StringBuilder("seed " + seed + ", set " + name + "\n");
      bundles.forEach(
          (jar, bundle) ->
              text.append(bundle.text("OSGI-INF/c.xml"))
                  .append(bundle.headerText("Provide-Capability"))
                  .append(" registered as ")
                  .append(bundle.headerText("Gen-Services"))
                  .append('\n'));
      story.forEach(line -> text.append(line).append('\n'));
      return text.toString();
    }

    private void add() throws Exception {
      TestBundle bundle = components.bundle(numbers, code);
      Path jar = bundle.writeTo(plugins);
      numbers++;
      bundles.put(jar, bundle);
      // Their activators are run to learn what they register.
      activated |= bundle.has("gen/Start.class");
      running.add(jar);
      story.add("add " + jar.getFileName());
    }

    private void perform(RandomComponents.Step step) throws Exception {
      switch (step.action()) {
        case CONFIGURE -> {
          String pid = components.pid(numbers);
          Map<String, Object> properties = components.configuration();
          if (made.stream().anyMatch(each -> each.startsWith(pid + "~"))) {
            return; // Configuration Admin knows a PID as one kind only, and so does a component
          }
          story.add("configure " + pid + " " + text(properties));
          made.add(pid);
          hand().put(pid, properties);
          running.configurations().put(pid, properties);
        }
        case CONFIGURE_FACTORY -> {
          String pid = components.pid(numbers);
          String instance = random.nextBoolean() ? "a" : "b";
          Map<String, Object> properties = components.configuration();
          if (made.contains(pid)) {
            return;
          }
          story.add("configure " + pid + "~" + instance + " " + text(properties));
          made.add(pid + "~" + instance);
          hand().put(pid, instance, properties);
          running.configurations().put(pid, instance, properties);
        }
        case DELETE -> {
          if (!made.isEmpty()) {
            String pid = made.remove(step.which() % made.size());
            made.removeIf(pid::equals);
            story.add("delete " + pid);
            hand().delete(pid);
            running.configurations().delete(pid);
          }
        }
        case REGISTER -> register((Class) step.type(), components.values());
        case REGISTER_CONDITION ->
            register((Class) Condition.class, Map.of("osgi.condition.id", "special"));
        case UNREGISTER -> {
          if (!registered.isEmpty()) {
            Registered gone = registered.remove(step.which() % registered.size());
            story.add("unregister");
            gone.here().close();
            gone.there().unregister();
          }
        }
        case ACTIVATE -> {
          List<ServiceHandle<?>> handles = container.services().handles((Class) step.type());
          List<ServiceHandle<?>> ours =
              handles.stream().filter(handle -> ours(handle.plugin())).toList();
          if (!ours.isEmpty()) {
            ServiceHandle<?> chosen = ours.get(step.which() % ours.size());
            story.add("get " + step.type() + " " + text(chosen.attributes()));
            activated = true;
            assertThat(chosen.get()).isInstanceOf(step.type());
          }
        }
        case STOP -> stopAll();
        case ADD_BUNDLE -> {
          if (numbers < 5) {
            add();
            container.admin().refresh();
          }
        }
        case REMOVE_BUNDLE -> {
          if (bundles.size() > 1) {
            Path jar = List.copyOf(bundles.keySet()).get(step.which() % bundles.size());
            story.add("remove " + jar.getFileName());
            bundles.remove(jar);
            remove(jar);
            container.admin().refresh();
          }
        }
      }
    }

    private boolean ours(PluginId plugin) {
      return plugin.name().startsWith(name + ".");
    }

    private void register(Class type, Map<String, Object> properties) {
      Object service =
          type == Condition.class
              ? Condition.INSTANCE
              : java.lang.reflect.Proxy.newProxyInstance(
                  type.getClassLoader(),
                  new Class<?>[] {type},
                  (proxy, method, arguments) ->
                      method.getName().equals("hashCode")
                          ? 1
                          : method.getName().equals("equals") ? proxy == arguments[0] : null);
      story.add("register " + type.getName() + " " + text(properties));
      registered.add(
          new Registered(
              container.services().register(type, service, properties),
              running.register(type, service, properties)));
    }

    private ConfigurationHand hand() throws Exception {
      configured = true;
      if (configurations == null) {
        configurations =
            new ConfigurationHand(
                container
                    .services()
                    .handles("org.osgi.service.cm.ConfigurationAdmin", null)
                    .get(0)
                    .get());
      }
      return configurations;
    }

    private void stopAll() {
      if (!activated) {
        return;
      }
      container.admin().plugins().stream()
          .filter(plugin -> ours(plugin.id()) && plugin.state() == PluginState.ACTIVE)
          .forEach(plugin -> container.admin().stop(plugin.id()));
    }

    private boolean anyActive() {
      return activated
          && container.admin().plugins().stream()
              .anyMatch(plugin -> ours(plugin.id()) && plugin.state() == PluginState.ACTIVE);
    }

    private void compare() throws Exception {
      if (configured) {
        running.settle();
        configured = false;
      }
      comparisons++;
      List<String> theirs = theirs();
      services += theirs.size();
      if (agreesInTime(theirs)) {
        return;
      }
      // Configurations in another order, and components that found each other while something
      // else was there, may leave the component runtime where it would not have begun.
      byHistory++;
      String before = "offered\n" + lines(offered()) + "\nregistered\n" + lines(theirs);
      running.restart();
      stopAll();
      story.add("begin anew");
      List<String> anew = theirs();
      if (!agreesInTime(anew)) {
        assertThat(offered()).as(described() + before).isEqualTo(anew);
      }
    }

    /** Where plugins are active the component runtime hears of configurations a little later. */
    private boolean agreesInTime(List<String> theirs) {
      boolean same = offered().equals(theirs);
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(anyActive() ? 500 : 0);
      while (!same && System.nanoTime() < end) {
        LockSupport.parkNanos(2_000_000);
        same = offered().equals(theirs);
      }
      return same;
    }

    private List<String> offered() {
      List<String> offered = new ArrayList<>();
      for (Class<?> type : RandomComponents.TYPES) {
        addOffered(type.getName(), offered);
      }
      addOffered(FACTORY, offered);
      return offered.stream().sorted().toList();
    }

    private void addOffered(String type, List<String> offered) {
      for (ServiceHandle<Object> handle : container.services().handles(type, null)) {
        if (handle.attributes().containsKey("component.name")) {
          offered.add(type + " " + text(handle.attributes()));
        }
      }
    }

    private List<String> theirs() throws Exception {
      List<String> theirs = new ArrayList<>();
      for (Class<?> type : RandomComponents.TYPES) {
        running
            .registered(type.getName())
            .forEach(each -> theirs.add(type.getName() + " " + text(each)));
      }
      running.registered(FACTORY).forEach(each -> theirs.add(FACTORY + " " + text(each)));
      return theirs.stream().sorted().toList();
    }

    private void remove(Path jar) throws Exception {
      Files.delete(jar);
      running.remove(jar);
    }

    /** Leaves nothing for the next set. */
    private void clear() throws Exception {
      for (Registered each : registered) {
        each.here().close();
        each.there().unregister();
      }
      for (Path jar : bundles.keySet()) {
        remove(jar);
      }
      if (!made.isEmpty()) {
        for (String pid : made) {
          hand().delete(pid);
          running.configurations().delete(pid);
        }
        running.settle();
      }
      container.admin().refresh();
    }
  }

  private static String lines(List<String> texts) {
    return String.join("\n", texts);
  }

  private static String text(Map<String, ?> attributes) {
    Map<String, String> sorted = new TreeMap<>();
    attributes.forEach(
        (key, value) -> {
          // The ranking that counts where none is stated is told of an offer, too.
          boolean usual = key.equals("service.ranking") && value.equals(0);
          if (!LEFT_OUT.contains(key) && !usual) {
            sorted.put(key, text(value));
          }
        });
    return sorted.toString();
  }

  /** Shows value and type. */
  private static String text(Object value) {
    if (value instanceof Collection<?> several) {
      return "Collection" + several.stream().map(ComponentOracleTests::text).toList();
    }
    if (value.getClass().isArray()) {
      List<String> elements = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        elements.add(text(Array.get(value, i)));
      }
      return value.getClass().getSimpleName() + elements;
    }
    return value.getClass().getSimpleName() + ":" + value;
  }
}
