package dev.latent.api.admin;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginState;
import dev.latent.api.Warmth;
import java.util.List;
import java.util.Optional;

/**
 * One plugin as it is at one moment.
 *
 * @param id its id
 * @param kind its kind
 * @param location the jar or directory, relative to its plugin directory
 * @param state its state
 * @param warmth how far its code was prepared
 * @param policy the policy in force, never {@link ActivationPolicy#AUTO}
 * @param policyReason where the policy comes from and why
 * @param why why it is active, or what would activate it, one line each, the outermost cause first
 * @param services what it offers
 * @param steps the steps of its last activation; empty if there was none
 * @param transitions its history of states, oldest first, bounded
 * @param problems what is wrong with it
 * @param failure the message of its last failed activation, if that was its last
 */
public record PluginSnapshot(
    PluginId id,
    PluginKind kind,
    String location,
    PluginState state,
    Warmth warmth,
    ActivationPolicy policy,
    String policyReason,
    List<String> why,
    List<ServiceSnapshot> services,
    List<ActivationStep> steps,
    List<PluginTransition> transitions,
    List<Problem> problems,
    Optional<String> failure) {}
