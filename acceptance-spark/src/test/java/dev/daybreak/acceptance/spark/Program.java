package dev.daybreak.acceptance.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybreak.engine.StartArchive;
import dev.daybreak.engine.spark.LocalSpark;
import dev.daybreak.project.folder.FolderTree;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line in processes of its own, as the launcher starts them; those that nobody watches at work share one.
 *
 * @param folder in which their output is kept
 */
public record Program(Path folder) {
    private static final Path ROOT = Path.of(System.getProperty("root.dir"));
    private static final Path JARS = ROOT.resolve("cli/target/dist/lib");

    private static final List<String> JVM = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx700m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-opens",
            "java.base/java.nio=ALL-UNNAMED");

    private static List<String> classes;
    private static ProgramLoop loop;

    private static synchronized List<String> classes() throws IOException {
        if (classes == null) {
            Path trial = Files.createTempDirectory("daybreak-trial");
            try {
                classes = new StartArchive(
                                ROOT.resolve("acceptance-spark/target/program/classes.jsa"),
                                JVM,
                                JARS + "/*",
                                List.of("dev.daybreak.cli.Trial", trial.toString()))
                        .options();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            } finally {
                FolderTree.delete(trial);
            }
        }
        return classes;
    }

    /** Whether it is packaged; if not, {@code mvn -pl acceptance-spark -am package} does it. */
    public static boolean isThere() {
        return Files.isDirectory(JARS);
    }

    /** What a command did: its exit status, and its standard output as JSON. */
    public record Outcome(int status, JsonNode json, String said) {}

    /** A command at work; what it says on its way is in {@code err}. */
    public record Running(Process process, Path out, Path err) {
        public Outcome await() throws IOException, InterruptedException {
            return outcome(process.waitFor(), out, err);
        }
    }

    private static Outcome outcome(int status, Path out, Path err) throws IOException {
        String text = Files.readString(out);
        return new Outcome(status, new ObjectMapper().readTree(text), text + Files.readString(err));
    }

    /** Runs a command with {@code --json} and waits for its end. */
    public Outcome run(String... arguments) throws IOException {
        Path out = Files.createTempFile(folder, "out", ".json");
        Path err = Files.createTempFile(folder, "err", ".txt");
        int status = loop().run(out, err, inJson(arguments));
        return outcome(status, out, err);
    }

    /** What a command prints for people. */
    public String plainly(String... arguments) throws IOException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        loop().run(out, err, arguments);
        return Files.readString(out);
    }

    private static synchronized ProgramLoop loop() throws IOException {
        if (loop == null || !loop.isAlive()) {
            List<String> java = java();
            java.set(
                    java.indexOf("-cp") + 1,
                    JARS + "/*" + File.pathSeparator + ROOT.resolve("acceptance-spark/target/test-classes"));
            java.add(ProgramLoop.class.getName());
            loop = new ProgramLoop(java);
        }
        return loop;
    }

    private static List<String> java() throws IOException {
        List<String> command = new ArrayList<>(JVM);
        command.add("-Ddaybreak.spark.client=" + ROOT.resolve("engine-spark/target/dist/lib"));
        command.add("-Ddaybreak.spark.server=" + LocalSpark.jars());
        command.addAll(classes());
        return command;
    }

    private static String[] inJson(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return all.toArray(String[]::new);
    }

    /** Runs a command on a project. */
    public Outcome on(Path project, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--project", project.toString()));
        return run(all.toArray(String[]::new));
    }

    public Running start(String... arguments) throws IOException {
        List<String> command = java();
        command.add("dev.daybreak.cli.Daybreak");
        command.addAll(List.of(inJson(arguments)));
        Path out = Files.createTempFile(folder, "out", ".json");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Running(process, out, err);
    }
}
