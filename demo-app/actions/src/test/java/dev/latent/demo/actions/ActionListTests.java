package dev.latent.demo.actions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What there is, and that each action says all that the workbench shows of it. */
class ActionListTests {

  private static final Path PAGE = Path.of("..", "..", "docs", "demo-actions.md");

  @Test
  void thereAreManyActionsOverManyLibrariesOfEachKind() throws Exception {
    List<DeclaredAction> actions = PluginDirectory.actions();
    assertThat(actions).hasSizeGreaterThanOrEqualTo(40);
    assertThat(actions.stream().map(action -> action.text("action.library")).distinct().count())
        .as("libraries")
        .isGreaterThanOrEqualTo(25);
    Map<DeclaredAction.Kind, Long> kinds =
        actions.stream()
            .collect(Collectors.groupingBy(DeclaredAction::kind, Collectors.counting()));
    assertThat(kinds).containsOnlyKeys(DeclaredAction.Kind.values());
    assertThat(kinds.values()).allSatisfy(count -> assertThat(count).isGreaterThan(10));
  }

  @Test
  void idsAreUnique() throws Exception {
    assertThat(PluginDirectory.actions().stream().map(DeclaredAction::id)).doesNotHaveDuplicates();
  }

  @Test
  void eachActionSaysAllThatTheWorkbenchShows() throws Exception {
    assertThat(PluginDirectory.actions())
        .allSatisfy(
            action -> {
              assertThat(action.attributes())
                  .as(action.jar().toString())
                  .containsKeys(
                      "action.id",
                      "action.label",
                      "action.group",
                      "action.from",
                      "action.to",
                      "action.options",
                      "action.library");
              assertThat(action.attributes().keySet())
                  .hasSizeLessThanOrEqualTo(8)
                  .allMatch(name -> name.startsWith("action."));
              assertThat(action.id()).matches("[a-z0-9]+(-[a-z0-9]+)*");
              assertThat(action.texts("action.from"))
                  .isNotEmpty()
                  .allMatch(type -> type.matches("[*a-z]+/[*a-z0-9.+-]+"));
              assertThat(action.text("action.to")).matches("[a-z]+/[a-z0-9.+-]+");
              assertThat(action.texts("action.options"))
                  .isNotEmpty()
                  .allMatch(
                      option ->
                          option.matches(
                              "[a-z-]+\\|(text|flag|number:\\d+:\\d+|choice(:[\\w.-]+)+"
                                  + "|document(:[a-z]+/[*a-z0-9.+-]+)+)\\|[^|]*\\|[^|]+"));
            });
  }

  @Test
  void ofTheActionsThatMakeOneTypeOfAnotherOneIsPreferred() throws Exception {
    Map<String, List<DeclaredAction>> byTypes = new TreeMap<>();
    for (DeclaredAction action : PluginDirectory.actions()) {
      for (String from : action.texts("action.from")) {
        if (!from.equals(action.text("action.to"))) {
          byTypes
              .computeIfAbsent(from + " to " + action.text("action.to"), key -> new ArrayList<>())
              .add(action);
        }
      }
    }
    byTypes.values().removeIf(actions -> actions.size() == 1);
    // what anything can be made into has nothing in common
    byTypes.remove("*/* to text/plain");
    assertThat(byTypes).containsKeys("text/markdown to text/html", "text/* to image/png");
    assertThat(byTypes)
        .allSatisfy(
            (types, actions) ->
                assertThat(actions.stream().filter(DeclaredAction::isPreferred).toList())
                    .as(types)
                    .hasSize(1));
  }

  @Test
  void eachDefaultIsOneThatItsOptionAllows() throws Exception {
    assertThat(PluginDirectory.actions())
        .allSatisfy(
            action ->
                assertThat(action.texts("action.options"))
                    .allSatisfy(
                        option -> {
                          String[] parts = option.split("\\|", -1);
                          List<String> type = List.of(parts[1].split(":", -1));
                          switch (type.get(0)) {
                            case "flag" -> assertThat(parts[2]).isIn("true", "false");
                            case "choice" -> assertThat(type.get(1)).isEqualTo(parts[2]);
                            case "number" ->
                                assertThat(Integer.parseInt(parts[2]))
                                    .isBetween(
                                        Integer.parseInt(type.get(1)),
                                        Integer.parseInt(type.get(2)));
                            default -> assertThat(parts[3]).isNotBlank();
                          }
                        }));
  }

  @Test
  void theLibraryOfEachActionLiesInTheDirectoryInThatVersion() throws Exception {
    assertThat(PluginDirectory.actions())
        .allSatisfy(
            action -> {
              String[] words = action.text("action.library").split(" ", -1);
              String jar = words[words.length - 2] + "-" + words[words.length - 1] + ".jar";
              assertThat(PluginDirectory.PATH.resolve(jar)).isRegularFile();
            });
  }

  /** Run with {@code -Dactions.page=write} to write the page anew. */
  @Test
  void thePageInTheDocsListsThem() throws Exception {
    String page = page();
    if ("write".equals(System.getProperty("actions.page"))) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).hasContent(page);
  }

  private static String page() throws Exception {
    List<DeclaredAction> actions = new ArrayList<>(PluginDirectory.actions());
    actions.sort(
        Comparator.comparing((DeclaredAction action) -> action.text("action.group"))
            .thenComparing(DeclaredAction::id));
    long libraries =
        actions.stream().map(action -> action.text("action.library")).distinct().count();
    StringBuilder page = new StringBuilder("# The actions of the document workbench\n\n");
    page.append("A test compares this page with the plugins that the build makes. ");
    page.append(actions.size()).append(" actions over ").append(libraries);
    page.append(" libraries as their authors published them.\n");
    String group = "";
    for (DeclaredAction action : actions) {
      if (!action.text("action.group").equals(group)) {
        group = action.text("action.group");
        page.append("\n## ").append(group).append("\n\n");
        page.append("| Action | Label | From | To | Library | Kind | Options |\n");
        page.append("|---|---|---|---|---|---|---|\n");
      }
      page.append("| `").append(action.id()).append("` | ").append(action.text("action.label"));
      page.append(" | ").append(String.join(", ", action.texts("action.from")));
      page.append(" | ").append(action.text("action.to"));
      page.append(" | ").append(action.text("action.library"));
      page.append(" | ").append(action.kind().words()).append(" | ");
      page.append(
          action.texts("action.options").stream()
              .map(option -> option.split("\\|", -1))
              .map(parts -> "`" + parts[0] + "` " + parts[3])
              .collect(Collectors.joining("; ")));
      page.append(" |\n");
    }
    return page.toString();
  }
}
