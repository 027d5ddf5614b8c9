package dev.latent.pluginbuilder;

import java.util.List;

/** Plugins could not be built. Carries every problem found, not only the first one. */
public final class PluginBuildException extends RuntimeException {

  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // the list is one of List.of, which is serializable
  private final List<BuildProblem> problems;

  PluginBuildException(List<BuildProblem> problems) {
    super(text(problems));
    this.problems = List.copyOf(problems);
  }

  PluginBuildException(BuildProblem problem) {
    this(List.of(problem));
  }

  /**
   * All problems, in the order in which the plugins were to be built.
   *
   * @return at least one; unmodifiable
   */
  public List<BuildProblem> problems() {
    return problems;
  }

  private static String text(List<BuildProblem> problems) {
    StringBuilder text = new StringBuilder();
    text.append(problems.size()).append(problems.size() == 1 ? " problem" : " problems");
    text.append(" while building plugins:");
    for (BuildProblem problem : problems) {
      text.append("\n  ").append(problem);
    }
    return text.toString();
  }
}
