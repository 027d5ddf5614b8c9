package dev.latent.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The path of a plugin, package by package: each step sees the API and the steps before it. */
class LayeringTests {

  private static final String CORE = "dev.latent.container.";

  /** In order; a step may use those that stand before it. */
  private static final List<String> STEPS =
      List.of(
          "descriptor",
          "finder",
          "resolve",
          "knowledge",
          "runtime",
          "prefetch",
          "activation",
          "service",
          "admin",
          "root");

  /** What of a class loader, or of a lookup, makes a class come into being. */
  private static final List<String> LOADING =
      List.of(
          "loadClass",
          "findClass",
          "defineClass",
          "defineHiddenClass",
          "defineHiddenClassWithClassData",
          "ensureInitialized");

  @TestFactory
  List<DynamicTest> eachStepUsesOnlyTheApiAndTheStepsBeforeIt() {
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < STEPS.size(); i++) {
      String step = STEPS.get(i);
      List<String> later = new ArrayList<>(STEPS.subList(i + 1, STEPS.size()));
      later.replaceAll(name -> CORE + name + "..");
      later.add("dev.latent.container");
      if (!step.equals("root")) {
        later.add(CORE + "runtime.layer..");
      }
      tests.add(
          DynamicTest.dynamicTest(
              step,
              () ->
                  noClasses()
                      .that()
                      .resideInAPackage(CORE + step)
                      .should()
                      .dependOnClassesThat()
                      .resideInAnyPackage(later.toArray(String[]::new))
                      .allowEmptyShould(step.equals("prefetch"))
                      .check(Classes.ALL)));
    }
    return tests;
  }

  @Test
  void theRuntimeForLayersUsesNothingBehindTheRuntimes() {
    noClasses()
        .that()
        .resideInAPackage(CORE + "runtime.layer")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            CORE + "prefetch..",
            CORE + "activation..",
            CORE + "service..",
            CORE + "admin..",
            CORE + "root..",
            "dev.latent.container")
        .check(Classes.ALL);
  }

  @Test
  void theRuntimeForBundlesUsesNothingBehindTheRuntimes() {
    noClasses()
        .that()
        .resideInAPackage(CORE + "runtime.osgi")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            CORE + "runtime.layer..",
            CORE + "prefetch..",
            CORE + "activation..",
            CORE + "service..",
            CORE + "admin..",
            CORE + "root..",
            "dev.latent.container")
        .check(Classes.ALL);
  }

  @Test
  void theBridgeOfServicesUsesNothingBehindTheServices() {
    noClasses()
        .that()
        .resideInAPackage(CORE + "service.osgi")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            CORE + "runtime.layer..", CORE + "admin..", CORE + "root..", "dev.latent.container")
        .check(Classes.ALL);
  }

  @Test
  void theApiDependsOnNothingOfTheContainer() {
    noClasses()
        .that()
        .resideInAPackage("dev.latent.api..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("dev.latent.api..", "java..", "org.jspecify.annotations")
        .check(Classes.ALL);
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching("dev.latent.container.(**)").should().beFreeOfCycles().check(Classes.ALL);
    slices().matching("dev.latent.(*)..").should().beFreeOfCycles().check(Classes.ALL);
  }

  @Test
  void osgiTypesAreOnlyUsedByTheOsgiArtefact() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..runtime.osgi..", "..service.osgi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.osgi..", "org.apache.felix.framework..", "org.eclipse.osgi..")
        .check(Classes.ALL);
  }

  @Test
  void layersAreOnlyDefinedByTheirRuntime() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CORE + "runtime.layer")
        .should()
        .callMethodWhere(
            new DescribedPredicate<>("define a module layer") {
              @Override
              public boolean test(com.tngtech.archunit.core.domain.JavaMethodCall call) {
                return call.getTargetOwner().isEquivalentTo(ModuleLayer.class)
                    && call.getName().startsWith("defineModules");
              }
            })
        .check(Classes.ALL);
  }

  @Test
  void daggerIsOnlyUsedByTheCompositionRootAndBindings() {
    noClasses()
        .that(
            DescribedPredicate.not(
                new DescribedPredicate<JavaClass>("generated or bindings") {
                  @Override
                  public boolean test(JavaClass type) {
                    return type.getSimpleName().endsWith("Bindings")
                        || type.getSimpleName().endsWith("_Factory")
                        || type.getSimpleName().contains("Bindings_")
                        || type.getPackageName().equals(CORE + "root");
                  }
                }))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dagger..")
        .check(Classes.ALL);
  }

  @Test
  void knowingAPluginLoadsNoClass() {
    noClasses()
        .that()
        .resideInAnyPackage(
            CORE + "descriptor",
            CORE + "finder",
            CORE + "resolve",
            CORE + "knowledge",
            CORE + "service",
            CORE + "admin")
        .should()
        .callMethodWhere(
            new DescribedPredicate<>("load or define a class") {
              @Override
              public boolean test(com.tngtech.archunit.core.domain.JavaMethodCall call) {
                String name = call.getName();
                return ((call.getTargetOwner().isAssignableTo(ClassLoader.class)
                            || call.getTargetOwner()
                                .isEquivalentTo(java.lang.invoke.MethodHandles.Lookup.class))
                        && LOADING.contains(name))
                    || (call.getTargetOwner().isEquivalentTo(Class.class) && name.equals("forName"))
                    || call.getTargetOwner().isEquivalentTo(java.util.ServiceLoader.class);
              }
            })
        .check(Classes.ALL);
  }

  @Test
  void namesCarryTheRoleOfAType() {
    classes()
        .that()
        .resideInAPackage("dev.latent..")
        .and()
        .haveNameNotMatching(".*\\.Dagger[^.]*") // generated
        .should()
        .haveSimpleNameNotEndingWith("Impl")
        .andShould()
        .haveSimpleNameNotEndingWith("Manager")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Utils")
        .check(Classes.ALL);
  }

  @Test
  void theRulesLookedAtTheClasses() {
    Classes.assertLookedAt("dev.latent.api", 20);
    Classes.assertLookedAt("dev.latent.api.admin", 6);
    Classes.assertLookedAt("dev.latent.api.spi", 4);
    Classes.assertLookedAt("dev.latent.container", 3);
    Classes.assertLookedAt(CORE + "descriptor", 50);
    Classes.assertLookedAt(CORE + "finder", 25);
    Classes.assertLookedAt(CORE + "resolve", 20);
    Classes.assertLookedAt(CORE + "knowledge", 10);
    Classes.assertLookedAt(CORE + "runtime", 10);
    Classes.assertLookedAt(CORE + "runtime.layer", 20);
    Classes.assertLookedAt(CORE + "runtime.osgi", 40);
    Classes.assertLookedAt(CORE + "activation", 12);
    Classes.assertLookedAt(CORE + "service", 25);
    Classes.assertLookedAt(CORE + "service.osgi", 20);
    Classes.assertLookedAt(CORE + "admin", 5);
    Classes.assertLookedAt(CORE + "root", 12);
  }
}
