package dev.latent.container.resolve;

import static dev.latent.container.resolve.TestBundle.bundle;
import static dev.latent.container.resolve.TestBundle.module;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginVersion;
import dev.latent.api.admin.Problem;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.InMemoryPluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PluginResolverTests {

  private final InMemoryPluginSet set = new InMemoryPluginSet();
  private final List<Capability> host = new ArrayList<>();
  private final PluginResolver resolver =
      new PluginResolver(() -> HostCapabilities.of(host), () -> HostCapabilities.NONE);

  private Closure resolve(RegisteredPlugin plugin) {
    return resolver.resolve(set, plugin);
  }

  @Test
  void takesTheHighestVersionInRangeAndThenReferenceOrder() {
    bundle("low", "1").exports("p", "1.0").in(set);
    RegisteredPlugin first = bundle("first", "1").exports("p", "1.5").in(set);
    bundle("second", "1").exports("p", "1.5").in(set);
    bundle("high", "1").exports("p", "2.0").in(set);
    RegisteredPlugin user = bundle("user", "1").imports("p", "[1,2)").in(set);

    Closure closure = resolve(user);

    assertThat(closure.members()).containsExactly(first, user);
    assertThat(closure.wires())
        .containsExactly(new Closure.Wire(user, first, Namespaces.PACKAGE, "p"));
    assertThat(closure.contested()).hasSize(1);
    assertThat(closure.contested().get(0).candidates())
        .extracting(plugin -> plugin.id().name())
        .containsExactly("first", "second", "low");
  }

  @Test
  void namesTheExecutionEnvironmentThatIsNeededAndTheOneThatIsThere() {
    host.add(
        new Capability(
            Namespaces.EXECUTION_ENVIRONMENT,
            Map.of(
                Namespaces.EXECUTION_ENVIRONMENT,
                "JavaSE",
                "version",
                List.of(PluginVersion.parse("1.8"), PluginVersion.parse("17"))),
            Map.of()));
    RegisteredPlugin user =
        bundle("user", "1")
            .needsCapability(
                Namespaces.EXECUTION_ENVIRONMENT, "(&(osgi.ee=JavaSE)(version=99))", Map.of())
            .in(set);

    assertThat(MissingMessage.of(resolve(user), ""))
        .isEqualTo(
            "Execution environment JavaSE 99 not found, required by user 1.0.0. Found: JavaSE"
                + " 17.0.0. Run on a JVM that has it, or use a version of the plugin made for this"
                + " one.");
  }

  @Test
  void theReferenceRunDecidesWhereSeveralCompete() {
    RegisteredPlugin low = bundle("low", "1").exports("p", "1.0").in(set);
    bundle("high", "1").exports("p", "1.5").in(set);
    RegisteredPlugin user = bundle("user", "1").imports("p", "[1,2)").in(set);
    ReferenceWiring.Wire wire = new ReferenceWiring.Wire(user, low, low, Namespaces.PACKAGE, "p");
    ReferenceWiring reference = new ReferenceWiring(Map.of(user, List.of(wire), low, List.of()));
    List<Object> asked = new ArrayList<>();
    PluginResolver following =
        new PluginResolver(
            () -> HostCapabilities.NONE,
            () -> HostCapabilities.NONE,
            plugin -> false,
            plugins -> {
              asked.add(plugins);
              return reference;
            });

    assertThat(following.resolve(set, low).reference()).isNull();
    assertThat(asked).isEmpty();
    assertThat(following.resolve(set, user).members()).containsExactly(low, user);
    assertThat(following.resolve(set, user).reference()).isSameAs(reference);
  }

  @Test
  void whatTheHostHasNeedsNoPlugin() {
    host.add(
        new Capability(
            Namespaces.PACKAGE,
            Map.of(Namespaces.PACKAGE, "p", "version", PluginVersion.parse("1.1")),
            Map.of()));
    bundle("other", "1").exports("p", "1.9").in(set);
    RegisteredPlugin user = bundle("user", "1").imports("p", "[1,2)").in(set);

    Closure closure = resolve(user);

    assertThat(closure.members()).containsExactly(user);
    assertThat(closure.contested().get(0).host()).isTrue();
  }

  @Test
  void passesOverProvidersThatCanNotBeResolvedThemselves() {
    bundle("broken", "1").exports("p", "2.0").imports("nowhere", "1").in(set);
    bundle("behind", "1").exports("p", "1.9").requiresBundle("broken", "1").in(set);
    RegisteredPlugin sound = bundle("sound", "1").exports("p", "1.0").in(set);
    RegisteredPlugin user = bundle("user", "1").imports("p", "1").in(set);

    assertThat(resolve(user).members()).containsExactly(sound, user);
    assertThat(resolve(user).contested()).isEmpty();
  }

  @Test
  void ordersMembersAfterThoseTheyNeedAndBearsCircles() {
    RegisteredPlugin user = bundle("user", "1").requiresBundle("a", "1").in(set);
    RegisteredPlugin a = bundle("a", "1").requiresBundle("b", "1").in(set);
    RegisteredPlugin b = bundle("b", "1").requiresBundle("a", "1").imports("p", "1").in(set);
    RegisteredPlugin c = bundle("c", "1").exports("p", "1").in(set);

    assertThat(resolve(user).members()).containsExactly(c, a, b, user);
    assertThat(resolve(b).members()).containsExactly(c, a, b);
  }

  @Test
  void aChainOfTenThousandIsNoProblem() {
    RegisteredPlugin last = bundle("b0", "1").in(set);
    for (int i = 1; i < 10_000; i++) {
      last = bundle("b" + i, "1").requiresBundle("b" + (i - 1), "1").in(set);
    }

    assertThat(resolve(last).members()).hasSize(10_000).startsWith(set.all().get(0)).endsWith(last);
  }

  @Test
  void takesOptionalProvidersWhereTheyAreThere() {
    RegisteredPlugin there = bundle("there", "1").exports("p", "1").in(set);
    RegisteredPlugin user =
        bundle("user", "1").importsOptionally("p").importsOptionally("q").in(set);

    assertThat(resolve(user).members()).containsExactly(there, user);
  }

  @Test
  void mandatoryAttributesMustBeAskedFor() {
    bundle("picky", "1").exportsWithMandatory("p", "company", "acme").in(set);
    RegisteredPlugin plain = bundle("plain", "1").imports("p", "0").in(set);
    RegisteredPlugin asking =
        bundle("asking", "1")
            .needsCapability(
                Namespaces.PACKAGE, "(&(osgi.wiring.package=p)(company=acme))", Map.of())
            .in(set);

    assertThat(resolve(plain).resolvable()).isFalse();
    assertThat(resolve(asking).members()).hasSize(2);
  }

  @Test
  void genericCapabilitiesAreMatchedByFilterAndTakenTogetherWhereMultiple() {
    RegisteredPlugin one = bundle("one", "1").provides("acme.x", Map.of("acme.x", "k")).in(set);
    RegisteredPlugin two =
        bundle("two", "1").provides("acme.x", Map.of("acme.x", "k", "level", 3L)).in(set);
    RegisteredPlugin single =
        bundle("single", "1")
            .needsCapability("acme.x", "(&(acme.x=k)(level>=2))", Map.of())
            .in(set);
    RegisteredPlugin all =
        bundle("all", "1")
            .needsCapability("acme.x", "(acme.x=k)", Map.of("cardinality", "multiple"))
            .in(set);
    RegisteredPlugin later =
        bundle("later", "1")
            .needsCapability("acme.x", "(acme.x=none)", Map.of("effective", "active"))
            .in(set);
    RegisteredPlugin unnamed =
        bundle("unnamed", "1").needsCapability("acme.x", null, Map.of()).in(set);

    assertThat(resolve(single).members()).containsExactly(two, single);
    assertThat(resolve(all).members()).containsExactly(one, two, all);
    assertThat(resolve(later).members()).containsExactly(later);
    assertThat(resolve(unnamed).members()).containsExactly(one, unnamed);
  }

  @Test
  void fragmentsComeWithTheirHostAndBringTheirNeeds() {
    RegisteredPlugin library = bundle("library", "1").exports("p", "1").in(set);
    RegisteredPlugin hostBundle = bundle("host", "1").in(set);
    RegisteredPlugin fragment =
        bundle("fragment", "1").fragmentOf("host").imports("p", "1").in(set);
    bundle("lame", "1").fragmentOf("host").imports("nowhere", "1").in(set);
    RegisteredPlugin user = bundle("user", "1").requiresBundle("host", "1").in(set);

    assertThat(resolve(user).members()).containsExactly(library, hostBundle, fragment, user);
    assertThat(resolve(fragment).members()).containsExactly(library, hostBundle, fragment);
  }

  @Test
  void saysWhatIsMissingForWhomWithWhatComesNear() {
    bundle("acme.pdf-core", "2.1").exports("acme.pdf", "1.9").in(set);
    bundle("acme.fonts", "1").exports("acme.pdg", "3.0").in(set);
    bundle("acme.middle", "1").exports("m", "1").imports("acme.pdf", "[2.1,3)").in(set);
    RegisteredPlugin report = bundle("acme.report", "1.2").imports("m", "1").in(set);

    Closure closure = resolve(report);

    assertThat(closure.resolvable()).isFalse();
    assertThat(MissingMessage.of(closure, "service acme.Renderer"))
        .isEqualTo(
            "Package acme.pdf [2.1,3) not found, required by acme.middle 1.0.0, required by"
                + " acme.report 1.2.0, requested for service acme.Renderer. Found: acme.pdf-core"
                + " 2.1.0 exports acme.pdf 1.9.0 (too low), acme.fonts 1.0.0 exports acme.pdg 3.0.0."
                + " Put the missing jar into the plugin directory.");
  }

  @Test
  void namesAPluginOnceAndSaysThatItsVersionIsTheWrongOne() {
    bundle("acme.lib", "1").exports("acme.lib", "1.0").in(set);
    bundle("acme.new", "5").exports("acme.new", "5.0").in(set);
    RegisteredPlugin user =
        bundle("user", "1").imports("acme.lib", "[2,3)").imports("acme.new", "[2,3)").in(set);
    RegisteredPlugin whole = bundle("whole", "1").requiresBundle("acme.lib", "[2,3)").in(set);

    assertThat(resolve(user).missing())
        .extracting(Closure.Missing::nearest)
        .containsExactly(
            List.of("acme.lib 1.0.0 exports acme.lib 1.0.0 (too low)"),
            List.of("acme.new 5.0.0 exports acme.new 5.0.0 (too high)"));
    assertThat(resolve(whole).missing())
        .extracting(Closure.Missing::nearest)
        .containsExactly(List.of("acme.lib 1.0.0 (too low)"));
  }

  @Test
  void saysAllThatIsMissingAndAtMostTwentyCandidates() {
    for (int i = 10; i < 40; i++) {
      bundle("acme.tool" + i, "1").in(set);
    }
    RegisteredPlugin user =
        bundle("user", "1").requiresBundle("acme.tool", "1").imports("q", "1").in(set);

    Closure closure = resolve(user);

    assertThat(closure.missing())
        .extracting(Closure.Missing::what)
        .containsExactly("bundle acme.tool 1", "package q 1");
    assertThat(closure.missing().get(0).nearest()).hasSize(20).startsWith("acme.tool10 1.0.0");
  }

  @Test
  void modulesThatRequireEachOtherAreAProblem() {
    RegisteredPlugin a = module("a", "1").requires("b").in(set);
    module("b", "1").requires("c").in(set);
    module("c", "1").requires("a").in(set);

    Closure closure = resolve(a);

    assertThat(closure.resolvable()).isFalse();
    assertThat(MissingMessage.of(closure, ""))
        .isEqualTo(
            "Modules that require each other in a circle can't be used: a 1.0.0 requires b 1.0.0"
                + " requires c 1.0.0 requires a 1.0.0. The Java platform allows no such circle."
                + " Move what they share into a third module that both require.");
  }

  @Test
  void aPackageInTwoModulesThatOneReadsIsAProblem() {
    module("left", "1").exportsPackage("p").in(set);
    module("right", "1").exportsPackage("p").in(set);
    RegisteredPlugin user = module("user", "1").requires("left").requires("right").in(set);

    assertThat(MissingMessage.of(resolve(user), ""))
        .isEqualTo(
            "Package p is in left 1.0.0 and in right 1.0.0, and user 1.0.0 reads both. The Java"
                + " platform allows a package in one of the modules that a module reads. Remove it"
                + " from one of the jars, or require only one of them.");
  }

  @Test
  void providersOfUsedServicesComeFirstExceptWhereTheyNeedTheirUser() {
    RegisteredPlugin core = module("core", "1").uses("s.Codec").in(set);
    RegisteredPlugin free = module("free", "1").offers("s.Codec").in(set);
    RegisteredPlugin bound = module("bound", "1").requires("core").offers("s.Codec").in(set);

    Closure closure = resolve(core);

    assertThat(closure.members()).containsExactly(free, core);
    assertThat(closure.resolvable()).isTrue();
    assertThat(closure.problems()).hasSize(1);
    Problem notice = closure.problems().get(0);
    assertThat(notice.severity()).isEqualTo(Problem.Severity.NOTICE);
    assertThat(notice.message())
        .isEqualTo(
            "core 1.0.0 uses service s.Codec of bound 1.0.0, which needs core 1.0.0 itself, so"
                + " the layer of the latter is no parent of the former. ServiceLoader.load with a layer"
                + " does not find it there; with the type alone it does.");
    assertThat(resolve(bound).members()).containsExactly(free, core, bound);
  }

  @Test
  void usesInACircleAreBrokenTheSameWayWhereverTheSearchBegins() {
    RegisteredPlugin a = module("a", "1").uses("s.B").offers("s.A").in(set);
    RegisteredPlugin b = module("b", "1").uses("s.A").offers("s.B").in(set);

    assertThat(resolve(a).members()).containsExactly(b, a);
    assertThat(resolve(b).members()).containsExactly(b);
  }

  @Test
  void closuresAreKeptUntilThePluginsChange() {
    RegisteredPlugin plugin = bundle("a", "1").in(set);
    Closure first = resolve(plugin);

    assertThat(resolve(plugin)).isSameAs(first);
    resolver.invalidate();
    assertThat(resolve(plugin)).isNotSameAs(first).isEqualTo(first);
  }
}
