package dev.latent.container.finder;

import java.io.File;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where notices go, if anywhere. */
final class Notices {

  private final @Nullable Consumer<IndexNotice> listener;

  Notices(@Nullable Consumer<IndexNotice> listener) {
    this.listener = listener;
  }

  void tell(IndexNotice.Kind kind, String text) {
    if (listener != null) {
      listener.accept(new IndexNotice(kind, text));
    }
  }

  void missing(File file) {
    tell(IndexNotice.Kind.MISSING, "There is no index " + file + " yet; all plugins are read.");
  }
}
