package dev.latent.container.finder;

import dev.latent.container.descriptor.ContentStamp;
import dev.latent.container.descriptor.PluginDescriptor;

/** A digest that grows over texts and numbers (FNV-1a, 64 bits). Used by one thread. */
final class SetDigest {

  private static final long PRIME = 0x100000001B3L;

  private long value = 0xCBF29CE484222325L;

  /** The digest of a set, over what each descriptor says. */
  static long of(PluginSet set) {
    SetDigest digest = new SetDigest();
    for (RegisteredPlugin plugin : set.all()) {
      PluginDescriptor descriptor = plugin.descriptor();
      digest.plugin(plugin.reference().location(), plugin);
      digest.text(descriptor.capabilities().toString());
      digest.text(descriptor.requirements().toString());
    }
    return digest.value();
  }

  void plugin(String location, RegisteredPlugin plugin) {
    text(location);
    text(plugin.id().toString());
    text(plugin.kind().name());
  }

  void content(ContentStamp stamp) {
    number(stamp.size());
    number(stamp.digest());
    text(stamp.foreignKey());
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); i++) {
      value = (value ^ text.charAt(i)) * PRIME;
    }
    number(text.length());
  }

  private void number(long number) {
    value = (value ^ (number & 0xFFFFFFFFL)) * PRIME;
    value = (value ^ (number >>> 32)) * PRIME;
  }

  long value() {
    return value;
  }
}
