package dev.latent.container.runtime.layer;

import dev.latent.container.descriptor.ModuleFacts;
import java.lang.module.ModuleDescriptor;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** Makes the platform's descriptors of modules from what the index knows. */
final class ModuleDescriptors {

  private ModuleDescriptors() {}

  /**
   * Makes the descriptor of a plugin's module.
   *
   * @param facts what the index knows of the module
   * @param without the names of required modules that are left out
   */
  static ModuleDescriptor of(ModuleFacts facts, Set<String> without) {
    if (facts.automatic()) {
      ModuleDescriptor.Builder builder = ModuleDescriptor.newAutomaticModule(facts.name());
      builder.packages(facts.packages());
      addProvides(builder, facts);
      addVersion(builder, facts);
      return builder.build();
    }
    ModuleDescriptor.Builder builder =
        facts.open()
            ? ModuleDescriptor.newOpenModule(facts.name())
            : ModuleDescriptor.newModule(facts.name());
    for (ModuleFacts.Requires requires : facts.requires()) {
      Set<ModuleDescriptor.Requires.Modifier> modifiers =
          EnumSet.noneOf(ModuleDescriptor.Requires.Modifier.class);
      if (requires.isTransitive()) {
        modifiers.add(ModuleDescriptor.Requires.Modifier.TRANSITIVE);
      }
      if (requires.isStatic()) {
        modifiers.add(ModuleDescriptor.Requires.Modifier.STATIC);
      }
      if (!requires.module().equals("java.base") && !without.contains(requires.module())) {
        builder.requires(modifiers, requires.module());
      }
    }
    builder.packages(facts.packages());
    for (ModuleFacts.Exports exports : facts.exports()) {
      if (exports.targets().isEmpty()) {
        builder.exports(exports.packageName());
      } else {
        builder.exports(exports.packageName(), Set.copyOf(exports.targets()));
      }
    }
    if (!facts.open()) {
      for (ModuleFacts.Exports opens : facts.opens()) {
        if (opens.targets().isEmpty()) {
          builder.opens(opens.packageName());
        } else {
          builder.opens(opens.packageName(), Set.copyOf(opens.targets()));
        }
      }
    }
    for (String service : facts.uses()) {
      builder.uses(service);
    }
    addProvides(builder, facts);
    addVersion(builder, facts);
    if (facts.mainClass().isPresent()) {
      builder.mainClass(facts.mainClass().get());
    }
    return builder.build();
  }

  private static void addProvides(ModuleDescriptor.Builder builder, ModuleFacts facts) {
    for (ModuleFacts.Provides provides : facts.provides()) {
      builder.provides(provides.service(), provides.providers());
    }
  }

  private static void addVersion(ModuleDescriptor.Builder builder, ModuleFacts facts) {
    try {
      if (facts.version().isPresent()) {
        builder.version(facts.version().get());
      }
    } catch (IllegalArgumentException notOne) {
      // Maven and OSGi allow versions that modules do not; nothing depends on it here.
    }
  }

  /** The packages that a module exports to another one. */
  static Set<String> exportedTo(String reader, ModuleDescriptor descriptor) {
    if (descriptor.isAutomatic()) {
      return descriptor.packages();
    }
    Set<String> exported = new HashSet<>();
    for (ModuleDescriptor.Exports exports : descriptor.exports()) {
      if (!exports.isQualified() || exports.targets().contains(reader)) {
        exported.add(exports.source());
      }
    }
    return exported;
  }
}
