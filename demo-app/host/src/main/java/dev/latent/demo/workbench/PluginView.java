package dev.latent.demo.workbench;

import dev.latent.api.PluginKind;
import dev.latent.api.PluginState;
import java.util.List;

/**
 * A plugin as the strip beneath the workbench shows it.
 *
 * @param name its name
 * @param version its version
 * @param kind its kind
 * @param state its state
 * @param micros what its last activation took, in microseconds; -1 if there was none
 * @param since when it last changed its state, in milliseconds of the epoch; 0 if it never did
 * @param why why it is active, or why it failed, or what would activate it; the outermost first
 * @param actions the labels of the actions that it offers; empty for a library
 */
public record PluginView(
    String name,
    String version,
    PluginKind kind,
    PluginState state,
    long micros,
    long since,
    List<String> why,
    List<String> actions) {}
