package dev.latent.container.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** Compares components as read with what Felix's component runtime makes of the same XML. */
class ComponentRuntimeTests {

  private static final String XML =
      """
      <components xmlns:s0='http://www.osgi.org/xmlns/scr/v1.0.0'
          xmlns:s1='http://www.osgi.org/xmlns/scr/v1.1.0'
          xmlns:s2='http://www.osgi.org/xmlns/scr/v1.2.0'
          xmlns:s3='http://www.osgi.org/xmlns/scr/v1.3.0'
          xmlns:s4='http://www.osgi.org/xmlns/scr/v1.4.0'
          xmlns:s5='http://www.osgi.org/xmlns/scr/v1.5.0'>
        <s0:component name='oldest'>
          <implementation class='acme.Oldest'/>
          <property name='letter' type='Char' value='65'/>
          <property name='many' type='Integer'>
            1
            2
          </property>
          <property name='one.line' type='Long'>7</property>
          <property name='empty'> </property>
          <service servicefactory='true'><provide interface='java.lang.Runnable'/></service>
        </s0:component>
        <s1:component>
          <implementation class='acme.Nameless'/>
          <property name='.private' value='hidden'/>
          <property name='service.ranking' type='Integer' value='7'/>
          <property name='letter' type='Character' value='66'/>
          <property name='d' type='Double' value='1.5'/>
          <property name='f' type='Float'>
            1.5
            2.5
          </property>
          <property name='b' type='Byte' value='3'/>
          <property name='sh' type='Short' value='4'/>
          <property name='bool' type='Boolean'>
            true
            false
          </property>
          <properties entry='OSGI-INF/more.properties'/>
          <property name='overridden' value='later'/>
          <service><provide interface='java.lang.Runnable'/><provide interface='java.io.Closeable'/></service>
          <reference interface='acme.Optional' cardinality='0..1' policy='dynamic' target='(x=1)'/>
        </s1:component>
        <s1:component name='off' enabled='false' configuration-policy='ignore'>
          <implementation class='acme.Off'/>
          <service><provide interface='java.lang.Runnable'/></service>
        </s1:component>
        <s2:component name='configured' configuration-policy='require' configuration-pid='acme.pid'>
          <implementation class='acme.Configured'/>
          <service><provide interface='java.lang.Runnable'/></service>
          <reference name='log' interface='acme.Log' policy-option='greedy' cardinality='1..n'/>
        </s2:component>
        <s3:component name='several' configuration-pid='$ other'>
          <implementation class='acme.Several'/>
          <service scope='prototype'><provide interface='java.lang.Runnable'/></service>
          <reference name='r' interface='acme.R' cardinality='0..n' scope='prototype_required'/>
          <property name='r.target' value='(won=true)'/>
        </s3:component>
        <s3:component name='waiting' immediate='true'>
          <implementation class='acme.Waiting'/>
          <reference name='never' interface='acme.Never' target='(a=b)'/>
        </s3:component>
        <s4:component name='factory' factory='acme.factory'>
          <implementation class='acme.Made'/>
          <property name='own' value='not of the factory'/>
          <factory-property name='flavour' value='sweet'/>
          <factory-property name='.dotted' value='published all the same'/>
          <factory-properties entry='OSGI-INF/more.properties'/>
          <service><provide interface='java.lang.Runnable'/></service>
        </s4:component>
        <s5:component name='newest' init='1'>
          <implementation class='acme.Newest'/>
          <service scope='bundle'><provide interface='java.lang.Runnable'/></service>
          <reference name='p' interface='acme.P' cardinality='0..1' parameter='0'/>
        </s5:component>
      </components>
      """;

  @TempDir Path directory;
  private Framework framework;
  private Bundle bundle;
  private PluginDescriptor descriptor;

  @BeforeEach
  void startComponents() throws Exception {
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(Constants.FRAMEWORK_STORAGE, directory.resolve("storage").toString()));
    framework.start();
    BundleContext context = framework.getBundleContext();
    List<Bundle> bundles = new ArrayList<>();
    for (String name :
        List.of(
            "org.osgi.util.function-1.2.0",
            "org.osgi.util.promise-1.3.0",
            "org.osgi.service.component-1.5.1",
            "org.apache.felix.scr-2.2.18")) {
      Path jar = Path.of("target/published", name + ".jar");
      bundles.add(context.installBundle(jar.toUri().toString()));
    }
    for (Bundle started : bundles) {
      started.start();
    }
    TestJar jar =
        TestJar.bundle("acme")
            .header("Service-Component", "OSGI-INF/comp*.xml")
            .file("OSGI-INF/components.xml", XML)
            .file("OSGI-INF/more.properties", "from.file=yes\noverridden=earlier\n");
    for (ComponentDescription component : read(jar, "look.jar").components()) {
      jar.type(component.implementation());
    }
    bundle = context.installBundle(jar.writeTo(directory, "acme.jar").toUri().toString());
    bundle.start();
    descriptor = read(jar, "again.jar");
  }

  private PluginDescriptor read(TestJar jar, String name) {
    return new DescriptorReader()
        .read(JarReference.of(jar.writeTo(directory, name)))
        .descriptor()
        .orElseThrow();
  }

  @AfterEach
  void stopFramework() throws Exception {
    framework.stop();
    framework.waitForStop(30_000);
  }

  @Test
  void componentsAreDescribedAsTheRuntimeDescribesThem() throws Exception {
    Object runtime =
        Objects.requireNonNull(
            framework
                .getBundleContext()
                .getService(
                    framework
                        .getBundleContext()
                        .getServiceReference(
                            "org.osgi.service.component.runtime.ServiceComponentRuntime")));
    Collection<?> dtos =
        (Collection<?>)
            runtime
                .getClass()
                .getMethod("getComponentDescriptionDTOs", Bundle[].class)
                .invoke(runtime, (Object) new Bundle[] {bundle});
    List<String> theirs = new ArrayList<>();
    for (Object dto : dtos) {
      theirs.add(theirText(dto));
    }
    List<String> ours = new ArrayList<>();
    for (ComponentDescription component : descriptor.components()) {
      ours.add(ourText(component));
    }

    assertThat(ours).hasSize(8).containsExactlyInAnyOrderElementsOf(theirs);
  }

  @Test
  void offersAreTheServicesThatTheRuntimeRegisters() {
    Map<String, String> theirs = new TreeMap<>();
    for (ServiceReference<?> reference : bundle.getRegisteredServices()) {
      Map<String, Object> attributes = new TreeMap<>();
      for (String key : reference.getPropertyKeys()) {
        attributes.put(key, reference.getProperty(key));
      }
      String name = attributes.get("component.name").toString();
      // The first three change from run to run; the vendor is that of the runtime.
      Set.of("component.id", "service.id", "service.bundleid", "service.vendor", "objectClass")
          .forEach(attributes::remove);
      List<String> types = List.of((String[]) reference.getProperty("objectClass"));
      theirs.put(name, types + " " + text(attributes));
    }

    Map<String, String> ours = new TreeMap<>();
    for (ServiceOffer offer : descriptor.offers()) {
      // This one has a condition that only a runtime with configurations can tell.
      if (!offer.component().orElseThrow().equals("configured")) {
        ours.put(offer.component().get(), offer.types() + " " + text(offer.attributes()));
      }
    }

    assertThat(ours.toString()).contains("String[][", "int[]["); // or nothing would be compared
    assertThat(ours)
        .containsOnlyKeys("oldest", "acme.Nameless", "several", "factory", "newest")
        .isEqualTo(theirs);
  }

  private static String theirText(Object dto) throws ReflectiveOperationException {
    List<String> references = new ArrayList<>();
    for (Object reference : (Object[]) field(dto, "references")) {
      if (!"osgi.ds.satisfying.condition".equals(field(reference, "name"))) {
        references.add(
            field(reference, "name")
                + " "
                + field(reference, "interfaceName")
                + " "
                + field(reference, "cardinality")
                + " "
                + field(reference, "policy").equals("static")
                + " "
                + field(reference, "policyOption").equals("greedy")
                + " "
                + field(reference, "scope"));
      }
    }
    return field(dto, "name")
        + " "
        + field(dto, "implementationClass")
        + " "
        + field(dto, "defaultEnabled")
        + " "
        + field(dto, "factory")
        + " "
        + field(dto, "configurationPolicy")
        + " "
        + List.of((Object[]) field(dto, "configurationPid"))
        + " "
        + List.of((Object[]) field(dto, "serviceInterfaces"))
        + " "
        + field(dto, "scope")
        + " "
        + references
        + " "
        + keys((Map<?, ?>) field(dto, "properties"))
        + " "
        + (field(dto, "factoryProperties") instanceof Map<?, ?> map ? text(map) : "{}");
  }

  private static String ourText(ComponentDescription component) {
    List<String> references = new ArrayList<>();
    for (ComponentDescription.Reference reference : component.references()) {
      references.add(
          reference.name()
              + " "
              + reference.type()
              + " "
              + reference.cardinality()
              + " "
              + reference.isStatic()
              + " "
              + reference.isGreedy()
              + " "
              + reference.scope());
    }
    return component.name()
        + " "
        + component.implementation()
        + " "
        + component.enabled()
        + " "
        + component.factory().orElse(null)
        + " "
        + component.configurationPolicy()
        + " "
        + component.configurationPids()
        + " "
        + component.services()
        + " "
        + (component.services().isEmpty() ? "null" : component.scope())
        + " "
        + references
        + " "
        + keys(component.properties())
        + " "
        + text(component.factoryProperties());
  }

  private static Object field(Object dto, String name) throws ReflectiveOperationException {
    return dto.getClass().getField(name).get(dto);
  }

  /** The names alone; the runtime shows values here as texts, the other test compares them. */
  private static Set<String> keys(Map<?, ?> map) {
    Set<String> keys = new TreeSet<>();
    map.keySet().forEach(key -> keys.add(key.toString()));
    keys.remove("osgi.ds.satisfying.condition.target");
    return keys;
  }

  private static String text(Map<?, ?> map) {
    Map<String, String> text = new TreeMap<>();
    map.forEach((key, value) -> text.put(key.toString(), text(value)));
    return text.toString();
  }

  /** Shows value and type. */
  private static String text(Object value) {
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
