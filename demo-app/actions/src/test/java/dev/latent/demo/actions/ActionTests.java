package dev.latent.demo.actions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.ServiceHandle;
import dev.latent.container.PluginContainer;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each action runs where it belongs: a bundle's in bare Felix, a layer plugin's in a module layer;
 * and all of them in the container.
 */
class ActionTests {

  @SuppressWarnings("NullAway.Init")
  private static FelixHost felix;

  @SuppressWarnings("NullAway.Init")
  private static PluginContainer container;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path state;

  private static final Map<String, DeclaredAction> DECLARED = new TreeMap<>();
  private static final List<ActionCase> CASES =
      Stream.of(
              MarkupCases.all(),
              PdfCases.all(),
              TableCases.all(),
              DataCases.all(),
              ImageCases.all(),
              FileCases.all(),
              TextCases.all())
          .flatMap(List::stream)
          .toList();

  @BeforeAll
  static void start() throws Exception {
    System.setProperty("java.awt.headless", "true");
    felix = new FelixHost();
    container =
        PluginContainer.builder()
            .plugins(PluginDirectory.PATH)
            .hostPackages("dev.latent.demo.api;version=1.0", "dev.latent.api;version=1.0")
            .stateDirectory(state)
            .build();
    PluginDirectory.actions().forEach(action -> DECLARED.put(action.id(), action));
  }

  @AfterAll
  static void stop() throws Exception {
    felix.close();
    container.close();
  }

  @Test
  void eachActionIsTried() {
    assertThat(CASES.stream().map(ActionCase::id))
        .containsExactlyInAnyOrderElementsOf(DECLARED.keySet());
  }

  @TestFactory
  Stream<DynamicTest> doesWhatItSays() {
    return CASES.stream()
        .map(each -> DynamicTest.dynamicTest(each.id(), () -> doesWhatItSays(each)));
  }

  @TestFactory
  Stream<DynamicTest> doesTheSameInTheContainerWithAllPluginsRegistered() {
    Map<String, ServiceHandle<DocumentAction>> handles = new TreeMap<>();
    for (ServiceHandle<DocumentAction> handle :
        container.services().handles(DocumentAction.class)) {
      handles.put(String.valueOf(handle.attributes().get("action.id")), handle);
    }
    assertThat(handles).containsOnlyKeys(DECLARED.keySet());
    // All libraries are on the class path here, so some modules, such as org.slf4j, are there
    // twice.
    return CASES.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.id(),
                    () -> {
                      DocumentAction action = handles.get(each.id()).get();
                      each.look(each.runPlain(action), each.runChanged(action));
                    }));
  }

  private static void doesWhatItSays(ActionCase each) throws Exception {
    DeclaredAction declared =
        Objects.requireNonNull(DECLARED.get(each.id()), "no plugin declares " + each.id());
    assertThat(declared.optionNames()).containsAll(each.optionNames());
    assertThat(declared.texts("action.from"))
        .as("media types that %s takes", each.id())
        .anyMatch(type -> matches(type, each.sampleType()));
    DocumentAction action =
        declared.kind() == DeclaredAction.Kind.LAYER
            ? new LayerHost().action(declared)
            : felix.action(each.id());
    Document plain = each.runPlain(action);
    Document changed = each.runChanged(action);
    assertThat(plain.mediaType()).isEqualTo(declared.text("action.to"));
    assertThat(changed.mediaType()).isEqualTo(declared.text("action.to"));
    assertThat(plain.name()).isNotBlank().doesNotContain("/");
    assertThat(changed.content()).as("what the option changes").isNotEqualTo(plain.content());
    each.look(plain, changed);
  }

  private static boolean matches(String pattern, String type) {
    return pattern.equals("*/*")
        || pattern.equals(type)
        || (pattern.endsWith("/*") && type.startsWith(pattern.substring(0, pattern.length() - 1)));
  }
}
