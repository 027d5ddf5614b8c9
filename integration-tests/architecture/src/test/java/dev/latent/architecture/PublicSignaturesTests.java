package dev.latent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Compares what hosts and plugin authors can call with a file in the repository, so that no change
 * of it goes unseen. Run with {@code -Dsignatures.update=true} to write the file anew, and say in
 * CHANGES.md what the change means.
 */
class PublicSignaturesTests {

  private static final Path FILE = Repository.ROOT.resolve("docs/public-signatures.txt");

  @Test
  void publicSignaturesAreThoseOfTheFile() throws Exception {
    String now = signatures();
    if (Boolean.getBoolean("signatures.update")) {
      Files.writeString(FILE, now);
    }
    assertThat(now)
        .as(
            "public signatures; if the change is meant, run this test with -Dsignatures.update=true and"
                + " note it in CHANGES.md")
        .isEqualTo(Files.readString(FILE));
  }

  private static String signatures() throws IOException, ClassNotFoundException {
    TreeMap<String, List<String>> types = new TreeMap<>();
    for (JavaClass type : Classes.ALL) {
      String name = type.getPackageName();
      if (type.getModifiers().contains(JavaModifier.PUBLIC)
          && (name.startsWith("dev.latent.api") || name.equals("dev.latent.container"))) {
        Class<?> reflected =
            Class.forName(type.getName(), false, Repository.class.getClassLoader());
        types.put(reflected.getName(), members(reflected));
      }
    }
    assertThat(types).as("public types").hasSizeGreaterThan(30);
    StringBuilder text = new StringBuilder();
    types.forEach((name, members) -> members.forEach(member -> text.append(member).append('\n')));
    return text.toString();
  }

  private static List<String> members(Class<?> type) {
    List<String> lines = new ArrayList<>();
    String kind =
        type.isRecord()
            ? "record"
            : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
    String parents =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.ofNullable(type.getGenericSuperclass()),
                Arrays.stream(type.getGenericInterfaces()))
            .map(Type::getTypeName)
            .filter(name -> !name.equals("java.lang.Object") && !name.equals("java.lang.Record"))
            .collect(Collectors.joining(", "));
    lines.add(
        modifiers(type.getModifiers() & ~Modifier.STATIC & ~Modifier.INTERFACE, type)
            + kind
            + " "
            + type.getName()
            + typeParameters(type.getTypeParameters())
            + (parents.isEmpty() ? "" : " : " + parents));
    List<String> members = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (visible(field.getModifiers()) && !field.isSynthetic()) {
        members.add(
            modifiers(field.getModifiers(), type)
                + field.getGenericType().getTypeName()
                + " "
                + field.getName());
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (visible(constructor.getModifiers()) && !constructor.isSynthetic()) {
        members.add(modifiers(constructor.getModifiers(), type) + "new" + parameters(constructor));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (visible(method.getModifiers()) && !method.isSynthetic() && !method.isBridge()) {
        members.add(
            modifiers(method.getModifiers(), type)
                + (method.isDefault() ? "default " : "")
                + typeParameters(method.getTypeParameters())
                + method.getGenericReturnType().getTypeName()
                + " "
                + method.getName()
                + parameters(method));
      }
    }
    members.sort(Comparator.naturalOrder());
    members.forEach(member -> lines.add("  " + member));
    return lines;
  }

  private static boolean visible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String modifiers(int modifiers, Class<?> owner) {
    int shown = modifiers & (Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL);
    if (!owner.isInterface()) {
      shown |= modifiers & Modifier.ABSTRACT;
    }
    return shown == 0 ? "" : Modifier.toString(shown) + " ";
  }

  private static String typeParameters(java.lang.reflect.TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Arrays.stream(variables)
            .map(
                variable ->
                    variable.getName()
                        + " extends "
                        + Arrays.stream(variable.getBounds())
                            .map(Type::getTypeName)
                            .collect(Collectors.joining(" & ")))
            .collect(Collectors.joining(", ", "<", "> "));
  }

  private static String parameters(Executable executable) {
    String thrown =
        Arrays.stream(executable.getGenericExceptionTypes())
            .map(Type::getTypeName)
            .collect(Collectors.joining(", "));
    return Arrays.stream(executable.getParameters())
            .map(Parameter::getParameterizedType)
            .map(Type::getTypeName)
            .collect(Collectors.joining(", ", "(", ")"))
        + (thrown.isEmpty() ? "" : " throws " + thrown);
  }
}
