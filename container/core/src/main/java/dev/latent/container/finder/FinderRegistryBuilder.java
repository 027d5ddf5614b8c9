package dev.latent.container.finder;

import dev.latent.api.PluginKind;
import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.DescriptorReading;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Describes a {@link FinderRegistry}. Used by one thread. */
public final class FinderRegistryBuilder {

  private final List<PluginFinder> finders = new ArrayList<>();
  private final List<Map.Entry<String, PluginKind>> kinds = new ArrayList<>();
  private @Nullable Path stateDirectory;
  private @Nullable BooleanSupplier frameworkAvailable;
  private @Nullable Consumer<IndexNotice> notices;
  private @Nullable Function<PluginReference, DescriptorReading> reader;
  private @Nullable File cacheHome;
  private long freshNanos = 1_000_000_000L;
  private boolean checkAll;

  FinderRegistryBuilder() {}

  /**
   * Adds a directory of jars and exploded plugins after the finders that are there already.
   *
   * @param directory a directory of the default file system; it need not exist, then it is reported
   * @return this
   */
  public FinderRegistryBuilder directory(Path directory) {
    finders.add(new DirectoryFinder(directory));
    return this;
  }

  /**
   * Adds a finder after those that are there already. When the set is opened it is asked for all
   * its content, but for the content keys only of what is new.
   *
   * @param finder the finder
   * @return this
   */
  public FinderRegistryBuilder finder(PluginFinder finder) {
    finders.add(finder);
    return this;
  }

  /**
   * Keeps the index elsewhere than in the first directory.
   *
   * @param directory made when it is first needed
   * @return this
   */
  public FinderRegistryBuilder stateDirectory(Path directory) {
    stateDirectory = directory.toAbsolutePath().normalize();
    return this;
  }

  /**
   * Says whether bundles can run as such; false where nothing is said.
   *
   * @param available asked once, when the kind of a bundle first matters, on any thread
   * @return this
   */
  public FinderRegistryBuilder frameworkAvailable(BooleanSupplier available) {
    frameworkAvailable = available;
    return this;
  }

  /**
   * Overrides the kind of plugins; the first pattern that matches counts.
   *
   * @param namePattern a name, {@code *} standing for any text
   * @param kind the kind; only bundles can follow it
   * @return this
   */
  public FinderRegistryBuilder kind(String namePattern, PluginKind kind) {
    kinds.add(Map.entry(namePattern, kind));
    return this;
  }

  /**
   * Hears what happens to the index.
   *
   * @param listener called on any thread, with no lock held; must not throw
   * @return this
   */
  public FinderRegistryBuilder notices(Consumer<IndexNotice> listener) {
    notices = listener;
    return this;
  }

  /**
   * Says for how long a look at a plugin's content holds; a second where nothing is said.
   *
   * @param time zero to look each time
   * @return this
   */
  public FinderRegistryBuilder contentHolds(Duration time) {
    freshNanos = time.toNanos();
    return this;
  }

  /**
   * Whether to look at all content before the set is given out, rather than in the background.
   *
   * @param all true for {@code latent.check=all}
   * @return this
   */
  public FinderRegistryBuilder checkAll(boolean all) {
    checkAll = all;
    return this;
  }

  FinderRegistryBuilder reader(Function<PluginReference, DescriptorReading> descriptorReader) {
    reader = descriptorReader;
    return this;
  }

  FinderRegistryBuilder cacheHome(Path directory) {
    cacheHome = directory.toFile();
    return this;
  }

  /**
   * Opens the registry: reads the index, lists the directories, reads what is new.
   *
   * @return the registry; it never fails because of content, that becomes problems of the set
   */
  public FinderRegistry open() {
    DirectoryFinder first = null;
    for (int i = 0; i < finders.size() && first == null; i++) {
      first = finders.get(i) instanceof DirectoryFinder directory ? directory : null;
    }
    RootNames names = new RootNames(first);
    Finders chain = new Finders(0, new PluginFinder[0], new FinderRoot[0]).next(finders, names);
    FinderRegistry registry = new FinderRegistry(this, chain, names, place(first));
    if (checkAll) {
      registry.verifyAll();
    }
    return registry;
  }

  private @Nullable IndexFile place(@Nullable DirectoryFinder first) {
    Path state = stateDirectory;
    if (state != null) {
      return new IndexFile(new File(state.toFile(), "cache/index.bin"), null, null, notices());
    }
    if (first == null) {
      return null;
    }
    File directory = first.directory().toFile();
    return new IndexFile(
        new File(directory, ".latent/cache/index.bin"), directory, cacheHome, notices());
  }

  KindChoice kinds() {
    return new KindChoice(List.copyOf(kinds), frameworkAvailable);
  }

  @Nullable Function<PluginReference, DescriptorReading> reader() {
    return reader;
  }

  Notices notices() {
    return new Notices(notices);
  }

  long freshNanos() {
    return freshNanos;
  }
}
