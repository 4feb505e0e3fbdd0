package dev.daybreak.benchmarks;

import dev.daybreak.project.asset.TableFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What each format of files takes: a table of clicks is exported to a file of it, and that is brought in as a source; and a table whose files are of
 * it is computed and read. By itself:
 * {@code FileFormats DAYBREAK FOLDER [ROWS]}.
 */
final class FileFormats {
    private static final long ROWS = 2_000_000;
    private static final int TURNS = 3;
    private static final List<String> ENDINGS =
            List.of("parquet", "avro", "orc", "csv", "csv.gz", "csv.zst", "jsonl", "jsonl.gz", "jsonl.zst");

    private final Path daybreak;
    private final Path project;
    private final long rows;

    /** @param folder to work in; a project is made there */
    FileFormats(Path daybreak, Path folder, long rows) {
        this.daybreak = daybreak;
        this.project = folder.resolve("project");
        this.rows = rows;
    }

    FileFormats(Path daybreak, Path folder) {
        this(daybreak, folder, ROWS);
    }

    /** @param args the script {@code daybreak}, an empty folder, and how many rows */
    public static void main(String[] args) throws IOException, InterruptedException {
        long rows = args.length > 2 ? Long.parseLong(args[2]) : ROWS;
        for (List<String> row : new FileFormats(Path.of(args[0]), Path.of(args[1]), rows).measure()) {
            System.out.println("| " + String.join(" | ", row) + " |");
        }
    }

    /** Lines with what, measured, bar and note. */
    List<List<String>> measure() throws IOException, InterruptedException {
        Files.createDirectories(project.resolve("assets/bench"));
        Files.writeString(project.resolve("daybreak.yaml"), "name: formats\n");
        Files.writeString(project.resolve("assets/bench/clicks.sql"), table());
        run("run", "bench.clicks");
        List<List<String>> lines = new ArrayList<>();
        for (String ending : ENDINGS) {
            lines.add(line(ending));
        }
        for (TableFormat format : TableFormat.values()) {
            lines.add(line(format));
        }
        return lines;
    }

    /** Values that repeat as those of clicks do: few devices, many users, times that grow. */
    private String table() {
        return """
                /*---
                dialect: duckdb
                ---*/
                SELECT TIMESTAMP '2025-01-01' + to_microseconds(i * 1296000 + CAST(hash(i) %% 1000000 AS BIGINT)) AS event_time,
                    CAST(hash(i) %% 50000 AS BIGINT) AS user_id, CAST(hash(i + 1) %% 20000 AS BIGINT) AS item_id,
                    CAST(i %% 10 AS INTEGER) AS position, ['phone', 'tablet', 'desktop'][CAST(1 + hash(i + 2) %% 3 AS INTEGER)] AS device,
                    'session-' || CAST(hash(i // 20) AS VARCHAR) AS session,
                    CAST((hash(i + 3) %% 100000) / 100 AS DECIMAL(12, 2)) AS price, hash(i + 4) %% 20 = 0 AS clicked
                FROM range(%d) AS t(i)
                """
                .formatted(rows);
    }

    private List<String> line(String ending) throws IOException, InterruptedException {
        Path file = project.resolve("clicks." + ending);
        Measured out = null;
        Measured in = null;
        for (int turn = 0; turn < TURNS; turn++) {
            Measured written = run("export", "bench.clicks", "--to", file.toString(), "--force");
            out = out == null ? written : Measured.faster(out, written);
            String name = ending.replace('.', '_') + turn;
            run("import", file.toString(), "--as", name);
            Measured read = run("run", "raw." + name);
            in = in == null ? read : Measured.faster(in, read);
        }
        return List.of(
                "%s: `export` of %,d rows; the file; `run` of it as a source".formatted(ending, rows),
                String.format(
                        Locale.ROOT, "%.1f s; %.1f MB; %.1f s", out.seconds(), Files.size(file) / 1e6, in.seconds()),
                "",
                "fastest of " + TURNS + ", as whole processes");
    }

    private List<String> line(TableFormat format) throws IOException, InterruptedException {
        Measured written = null;
        Measured first = null;
        Measured again = null;
        long bytes = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            String name = format.text() + turn;
            Files.writeString(
                    project.resolve("assets/bench/" + name + ".sql"),
                    "/*---\nstored_as: " + format.text() + "\n---*/\nSELECT * FROM bench.clicks\n");
            Measured run = run("run", "bench." + name);
            written = written == null ? run : Measured.faster(written, run);
            bytes = bytes(project.resolve(".daybreak/lake/warehouse/bench/" + name + "/data"));
            String sql = "SELECT device, SUM(price) AS price FROM bench." + name + " GROUP BY device";
            Measured query = run("query", sql);
            first = first == null ? query : Measured.faster(first, query);
            query = run("query", sql);
            again = again == null ? query : Measured.faster(again, query);
        }
        return List.of(
                "table stored as %s: `run` of %,d rows; its files; the first `query`; the next"
                        .formatted(format.text(), rows),
                String.format(
                        Locale.ROOT,
                        "%.1f s; %.1f MB; %.1f s; %.1f s",
                        written.seconds(),
                        bytes / 1e6,
                        first.seconds(),
                        again.seconds()),
                "",
                "fastest of " + TURNS + ", as whole processes");
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private Measured run(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--project", project.toString(), "--json"));
        return Measured.daybreak(daybreak, all.toArray(String[]::new));
    }
}
