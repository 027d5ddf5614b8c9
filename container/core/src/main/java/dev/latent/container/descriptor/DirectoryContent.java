package dev.latent.container.descriptor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An exploded plugin. Links are followed, loops among them end where they began; names are sorted
 * because a directory has no order of its own.
 */
final class DirectoryContent extends PluginContent {

  private static final int MAXIMUM_DEPTH = 64;

  private final Path root;
  private final Set<String> names = new TreeSet<>();

  DirectoryContent(Path root) throws IOException, DescriptorFault {
    this.root = root;
    Files.walkFileTree(
        root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAXIMUM_DEPTH, new Collector());
    if (names.size() > MAXIMUM_FILES) {
      throw tooManyFiles();
    }
  }

  private final class Collector extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        names.add(name(file));
      }
      return names.size() > MAXIMUM_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    /** A broken link, a loop or an unreadable directory costs what is in it. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (file.equals(root)) {
        throw e;
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private String name(Path file) {
    StringBuilder name = new StringBuilder();
    for (Path part : root.relativize(file)) {
      if (name.length() > 0) {
        name.append('/');
      }
      name.append(part);
    }
    return name.toString();
  }

  @Override
  Set<String> names() {
    return names;
  }

  @Override
  byte @Nullable [] read(String name, int limit) throws DescriptorFault {
    if (!names.contains(name)) {
      return null;
    }
    try (InputStream in = Files.newInputStream(root.resolve(name))) {
      return readAll(in, limit, name);
    } catch (IOException | InvalidPathException e) {
      throw unreadable(name, e);
    }
  }
}
