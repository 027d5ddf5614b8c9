package dev.latent.pluginbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginBuildErrorTests {

  @TempDir Path output;

  @Test
  void printsTheChainOfACycle() {
    assertThat(
            problems(
                bundle("a", "-latent-depends: b"),
                bundle("b", "-latent-depends: c"),
                bundle("c", "-latent-depends: b")))
        .containsExactly(
            "c/plugin.bnd: plugins depend on each other: b -> c -> b."
                + " Move what both need into a plugin of its own");
  }

  @Test
  void namesTheNearestPlugins() {
    assertThat(
            problems(
                bundle("acme.report", "-latent-depends: acme.pdf-api"),
                bundle("acme.pdf", ""),
                bundle("other", "")))
        .containsExactly(
            "acme.report/plugin.bnd: -latent-depends: no plugin acme.pdf-api."
                + " Nearest: acme.pdf, acme.report");
  }

  @Test
  void namesTheNearestLibraries() {
    Path jar = Path.of("/m2/repository/org/acme/pdf-box/3.0/pdf-box-3.0.jar");
    assertThatThrownBy(
            () ->
                PluginBuilder.builder()
                    .plugin(bundle("acme.report", "-latent-libraries: org.acme:pdf"))
                    .libraries(List.of(jar))
                    .output(output)
                    .build()
                    .run())
        .hasMessage(
            "1 problem while building plugins:\n"
                + "  acme.report/plugin.bnd: -latent-libraries: no library org.acme:pdf"
                + " among those given. Nearest: org.acme:pdf-box");
  }

  @Test
  void refusesUnknownInstructions() {
    assertThat(problems(bundle("a", "-latent-dependencies: b")))
        .containsExactly(
            "a/plugin.bnd: unknown instruction -latent-dependencies; known are -latent-depends,"
                + " -latent-drop, -latent-embed, -latent-exploded, -latent-file, -latent-javac,"
                + " -latent-libraries, -latent-module-version, -latent-sources");
  }

  @Test
  void refusesToEmbedInWhatIsNoBundle() {
    assertThat(problems(bundle("a", "-nobundle: true\n-latent-embed: x:y")))
        .containsExactly(
            "a/plugin.bnd: only a bundle can embed libraries: drop -nobundle or embed");
  }

  @Test
  void refusesTwoPluginsWithOneOutput() {
    assertThat(problems(bundle("a", "-latent-file: b.jar"), bundle("b", "")))
        .containsExactly("b/plugin.bnd: its output b.jar is also that of plugin a");
  }

  @Test
  void namesTheFileThatIsNotThereToDrop() {
    assertThat(problems(bundle("a", "-latent-drop: a/B.class")))
        .containsExactly("a/plugin.bnd: -latent-drop: no file a/B.class to leave out");
  }

  @Test
  void passesOnWhatTheCompilerSaysOfItsOptions() {
    assertThat(
            problems(
                bundle("a", "-latent-javac: --fast").file("a/A.java", "package a; class A {}")))
        .containsExactly("a/plugin.bnd: -latent-javac: invalid flag: --fast");
  }

  @Test
  void namesFileAndLineOfEveryCompileError() {
    assertThat(
            problems(
                bundle("a", "")
                    .file("a/A.java", "package a;\nclass A {\n  int x = \"\";\n  int y = z;\n}\n")))
        .containsExactly(
            "a/a/A.java:3: incompatible types: java.lang.String cannot be converted to int",
            "a/a/A.java:4: cannot find symbol\n  symbol:   variable z\n  location: class a.A");
  }

  @Test
  void namesTheLineThatBndComplainsOf() {
    assertThat(problems(bundle("a", "Bundle-Name: a\nBundle-Version: one.two\n")))
        .singleElement()
        .asString()
        .startsWith("a/plugin.bnd:2: ")
        .contains("one.two");
  }

  @Test
  void doesNotBlameWhatDependsOnAWrongPlugin() {
    assertThat(
            problems(
                bundle("a", "").file("a/A.java", "package a; class A extends B {}"),
                bundle("b", "-latent-depends: a").file("b/B.java", "package b; class B {}")))
        .hasSize(1)
        .allMatch(problem -> problem.startsWith("a/a/A.java:1: "));
  }

  @Test
  void refusesNamesThatLeaveTheDirectory() {
    assertThatThrownBy(() -> PluginSources.named("../a"))
        .hasMessage("'../a' can't name a plugin: it must be usable as a file name");
    assertThatThrownBy(() -> bundle("a", "").file("../b.txt", ""))
        .hasMessage("'../b.txt' can't name a file of plugin a: use a relative path with /");
  }

  @Test
  void refusesSettingsThatContradictOrAreMissing() {
    assertThatThrownBy(() -> PluginBuilder.builder().output(output).build())
        .hasMessage("Nothing to build: call sources(...) or plugin(...)");
    assertThatThrownBy(() -> PluginBuilder.builder().output(output).output(output))
        .hasMessage("output was already set to " + output);
    assertThatThrownBy(
            () ->
                PluginBuilder.builder()
                    .plugin(bundle("a", ""))
                    .sources(output)
                    .output(output)
                    .build())
        .hasMessage(
            "sources(...) builds a directory, plugin(...) what is in memory: use one of them");
  }

  @Test
  void refusesASourceDirectoryThatIsNotThere() {
    Path missing = output.resolve("missing");
    assertThatThrownBy(() -> PluginBuilder.builder().sources(missing).output(output).build().run())
        .hasMessage("No directory of plugin sources: " + missing);
  }

  @Test
  void explainsItsCommandLine() {
    assertThatThrownBy(() -> PluginBuilderMain.builder("--source", "x"))
        .hasMessageStartingWith("Unknown option --source. Usage: --sources DIR --output DIR");
    assertThatThrownBy(() -> PluginBuilderMain.builder("--sources"))
        .hasMessageStartingWith("Option --sources lacks a value. Usage:");
    assertThatThrownBy(() -> PluginBuilderMain.builder("--library", "x"))
        .hasMessage("--library needs NAME=PATH, not x");
  }

  private List<String> problems(PluginSources... plugins) {
    PluginBuilder.Builder builder = PluginBuilder.builder().output(output);
    for (PluginSources plugin : plugins) {
      builder.plugin(plugin);
    }
    PluginBuildException e =
        catchThrowableOfType(PluginBuildException.class, () -> builder.build().run());
    return e.problems().stream().map(BuildProblem::toString).toList();
  }

  private static PluginSources bundle(String name, String instructions) {
    return PluginSources.named(name).bnd(instructions);
  }
}
