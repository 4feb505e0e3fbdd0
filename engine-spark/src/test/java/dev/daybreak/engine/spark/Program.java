package dev.daybreak.engine.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line in processes of its own, as the launcher starts them.
 *
 * @param folder in which their output is kept
 */
public record Program(Path folder) {
    private static final Path ROOT = Path.of(System.getProperty("root.dir"));
    private static final Path JARS = ROOT.resolve("cli/target/dist/lib");

    /** Whether it is packaged; if not, {@code mvn -pl cli -am package} does it. */
    public static boolean isThere() {
        return Files.isDirectory(JARS);
    }

    /** What a command did: its exit status, and its standard output as JSON. */
    public record Outcome(int status, JsonNode json, String said) {}

    /** A command at work; what it says on its way is in {@code err}. */
    public record Running(Process process, Path out, Path err) {
        public Outcome await() throws IOException, InterruptedException {
            int status = process.waitFor();
            String text = Files.readString(out);
            return new Outcome(status, new ObjectMapper().readTree(text), text + Files.readString(err));
        }
    }

    /** Runs a command with {@code --json} and waits for its end. */
    public Outcome run(String... arguments) throws IOException, InterruptedException {
        return start(arguments).await();
    }

    /** Runs a command on a project. */
    public Outcome on(Path project, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--project", project.toString()));
        return run(all.toArray(String[]::new));
    }

    public Running start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens",
                "java.base/java.nio=ALL-UNNAMED",
                "-Ddaybreak.spark.client=" + ROOT.resolve("engine-spark/target/dist/lib"),
                "-Ddaybreak.spark.server=" + LocalSpark.jars(),
                "-cp",
                JARS + "/*",
                "dev.daybreak.cli.Daybreak"));
        command.addAll(List.of(arguments));
        command.add("--json");
        Path out = Files.createTempFile(folder, "out", ".json");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Running(process, out, err);
    }
}
