package dev.latent.pluginbuilder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.ModuleVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Class files of one generated plugin. Written without a compiler: a thousand plugins take seconds.
 */
final class GeneratedClasses implements Opcodes {

  private static final int METHODS = 6;
  private static final String OBJECT = "java/lang/Object";
  private static final String WORK = "gen/api/Work";

  /**
   * One service of a plugin.
   *
   * @param plugin the plugin's name
   * @param index the plugin's number
   * @param number the service's number within the plugin
   * @param ranking its {@code service.ranking}
   */
  record Service(String plugin, int index, int number, int ranking) {

    String className() {
      return "Provider" + number;
    }

    String attributes() {
      return "plugin="
          + plugin
          + ";index:Long="
          + index
          + ";service:Long="
          + number
          + ";service.ranking:Long="
          + ranking;
    }

    String componentPath() {
      return "OSGI-INF/" + plugin + "." + className() + ".xml";
    }

    byte[] component() {
      String type = plugin + "." + className();
      return """
      <?xml version="1.0" encoding="UTF-8"?>
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s">
        <implementation class="%s"/>
        <property name="plugin" value="%s"/>
        <property name="index" type="Long" value="%d"/>
        <property name="service" type="Long" value="%d"/>
        <property name="service.ranking" type="Integer" value="%d"/>
        <service>
          <provide interface="gen.api.Work"/>
        </service>
      </scr:component>
      """
          .formatted(type, type, plugin, index, number, ranking)
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  private final String folder;
  private final SplittableRandom random;

  GeneratedClasses(String plugin, SplittableRandom random) {
    this.folder = plugin.replace('.', '/');
    this.random = random;
  }

  String path(String name) {
    return folder + "/" + name + ".class";
  }

  /** A class with a static initialiser, a table and arithmetic in loops. */
  byte[] helper(int number, List<String> dependencies) {
    String name = folder + "/C" + number;
    ClassWriter writer = start(name, OBJECT);
    writer.visitField(ACC_PRIVATE | ACC_STATIC | ACC_FINAL, "TABLE", "[J", null, null).visitEnd();
    table(writer, name);
    for (int i = 0; i < METHODS; i++) {
      body(writer, name, i);
    }
    // What others call: all methods in turn, and the same of each plugin that this one depends on.
    MethodVisitor apply = method(writer, ACC_PUBLIC | ACC_STATIC, "apply", "(J)J");
    apply.visitVarInsn(LLOAD, 0);
    for (int i = 0; i < METHODS; i++) {
      apply.visitMethodInsn(INVOKESTATIC, name, "m" + i, "(J)J", false);
    }
    for (String dependency : dependencies) {
      String other = dependency.replace('.', '/') + "/C0";
      apply.visitMethodInsn(INVOKESTATIC, other, "apply", "(J)J", false);
    }
    apply.visitInsn(LRETURN);
    end(apply);
    return end(writer);
  }

  private void table(ClassWriter writer, String name) {
    MethodVisitor init = method(writer, ACC_STATIC, "<clinit>", "()V");
    int size = 8;
    init.visitIntInsn(BIPUSH, size);
    init.visitIntInsn(NEWARRAY, T_LONG);
    for (int i = 0; i < size; i++) {
      init.visitInsn(DUP);
      init.visitIntInsn(BIPUSH, i);
      init.visitLdcInsn(random.nextLong());
      init.visitInsn(LASTORE);
    }
    init.visitFieldInsn(PUTSTATIC, name, "TABLE", "[J");
    init.visitInsn(RETURN);
    end(init);
  }

  /** {@code for (i = 0; i < n; i++) h = mix(h, TABLE[i & 7])}, mixed another way in each. */
  private void body(ClassWriter writer, String name, int number) {
    MethodVisitor method = method(writer, ACC_STATIC, "m" + number, "(J)J");
    method.visitVarInsn(LLOAD, 0);
    method.visitVarInsn(LSTORE, 2);
    method.visitInsn(ICONST_0);
    method.visitVarInsn(ISTORE, 4);
    Label loop = new Label();
    Label done = new Label();
    method.visitLabel(loop);
    method.visitFrame(F_APPEND, 2, new Object[] {LONG, INTEGER}, 0, null);
    method.visitVarInsn(ILOAD, 4);
    method.visitIntInsn(BIPUSH, 3 + random.nextInt(10));
    method.visitJumpInsn(IF_ICMPGE, done);
    method.visitVarInsn(LLOAD, 2);
    int operations = 8 + random.nextInt(12);
    for (int i = 0; i < operations; i++) {
      operation(method, name);
    }
    method.visitVarInsn(LSTORE, 2);
    method.visitIincInsn(4, 1);
    method.visitJumpInsn(GOTO, loop);
    method.visitLabel(done);
    method.visitFrame(F_SAME, 0, null, 0, null);
    method.visitVarInsn(LLOAD, 2);
    method.visitInsn(LRETURN);
    end(method);
  }

  private void operation(MethodVisitor method, String name) {
    switch (random.nextInt(5)) {
      case 0 -> {
        method.visitLdcInsn(random.nextLong());
        method.visitInsn(LADD);
      }
      case 1 -> {
        method.visitLdcInsn(random.nextLong() | 1);
        method.visitInsn(LMUL);
      }
      case 2 -> {
        method.visitInsn(DUP2);
        method.visitIntInsn(BIPUSH, 1 + random.nextInt(60));
        method.visitInsn(LUSHR);
        method.visitInsn(LXOR);
      }
      case 3 -> {
        method.visitVarInsn(LLOAD, 0);
        method.visitInsn(LSUB);
      }
      default -> {
        method.visitFieldInsn(GETSTATIC, name, "TABLE", "[J");
        method.visitVarInsn(ILOAD, 4);
        method.visitIntInsn(BIPUSH, 7);
        method.visitInsn(IAND);
        method.visitInsn(LALOAD);
        method.visitInsn(LXOR);
      }
    }
  }

  /** A provider whose {@code run} calls the first helpers in turn. */
  byte[] provider(Service service, int used) {
    ClassWriter writer = start(folder + "/" + service.className(), OBJECT, WORK);
    constructor(writer);
    MethodVisitor run = method(writer, ACC_PUBLIC, "run", "(J)J");
    run.visitVarInsn(LLOAD, 1);
    run.visitLdcInsn((long) service.number());
    run.visitInsn(LADD);
    for (int i = 0; i < used; i++) {
      run.visitMethodInsn(INVOKESTATIC, folder + "/C" + i, "apply", "(J)J", false);
    }
    run.visitInsn(LRETURN);
    end(run);
    return end(writer);
  }

  /** A bundle activator that registers all services. */
  byte[] activator(List<Service> services) {
    ClassWriter writer = start(folder + "/Activator", OBJECT, "org/osgi/framework/BundleActivator");
    constructor(writer);
    String signature = "(Lorg/osgi/framework/BundleContext;)V";
    MethodVisitor start = method(writer, ACC_PUBLIC, "start", signature);
    for (Service service : services) {
      start.visitVarInsn(ALOAD, 1);
      start.visitLdcInsn("gen.api.Work");
      create(start, folder + "/" + service.className());
      create(start, "java/util/Hashtable");
      put(start, "plugin", service.plugin());
      put(start, "index", (long) service.index());
      put(start, "service", (long) service.number());
      put(start, "service.ranking", service.ranking());
      start.visitMethodInsn(
          INVOKEINTERFACE,
          "org/osgi/framework/BundleContext",
          "registerService",
          "(Ljava/lang/String;Ljava/lang/Object;Ljava/util/Dictionary;)"
              + "Lorg/osgi/framework/ServiceRegistration;",
          true);
      start.visitInsn(POP);
    }
    start.visitInsn(RETURN);
    end(start);
    MethodVisitor stop = method(writer, ACC_PUBLIC, "stop", signature);
    stop.visitInsn(RETURN);
    end(stop);
    return end(writer);
  }

  private static void create(MethodVisitor method, String type) {
    method.visitTypeInsn(NEW, type);
    method.visitInsn(DUP);
    method.visitMethodInsn(INVOKESPECIAL, type, "<init>", "()V", false);
  }

  private static void put(MethodVisitor method, String key, Object value) {
    method.visitInsn(DUP);
    method.visitLdcInsn(key);
    method.visitLdcInsn(value);
    if (value instanceof Long) {
      method.visitMethodInsn(
          INVOKESTATIC, "java/lang/Long", "valueOf", "(J)Ljava/lang/Long;", false);
    } else if (value instanceof Integer) {
      method.visitMethodInsn(
          INVOKESTATIC, "java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", false);
    }
    method.visitMethodInsn(
        INVOKEVIRTUAL,
        "java/util/Hashtable",
        "put",
        "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
        false);
    method.visitInsn(POP);
  }

  /** A module descriptor; with providers of {@code gen.api.Work}, it requires {@code gen.api}. */
  static byte[] module(String name, List<String> requires, List<String> providers) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(V17, ACC_MODULE, "module-info", null, null, null);
    ModuleVisitor module = writer.visitModule(name, 0, "1.0.0");
    module.visitRequire("java.base", ACC_MANDATED, null);
    if (!providers.isEmpty()) {
      module.visitRequire("gen.api", 0, null);
    }
    requires.forEach(required -> module.visitRequire(required, 0, null));
    String folder = name.replace('.', '/');
    module.visitPackage(folder);
    module.visitExport(folder, 0);
    if (!providers.isEmpty()) {
      module.visitProvide(
          WORK,
          providers.stream().map(provider -> provider.replace('.', '/')).toArray(String[]::new));
    }
    module.visitEnd();
    return end(writer);
  }

  private static ClassWriter start(String name, String parent, String... interfaces) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(V17, ACC_PUBLIC | ACC_FINAL | ACC_SUPER, name, null, parent, interfaces);
    return writer;
  }

  private static void constructor(ClassWriter writer) {
    MethodVisitor constructor = method(writer, ACC_PUBLIC, "<init>", "()V");
    constructor.visitVarInsn(ALOAD, 0);
    constructor.visitMethodInsn(INVOKESPECIAL, OBJECT, "<init>", "()V", false);
    constructor.visitInsn(RETURN);
    end(constructor);
  }

  private static MethodVisitor method(
      ClassWriter writer, int access, String name, String signature) {
    MethodVisitor method = writer.visitMethod(access, name, signature, null, null);
    method.visitCode();
    return method;
  }

  private static void end(MethodVisitor method) {
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  private static byte[] end(ClassWriter writer) {
    writer.visitEnd();
    return writer.toByteArray();
  }
}
