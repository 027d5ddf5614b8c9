package dev.latent.demo.workbench;

import dev.latent.api.PluginKind;
import dev.latent.api.PluginState;
import java.util.List;

/**
 * A plugin as the strip beneath the workbench shows it.
 *
 * @param name its name
 * @param title what people call it: its action, else its library, else its name without what all
 *     have in front
 * @param words why it is active, or what would wake it, in few words
 * @param version its version
 * @param kind its kind
 * @param state its state
 * @param micros what its last activation took, in microseconds; -1 if there was none
 * @param since when it last changed its state, in milliseconds of the epoch; 0 if it never did
 * @param why why it is active, or why it failed, or what would activate it; the outermost first
 * @param jar the file that it is in
 * @param policy when it may become active, and why so
 * @param actions the labels of the actions that it offers; empty for a library
 */
public record PluginView(
    String name,
    String title,
    String words,
    String version,
    PluginKind kind,
    PluginState state,
    long micros,
    long since,
    List<String> why,
    String jar,
    String policy,
    List<String> actions) {}
