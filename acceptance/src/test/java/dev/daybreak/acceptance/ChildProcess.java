package dev.daybreak.acceptance;

import dev.daybreak.cli.Unpacking;
import dev.daybreak.engine.ChildClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program in a process of its own, which a test may kill (SIGKILL) at any time. */
final class ChildProcess {
    private static final List<String> JVM = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx700m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1");

    private final Process process;
    private final Path output;

    private ChildProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param jvmOptions system properties and the like */
    static ChildProcess start(Path output, List<String> jvmOptions, String... arguments) throws IOException {
        return start(output, "dev.daybreak.cli.Daybreak", jvmOptions, arguments);
    }

    /** The same with another main class. */
    static ChildProcess start(Path output, String main, List<String> jvmOptions, String... arguments)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(main, jvmOptions, arguments))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        StoreProject.handOn(builder.environment());
        return new ChildProcess(builder.start(), output);
    }

    /** The words by which an operating system runs a command on a project. */
    static List<String> command(CommandLineProject project, String command) throws IOException {
        return command(
                "dev.daybreak.cli.Daybreak",
                List.of(),
                command,
                "--project",
                project.folder().toString());
    }

    private static List<String> command(String main, List<String> jvmOptions, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(JVM);
        command.addAll(jvmOptions);
        command.addAll(ChildClasses.options(JVM, "dev.daybreak.cli.Trial", ChildProcess::unpacked));
        command.add(main);
        command.addAll(List.of(arguments));
        return command;
    }

    /** DuckDB's library lies beside its jar, as the launcher lays it; else each process would unpack it. */
    private static Path unpacked(Path jar, Path folder) throws IOException {
        String name = jar.getFileName().toString();
        if (!name.startsWith("duckdb_jdbc")) {
            return jar;
        }
        Path copy = folder.resolve("duckdb").resolve(name);
        if (!Files.exists(copy)) {
            Files.createDirectories(copy.getParent());
            Path fresh = Files.createTempDirectory(folder, "unpacking").resolve(name);
            Files.copy(jar, fresh);
            Unpacking.unpackDuckDb(fresh.getParent());
            try (Stream<Path> files = Files.list(fresh.getParent())) {
                // The jar comes last: where it is, the library is too.
                for (Path file :
                        files.sorted(Comparator.comparing(fresh::equals)).toList()) {
                    Files.move(file, copy.resolveSibling(file.getFileName()));
                }
            }
            Files.delete(fresh.getParent());
        }
        return copy;
    }

    /** Waits for a file to appear or the process to end; whether the file is there. */
    boolean waitForFile(Path file) throws InterruptedException {
        boolean ended = false;
        while (!ended && !Files.exists(file)) {
            ended = process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        return Files.exists(file);
    }

    /** Lets it go on for a while; true if it is still running then. */
    boolean runFor(long millis) throws InterruptedException {
        return !process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Asks it to end, as a service manager does (SIGTERM). */
    void terminate() {
        process.destroy();
    }

    /** The processes that it has started and that live. */
    List<ProcessHandle> children() {
        return process.children().filter(ProcessHandle::isAlive).toList();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end and returns its exit status. */
    int exitStatus() throws InterruptedException {
        return process.waitFor();
    }

    String output() throws IOException {
        return Files.readString(output);
    }
}
