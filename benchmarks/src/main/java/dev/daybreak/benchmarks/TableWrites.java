package dev.daybreak.benchmarks;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.StepMonitor;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.load.ProjectLoader;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.sql.analysis.ProjectAnalysis;
import dev.daybreak.tables.TableMaterializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Measures what publishing to a table takes: a merge of few keys into many rows, against DuckDB rewriting the same files, and many small
 * publishes. Both sides run in this process, warmed up, in turns; the fastest of each counts. Prints a line for each row of the table: what,
 * measured, bar and note, with tabs between.
 */
public final class TableWrites {
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);
    private static final int FILES = 100;
    /** Of so many files one holds keys that are merged. */
    private static final int TOUCHED_OF = 10;

    private final Path work;
    private final Engine engine;
    private final int perFile;
    private final int turns;
    private final int publishes;

    private TableWrites(Path work, Engine engine, int share) {
        this.work = work;
        this.engine = engine;
        this.perFile = 100_000 / share;
        this.turns = share > 1 ? 2 : 30;
        this.publishes = 1000 / share;
    }

    /** @param args an empty folder to work in; and, to try it out, by how much less is measured */
    public static void main(String[] args) throws IOException, SQLException {
        Path work = Path.of(args[0]);
        int share = args.length > 1 ? Integer.parseInt(args[1]) : 1;
        Files.createDirectories(work);
        try (Engine engine = DuckDbEngine.open(new DuckDbEngine.Settings(1L << 30, 2, work.resolve("tmp")))) {
            TableWrites writes = new TableWrites(work, engine, share);
            writes.merge();
            writes.oneAtATime();
            writes.inBatches();
        }
    }

    private static DataInterval day(int number) {
        return new DataInterval(
                FIRST.plusDays(number).atStartOfDay(ZoneOffset.UTC).toInstant(),
                FIRST.plusDays(number + 1L).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** On the first day all rows, then a hundredth of those of each tenth file, with another amount each day. */
    private static String rows(int perFile, String day) {
        return """
                SELECT i AS user_id, 'user ' || i AS name, i %% 1000 AS segment, i * 0.25 AS amount, %2$s AS updated_at
                FROM range(0, %3$d) AS r(i)
                WHERE %2$s = TIMESTAMP '%1$s' OR (i %% 100 = 7 AND (i // %4$d) %% %5$d = 3)
                """
                .formatted(FIRST, day, (long) FILES * perFile, perFile, TOUCHED_OF);
    }

    private void merge() throws IOException, SQLException {
        Path project = work.resolve("merge");
        write(
                project,
                "partition: [{every: day}, {truncate: user_id, width: " + perFile
                        + "}]\nwrite: {merge: {key: user_id}}",
                rows(perFile, "CAST(:start AS TIMESTAMP)"));
        try (Target target = new Target(project, engine)) {
            target.publish(List.of(day(0)));
            double ours = Double.MAX_VALUE;
            double byHand = Double.MAX_VALUE;
            List<String> each = new ArrayList<>();
            for (int turn = 1; turn <= turns; turn++) {
                Set<String> before = target.files();
                long start = System.nanoTime();
                target.publish(List.of(day(turn)));
                double took = seconds(start);
                Set<String> gone = new HashSet<>(before);
                gone.removeAll(target.files());
                if (gone.size() != FILES / TOUCHED_OF) {
                    throw new IllegalStateException("touched " + gone.size() + " files");
                }
                double other = byHand(gone, FIRST.plusDays(turn));
                ours = Math.min(ours, took);
                byHand = Math.min(byHand, other);
                each.add("%.2f/%.2f".formatted(took, other));
            }
            print(
                    "merge of %,d keys into %,d rows in %d files"
                            .formatted(FILES * perFile / 100 / TOUCHED_OF, FILES * perFile, FILES),
                    "%.2f s against %.2f s: %.2f x (%s)"
                            .formatted(ours, byHand, ours / byHand, String.join(", ", each)),
                    "1.5 x",
                    FILES / TOUCHED_OF + " files rewritten, no others touched");
        }
    }

    /** The other side: the files are known, and so are the keys. */
    private double byHand(Set<String> files, LocalDate day) throws SQLException, IOException {
        Path folder = Files.createTempDirectory(work, "by-hand");
        String list = files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", ", "[", "]"));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 2");
            statement.execute("SET memory_limit = '1GB'");
            long start = System.nanoTime();
            statement.execute("CREATE TEMP TABLE batch AS " + rows(perFile, "TIMESTAMP '" + day + "'"));
            statement.execute(
                    """
                    COPY (SELECT t.user_id, coalesce(b.name, t.name) AS name, coalesce(b.segment, t.segment) AS segment,
                                 coalesce(b.amount, t.amount) AS amount, coalesce(b.updated_at, t.updated_at) AS updated_at,
                                 t.user_id // %d AS part
                          FROM read_parquet(%s) AS t LEFT JOIN batch AS b ON b.user_id = t.user_id)
                    TO '%s' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (part), OVERWRITE_OR_IGNORE true)
                    """
                            .formatted(perFile, list, folder));
            return seconds(start);
        }
    }

    private void oneAtATime() throws IOException {
        Schema schema = Schema.of(Column.of("day", Primitive.DATE), Column.of("n", Primitive.LONG));
        try (Lake lake = Lake.open(work.resolve("one"));
                Session session = engine.open(ZoneOffset.UTC)) {
            LakeTable table = lake.prepare(
                    new AssetKey("bench", "days"),
                    new Lake.Layout(schema, Optional.of(new Lake.Time("day", Cadence.DAILY)), List.of()));
            long start = System.nanoTime();
            for (int i = 0; i < publishes; i++) {
                String attempt = "attempt-" + i;
                String sql = "SELECT DATE '" + FIRST.plusDays(i) + "' AS day, " + i + " AS n";
                List<WrittenFile> files = session.write(sql, table.stage(attempt));
                table.publish(files, List.of(day(i)), ZoneOffset.UTC, guard("step-" + i, attempt));
            }
            double took = seconds(start);
            print(
                    "%,d publishes to one table, one at a time".formatted(publishes),
                    "%.1f s: %.0f a second".formatted(took, publishes / took),
                    "30 a second",
                    "each writes a file of its own, too");
        }
    }

    private void inBatches() throws IOException {
        Path project = work.resolve("batches");
        write(project, "partition: {column: day, every: day}", "SELECT CAST(:start AS DATE) AS day, 1 AS n");
        int partitions = 2 * publishes;
        try (Target target = new Target(project, engine)) {
            long start = System.nanoTime();
            for (int from = 0; from < partitions; from += 31) {
                List<DataInterval> days = new ArrayList<>();
                for (int i = from; i < Math.min(from + 31, partitions); i++) {
                    days.add(day(i));
                }
                target.publish(days);
            }
            print(
                    "%,d partitions to one table, in batches of 31".formatted(partitions),
                    "%.1f s".formatted(seconds(start)),
                    "20 s",
                    "each is computed by a SELECT of its own");
        }
    }

    private static void write(Path project, String header, String sql) throws IOException {
        Files.createDirectories(project.resolve("assets/bench"));
        Files.writeString(project.resolve("daybreak.yaml"), "name: bench\nstart: " + FIRST + "\n");
        Files.writeString(
                project.resolve("assets/bench/days.sql"),
                "/*---\n" + header + "\ndialect: duckdb\ninputs: {}\n---*/\n" + sql + "\n");
    }

    private static PublishGuard guard(String step, String attempt) {
        return new PublishGuard(step, attempt, 1, "bench", "", () -> true);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(String what, String measured, String bar, String note) {
        System.out.println(String.join("\t", what, measured, bar, note));
    }

    /** The one table of a project, written as a run writes it, without the run's record. */
    private static final class Target implements AutoCloseable {
        private final Lake lake;
        private final Graph graph;
        private final TableMaterializer materializer;
        private int attempts;

        Target(Path folder, Engine engine) {
            Project project = ProjectLoader.load(folder, Map.of()).project().orElseThrow();
            this.lake = Lake.open(folder.resolve("lake"));
            this.graph = ProjectAnalysis.analyze(project).graph().orElseThrow();
            this.materializer = new TableMaterializer(table -> engine, lake, project.settings(), graph);
        }

        private AssetKey key() {
            return new AssetKey("bench", "days");
        }

        void publish(List<DataInterval> days) {
            String attempt = "attempt-" + attempts++;
            List<PlannedPartition> partitions = days.stream()
                    .map(day -> new PlannedPartition(
                            key(), day, PlannedPartition.State.MISSING, "", new Fingerprint(new TreeMap<>())))
                    .toList();
            StepContext step =
                    new StepContext(graph.node(key()), partitions, "bench", "step-" + attempt, attempt, new Silent());
            try (Work work = materializer.prepare(step)) {
                work.compute();
                work.audit();
                work.publish(guard("step-" + attempt, attempt), Set.copyOf(days));
            }
        }

        Set<String> files() {
            return lake
                    .find(key())
                    .orElseThrow()
                    .pin(Optional.empty(), DataInterval.ALL, ZoneOffset.UTC)
                    .relation()
                    .files()
                    .stream()
                    .map(file -> file.path())
                    .collect(Collectors.toSet());
        }

        @Override
        public void close() {
            lake.close();
        }
    }

    private static final class Silent implements StepMonitor {
        @Override
        public void log(String line) {}

        @Override
        public void warn(String line) {}

        @Override
        public void progress(long rows, long total) {}
    }
}
