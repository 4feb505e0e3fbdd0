package dev.daybreak.benchmarks;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeMaintenance;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.MaintenanceBounds;
import dev.daybreak.lake.MaintenanceReport;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.maintenance.MaintenancePolicy;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Measures how long it takes to put many small files together, against DuckDB reading them all and writing one, and what it is worth to a query.
 * Both sides work in this process with two threads and 1 GB, and take turns; the fastest turn of each counts. Ours is all that
 * {@code maintain} does: planning, rewriting, committing, manifests, old snapshots, orphans. Prints a line for each row of the table: what,
 * measured, bar and note, with tabs between. {@code -Dsmall-files.count=N} for another number of files.
 */
public final class SmallFiles {
    private static final int FILES = Integer.getInteger("small-files.count", 10_000);
    private static final int ROWS = 540;
    private static final int TURNS = Integer.getInteger("small-files.turns", 5);
    private static final long MEMORY = 1_000_000_000L;
    private static final int THREADS = 2;
    private static final ZoneId UTC = ZoneOffset.UTC;
    private static final AssetKey KEY = AssetKey.parse("bench.events");
    private static final Schema SCHEMA = Schema.of(
            Column.of("id", Primitive.LONG),
            Column.of("user_id", Primitive.LONG),
            Column.of("seen_at", Primitive.TIMESTAMP),
            Column.of("word", Primitive.STRING),
            Column.of("amount", Primitive.DOUBLE));
    private static final String QUERY =
            "SELECT user_id % 10 AS u, COUNT(*) AS n, SUM(amount) AS amount FROM events GROUP BY 1";

    private final Path work;
    private final Lake lake;
    private final LakeTable table;
    private final Session session;

    private SmallFiles(Path work, Lake lake, Session session) {
        this.work = work;
        this.lake = lake;
        this.session = session;
        this.table = lake.prepare(KEY, new Lake.Layout(SCHEMA, Optional.empty(), List.of()));
    }

    /** @param args an empty folder to work in */
    public static void main(String[] args) throws IOException, SQLException {
        Path work = Path.of(args[0]);
        try (Lake lake = Lake.open(work.resolve("lake"));
                Engine engine = DuckDbEngine.open(
                        new DuckDbEngine.Settings(MEMORY, THREADS, Files.createDirectories(work.resolve("tmp"))));
                Session session = engine.open(UTC)) {
            new SmallFiles(work, lake, session).measure();
        }
    }

    private void measure() throws IOException, SQLException {
        long bytes = publishSmallFiles();
        long small = table.currentSnapshot().orElseThrow();
        List<Double> ours = new ArrayList<>();
        List<Double> byHand = new ArrayList<>();
        List<Double> before = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        MaintenanceReport report = null;
        for (int turn = 0; turn < TURNS; turn++) {
            if (table.currentSnapshot().orElseThrow() != small) {
                table.rollback(small);
            }
            before.add(query());
            byHand.add(compactByHand(turn));
            long start = System.nanoTime();
            report = maintain();
            ours.add(seconds(start));
            after.add(query());
        }
        System.out.printf(
                "%,d files of %,d bytes put together, against DuckDB reading all and writing one\t%s\t1.3 x\t%d file left, %d requests saved%n",
                FILES, bytes / FILES, against(ours, byHand), report.after().files(), report.requestsSaved());
        System.out.printf(
                "a query over all rows before and after `maintain`\t%s\t5 x\tboth in a session that is open%n",
                against(before, after));
    }

    private long publishSmallFiles() throws IOException, SQLException {
        WriteSpec spec = table.stage("bench-1");
        List<WrittenFile> files = new ArrayList<>();
        long bytes = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 1");
            for (int i = 0; i < FILES; i++) {
                Path file = spec.folder().resolve(spec.prefix() + UUID.randomUUID() + ".parquet");
                statement.execute(
                        """
                        COPY (SELECT i AS id, CAST(hash(i) %% 100000 AS BIGINT) AS user_id, TIMESTAMP '2025-01-01' + INTERVAL (i) SECOND AS seen_at,
                                     'word ' || CAST(hash(i, 1) %% 5000 AS VARCHAR) AS word, random() * 100 AS amount
                              FROM (SELECT CAST(range AS BIGINT) AS i FROM range(%d, %d)))
                        TO '%s' (FORMAT parquet, COMPRESSION zstd, FIELD_IDS {id: 1, user_id: 2, seen_at: 3, word: 4, amount: 5})
                        """
                                .formatted((long) i * ROWS, (long) (i + 1) * ROWS, file));
                files.add(new WrittenFile(file, ROWS, Files.size(file), List.of()));
                bytes += Files.size(file);
            }
        }
        PublishGuard guard = new PublishGuard("bench", "bench-1", 1, "bench", "bench", () -> true);
        table.publish(files, List.of(), UTC, guard);
        return bytes;
    }

    private MaintenanceReport maintain() {
        MaintenanceBounds bounds = new MaintenanceBounds(Instant.now(), Optional.empty(), Set.of(), Set.of());
        try (LakeMaintenance maintenance = LakeMaintenance.begin(lake, MaintenancePolicy.DEFAULT, UTC)) {
            return maintenance.run(KEY, session, bounds);
        }
    }

    private double query() {
        long start = System.nanoTime();
        session.register(
                "events", table.pin(Optional.empty(), DataInterval.ALL, UTC).relation());
        try (Rows rows = session.query(QUERY)) {
            while (rows.next()) {
                rows.value(1);
            }
        }
        return seconds(start);
    }

    private double compactByHand(int turn) throws SQLException {
        String files = table.stage("bench-1").folder() + "/bench-1_*.parquet";
        long start = System.nanoTime();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = " + THREADS);
            statement.execute("SET memory_limit = '1GB'");
            statement.execute("COPY (SELECT * FROM read_parquet('" + files + "')) TO '"
                    + work.resolve("by-hand-" + turn + ".parquet") + "' (FORMAT parquet, COMPRESSION zstd)");
        }
        return seconds(start);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String against(List<Double> one, List<Double> other) {
        double fastest = one.stream().min(Double::compare).orElseThrow();
        double fastestOther = other.stream().min(Double::compare).orElseThrow();
        return "%.2f s against %.2f s: %.2f x".formatted(fastest, fastestOther, fastest / fastestOther);
    }
}
