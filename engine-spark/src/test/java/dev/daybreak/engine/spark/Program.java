package dev.daybreak.engine.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program as it is distributed, started in processes of its own as the launcher starts them. */
public final class Program {
    private static final Path ROOT = Path.of(System.getProperty("root.dir"));
    private static final Path JARS = ROOT.resolve("cli/target/dist/lib");

    private final Path folder;

    /** @param folder an existing one for what commands print */
    public Program(Path folder) {
        this.folder = folder;
    }

    /** What a command did: its exit status, its standard output as JSON, and all that it printed. */
    public record Outcome(int status, JsonNode json, String said) {}

    /** Whether it was packaged. */
    public static boolean isThere() {
        return Files.isDirectory(JARS);
    }

    /** Runs a command with {@code --json} and waits for its end. */
    public Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens",
                "java.base/java.nio=ALL-UNNAMED",
                "-Ddaybreak.spark.client=" + ROOT.resolve("engine-spark/target/dist/lib"),
                "-Ddaybreak.spark.server=" + ROOT.resolve("engine-spark-server/target/dist/lib"),
                "-cp",
                JARS + "/*",
                "dev.daybreak.cli.Daybreak"));
        command.addAll(List.of(arguments));
        command.add("--json");
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        int status = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        String text = Files.readString(out);
        return new Outcome(status, new ObjectMapper().readTree(text), text + Files.readString(err));
    }

    /** The same on a project. */
    public Outcome on(Path project, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--project", project.toString()));
        return run(all.toArray(String[]::new));
    }
}
