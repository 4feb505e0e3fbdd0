package dev.daybreak.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is measured of the distributed engine. The project of the demo must lie in the folder {@code demo}. */
final class SparkRows {
    private static final int TABLES = 100;
    /** What a model's training set is made of; sources that were just brought in have nothing new. */
    private static final String ALL = "+features.impressions";

    private final Path daybreak;
    private final Path work;

    SparkRows(Path daybreak, Path work) {
        this.daybreak = daybreak;
        this.work = work;
    }

    /** Lines with what, measured, bar and note. */
    List<List<String>> measure() throws IOException, InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        String demo = work.resolve("demo").toString();
        Measured cold =
                Measured.daybreak(daybreak, "query", "SELECT 1 AS n", "--engine", "spark", "--project", demo, "--json");
        rows.add(List.of(
                "`query --engine spark`, from nothing to its first row",
                "%.1f s".formatted(cold.seconds()),
                "25 s",
                ""));
        rows.add(preparation());
        rows.add(overhead());
        rows.add(manyTables());
        return rows;
    }

    private List<String> preparation() throws IOException, InterruptedException {
        Process server = new ProcessBuilder(figures(work.resolve("server"), "server"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            String url = said.readLine();
            prepare("warming", "features.user_days", url);
            Measured spark = prepare("spark", ALL, url);
            Measured duckdb = prepare("duckdb", ALL, "duckdb");
            return List.of(
                    "the recommender's data preparation, on a local Spark that is warm and on DuckDB",
                    "%.1f s against %.1f s: %.1f x"
                            .formatted(spark.seconds(), duckdb.seconds(), spark.seconds() / duckdb.seconds()),
                    "5 x",
                    "the features of 60 days and the training set, checked and published; sources were there");
        } finally {
            server.getOutputStream().close();
            server.waitFor();
        }
    }

    /** Brings the sources in, and measures what follows. */
    private Measured prepare(String name, String selection, String engine) throws IOException, InterruptedException {
        Path project = work.resolve("preparation-" + name);
        copy(work.resolve("demo"), project);
        String data = "data=" + work.resolve("demo/data");
        Measured.daybreak(
                daybreak, "run", "raw.clicks", "raw.users", "--project", project.toString(), "--var", data, "--json");
        return Measured.daybreak(
                daybreak,
                "run",
                selection,
                "--engine",
                engine,
                "--project",
                project.toString(),
                "--var",
                data,
                "--json");
    }

    /** The files of a project, without its state and data. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.map(from::relativize)
                    .filter(file -> !file.startsWith(".daybreak") && !file.startsWith("data"))
                    .forEach(file -> copyOne(from.resolve(file), to.resolve(file)));
        }
    }

    private static void copyOne(Path from, Path to) {
        try {
            if (Files.isDirectory(from)) {
                Files.createDirectories(to);
            } else {
                Files.copy(from, to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> overhead() throws IOException, InterruptedException {
        String[] told = Measured.run(figures(Files.createDirectories(work.resolve("figures"))))
                .output()
                .strip()
                .split("\t", -1);
        return List.of(told[0], told[1], "1.15 x", "the same text into a new Iceberg table, on the same server");
    }

    private List<String> manyTables() throws IOException, InterruptedException {
        Path project = work.resolve("hundred");
        Files.createDirectories(project.resolve("assets/many"));
        Files.writeString(project.resolve("daybreak.yaml"), "name: hundred\nversion: 1\n");
        for (int i = 0; i < TABLES; i++) {
            Files.writeString(
                    project.resolve("assets/many/t" + i + ".sql"),
                    "/*---\ndescription: One of many\n---*/\nSELECT " + i + " AS n, 'text' AS word\n");
        }
        Measured run =
                Measured.daybreak(daybreak, "run", "--engine", "spark", "--project", project.toString(), "--json");
        return List.of(
                TABLES + " tables in one run on Spark, its start included",
                "%.1f s".formatted(run.seconds()),
                "one start",
                run.output().strip());
    }

    /** Its classes lie with the engine's tests, since they compare it from within. */
    private List<String> figures(Path folder, String... more) {
        Path root = daybreak.resolveSibling("engine-spark");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--add-opens",
                "java.base/java.nio=ALL-UNNAMED",
                "-Droot.dir=" + daybreak.toAbsolutePath().getParent(),
                "-cp",
                root.resolve("target/test-classes") + java.io.File.pathSeparator + root.resolve("target/dist/lib")
                        + "/*",
                "dev.daybreak.engine.spark.SparkFigures",
                folder.toString()));
        command.addAll(List.of(more));
        return command;
    }
}
