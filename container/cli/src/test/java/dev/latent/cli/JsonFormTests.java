package dev.latent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.latent.fixtures.Fixtures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The JSON of each command has the fields that the docs name, and no others. */
class JsonFormTests {

  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  /** Fields that are not always there, by object. */
  private static final Map<String, Set<String>> OPTIONAL =
      Map.of("plugin", Set.of("failure"), "problem", Set.of("plugin", "version"));

  @TempDir private Path directory;
  private Path plugins;
  private final Map<String, Set<String>> documented = new TreeMap<>();

  @BeforeEach
  void readDocsAndMakePlugins() throws IOException {
    plugins = Files.createDirectory(directory.resolve("plugins"));
    Fixtures.copyAll(plugins, List.of("basic/acme.api", "basic/render.layer", "basic/use.text-2"));
    Files.writeString(plugins.resolve("broken.jar"), "this is no jar");
    String page = Files.readString(Path.of("..", "..", "docs", "cli.md"));
    for (String line : page.substring(page.indexOf("## JSON")).lines().toList()) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 4 && !cells[1].isBlank()) {
        Set<String> fields = new TreeSet<>();
        Matcher name = NAME.matcher(cells[2].replaceAll("\\([^)]*\\)", ""));
        while (name.find()) {
          fields.add(name.group(1));
        }
        documented.put(cells[1].strip(), fields);
      }
    }
  }

  @Test
  void eachCommandHasTheFieldsThatTheDocsName() throws IOException {
    Map<String, String[]> commands = new TreeMap<>();
    commands.put("list", new String[] {});
    commands.put("info", new String[] {"acme.render.text"});
    commands.put("why", new String[] {"acme.render.text"});
    commands.put("services", new String[] {});
    commands.put("check", new String[] {});
    commands.put("index", new String[] {});
    commands.put("lookup", new String[] {"Renderer", "(format=text)"});
    for (Map.Entry<String, String[]> command : commands.entrySet()) {
      Map<?, ?> json = run(command.getKey(), command.getValue());
      Set<String> expected = new TreeSet<>(documented.get("`" + command.getKey() + "`"));
      expected.add("form");
      assertThat(names(json)).as(command.getKey()).isEqualTo(expected);
      assertThat(json.get("form")).isEqualTo("1");
    }
  }

  @Test
  void eachObjectHasTheFieldsThatTheDocsName() throws IOException {
    Map<?, ?> list = run("list");
    List<Map<?, ?>> all = objects(list.get("plugins"));
    assertThat(all).hasSize(3);
    Map<?, ?> lookup = run("lookup", "Renderer", "(format=text)");
    all.addAll(objects(lookup.get("activated")));
    List<Map<?, ?>> services = new ArrayList<>();
    List<Map<?, ?>> steps = new ArrayList<>();
    List<Map<?, ?>> transitions = new ArrayList<>();
    List<Map<?, ?>> problems = objects(list.get("problems"));
    problems.addAll(objects(run("check").get("problems")));
    for (Map<?, ?> plugin : all) {
      services.addAll(objects(plugin.get("services")));
      steps.addAll(objects(plugin.get("steps")));
      transitions.addAll(objects(plugin.get("transitions")));
    }
    hold("plugin", all);
    hold("service", services);
    hold("step", steps);
    hold("transition", transitions);
    hold("problem", problems);
  }

  private void hold(String object, List<Map<?, ?>> found) {
    assertThat(found).as(object).isNotEmpty();
    Set<String> all = documented.get(object);
    Set<String> always = new TreeSet<>(all);
    always.removeAll(OPTIONAL.getOrDefault(object, Set.of()));
    for (Map<?, ?> one : found) {
      assertThat(all).as(object).containsAll(names(one));
      assertThat(names(one)).as(object).containsAll(always);
    }
  }

  private Map<?, ?> run(String command, String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--json", "-p", plugins.toString(), "--host-package", "acme.api"));
    CommandLine latent = LatentCommand.commandLine();
    StringWriter out = new StringWriter();
    latent.setOut(new PrintWriter(out, true));
    latent.setErr(new PrintWriter(new StringWriter(), true));
    latent.execute(line.toArray(String[]::new));
    try (JsonParser parser = new JsonFactory().createParser(out.toString())) {
      parser.nextToken();
      return (Map<?, ?>) value(parser);
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> object = new TreeMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        object.put(name, value(parser));
      }
      return object;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Object> array = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(parser));
      }
      return array;
    }
    return parser.getText();
  }

  private static List<Map<?, ?>> objects(Object array) {
    List<Map<?, ?>> objects = new ArrayList<>();
    for (Object element : (List<?>) array) {
      objects.add((Map<?, ?>) element);
    }
    return objects;
  }

  private static Set<String> names(Map<?, ?> object) {
    Set<String> names = new TreeSet<>();
    object.keySet().forEach(name -> names.add((String) name));
    return names;
  }
}
