package dev.daybreak.acceptance.spark;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The program in a process that does one command after the other, so that not each pays for the start. */
final class ProgramLoop {
    private final Process process;
    private final DataOutputStream commands;
    private final DataInputStream ends;

    /** @param java what starts this class */
    ProgramLoop(List<String> java) throws IOException {
        process = new ProcessBuilder(java)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        commands = new DataOutputStream(process.getOutputStream());
        ends = new DataInputStream(process.getInputStream());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Does a command.
     *
     * @return its exit status
     */
    synchronized int run(Path out, Path err, String... arguments) throws IOException {
        commands.writeInt(arguments.length);
        commands.writeUTF(out.toString());
        commands.writeUTF(err.toString());
        for (String argument : arguments) {
            commands.writeUTF(argument);
        }
        commands.flush();
        return ends.readInt();
    }

    /** Does what it reads, until the one who started it is gone. */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        DataInputStream commands = new DataInputStream(System.in);
        DataOutputStream ends = new DataOutputStream(System.out);
        // Of the program's own jars, on which the tests do not depend.
        Method program = Class.forName("dev.daybreak.cli.Daybreak").getMethod("run", String[].class);
        while (true) {
            String[] command;
            try {
                command = new String[commands.readInt()];
            } catch (EOFException e) {
                System.exit(0);
                return;
            }
            try (PrintStream out = new PrintStream(commands.readUTF(), StandardCharsets.UTF_8);
                    PrintStream err = new PrintStream(commands.readUTF(), StandardCharsets.UTF_8)) {
                for (int i = 0; i < command.length; i++) {
                    command[i] = commands.readUTF();
                }
                System.setOut(out);
                System.setErr(err);
                int status = (Integer) program.invoke(null, (Object) command);
                out.flush();
                err.flush();
                ends.writeInt(status);
            }
            ends.flush();
        }
    }
}
