package dev.latent.demo.workbench;

/**
 * What a start took.
 *
 * @param readyMillis from the start of the process until the workbench could answer
 * @param registered how many plugins were registered by then
 * @param pluginClasses how many classes of plugins the JVM had loaded by then; -1 where it does not
 *     tell
 */
public record StartFigures(long readyMillis, int registered, long pluginClasses) {}
