package dev.latent.demo.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LoadedClassesTests {

  @Test
  void aClassOfAForeignLoaderIsCounted() throws Exception {
    long before = LoadedClasses.measure().orElseThrow().ofPlugins();
    Class<?> copy = new CopyingLoader().loadClass(Subject.class.getName());
    assertThat(copy).isNotSameAs(Subject.class);
    assertThat(LoadedClasses.measure().orElseThrow().ofPlugins()).isEqualTo(before + 1);
    assertThat(copy.getClassLoader()).isInstanceOf(CopyingLoader.class); // keeps it from unloading
  }

  @Test
  void theJvmsOwnLoadersAreNotCountedAndHiddenClassesGoWithTheirLoader() {
    String table =
        """
        ClassLoader         Parent              CLD*               Classes   ChunkSz   BlockSz  Type
        0x00007fbdcf0094e8  0x0000000000000000  0x00007fbe505e9860       1       512       394  jdk.internal.reflect.DelegatingClassLoader
        0x00007fbdcf07af08  0x00007fbdcf07d1e8  0x00007fbe501183c0    1350    944384    942754  jdk.internal.loader.ClassLoaders$AppClassLoader
        0x00007fbdd004a928  0x00007fbdcf07af08  0x00007fbe5047ff80       6     16640     16561  acme.PluginLoader
                                                                         2     20096     12371   + hidden classes
        0x0000000000000000  0x0000000000000000  0x00007fbe500da9f0    1752    581632    515254  <boot class loader>
                                                                        52     20096     12371   + hidden classes
        0x00007fbdcf07d1e8  0x0000000000000000  0x00007fbe50114fb0      75     29952     29142  jdk.internal.loader.ClassLoaders$PlatformClassLoader
        Total = 6                                                     3238   1593984   1517107
        """;
    assertThat(LoadedClasses.ofPlugins(table)).isEqualTo(8);
  }

  /** Defined twice by this test. */
  static final class Subject {}

  private static final class CopyingLoader extends ClassLoader {
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Subject.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = Subject.class.getResourceAsStream("LoadedClassesTests$Subject.class")) {
        byte[] bytes = Objects.requireNonNull(in).readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
