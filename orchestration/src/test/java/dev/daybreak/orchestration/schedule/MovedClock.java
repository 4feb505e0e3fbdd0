package dev.daybreak.orchestration.schedule;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * A Java agent: a process that is started with it finds its host's clock to be wrong. Whatever it or any of its libraries asks for the time
 * of day, except the JDK itself, is answered by this class.
 */
public final class MovedClock implements ClassFileTransformer {
    private static Duration off = Duration.ZERO;

    private MovedClock() {}

    /** The option with which Java starts a process whose clock is off by this. */
    static String option(Path folder, Duration off) throws IOException {
        Path agent = folder.resolve("moved-clock.jar");
        if (!Files.exists(agent)) {
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), MovedClock.class.getName());
            try (OutputStream out = Files.newOutputStream(agent);
                    JarOutputStream jar = new JarOutputStream(out, manifest)) {
                jar.flush();
            }
        }
        return "-javaagent:" + agent + "=" + off;
    }

    public static void premain(String off, Instrumentation instrumentation) {
        MovedClock.off = Duration.parse(off);
        instrumentation.addTransformer(new MovedClock());
    }

    public static long currentTimeMillis() {
        return System.currentTimeMillis() + off.toMillis();
    }

    public static Instant now() {
        return Instant.now().plus(off);
    }

    public static Clock systemUTC() {
        return Clock.offset(Clock.systemUTC(), off);
    }

    public static Clock system(ZoneId zone) {
        return Clock.offset(Clock.system(zone), off);
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        if (loader == null || name.startsWith("net/bytebuddy/") || name.equals(own())) {
            return null;
        }
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Calls(writer), 0);
        return writer.toByteArray();
    }

    private static String own() {
        return MovedClock.class.getName().replace('.', '/');
    }

    private static final class Calls extends ClassVisitor {
        Calls(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(
                    Opcodes.ASM9, super.visitMethod(access, method, descriptor, signature, exceptions)) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String type, boolean isInterface) {
                    boolean isClock = opcode == Opcodes.INVOKESTATIC
                            && switch (owner + "." + called + type.substring(0, type.indexOf(')') + 1)) {
                                case "java/lang/System.currentTimeMillis()",
                                        "java/time/Instant.now()",
                                        "java/time/Clock.systemUTC()",
                                        "java/time/Clock.system(Ljava/time/ZoneId;)" -> true;
                                default -> false;
                            };
                    super.visitMethodInsn(opcode, isClock ? own() : owner, called, type, isInterface && !isClock);
                }
            };
        }
    }
}
