package dev.daybreak.engine.spark;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.folder.FolderTree;
import dev.daybreak.project.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.connect.SparkSession;

/**
 * What the engine costs beside Spark by hand; no test. {@code benchmarks/run} starts it with {@code root.dir} set and an empty folder.
 * Given {@code server} as a second argument, it only starts a server, prints its URL, and ends it at the end of its input.
 */
public final class SparkFigures {
    private static final int TURNS = 7;

    private static final String CLICKS =
            """
            SELECT id AS event_id,
                   CAST(pmod(hash(id), 200000) AS BIGINT) AS user_id,
                   CAST(pmod(hash(id, 1), 5000) AS BIGINT) AS item_id,
                   concat('category ', pmod(hash(id, 2), 40)) AS category,
                   pmod(hash(id, 3), 10) = 0 AS clicked,
                   TIMESTAMP '2023-01-01 00:00:00' + make_dt_interval(0, 0, 0, id) AS event_time
            FROM range(0, 5000000, 1, 4)
            """;

    private static final String FEATURES =
            """
            WITH days AS (
              SELECT user_id, category, CAST(event_time AS DATE) AS day, COUNT(*) AS shown,
                     SUM(CASE WHEN clicked THEN 1 ELSE 0 END) AS clicks
              FROM clicks
              GROUP BY user_id, category, CAST(event_time AS DATE)
            )
            SELECT user_id, category, day, shown, clicks,
                   SUM(shown) OVER (PARTITION BY user_id ORDER BY day, category ROWS UNBOUNDED PRECEDING) AS shown_before,
                   SUM(clicks) OVER (PARTITION BY user_id ORDER BY day, category ROWS UNBOUNDED PRECEDING) AS clicks_before
            FROM days
            """;

    private final SparkEngine engine;
    private final Path folder;

    private SparkFigures(SparkEngine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        try (SparkEngine engine = SparkEngine.open(LocalSpark.options(folder.resolve("spark")))) {
            if (args.length > 1) {
                System.out.println(engine.url());
                System.in.read();
            } else {
                new SparkFigures(engine, folder).measure();
            }
        }
    }

    private void measure() throws IOException {
        Relation clicks = clicks();
        List<Double> ours = new ArrayList<>();
        List<Double> byHand = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            long begun = System.nanoTime();
            long rows = ours(clicks, "turn" + turn);
            ours.add((System.nanoTime() - begun) / 1e9);
            begun = System.nanoTime();
            long same = byHand(clicks, "turn" + turn);
            byHand.add((System.nanoTime() - begun) / 1e9);
            if (rows != same) {
                throw new IllegalStateException(rows + " rows by the engine, " + same + " by hand");
            }
            System.err.printf("%.2f against %.2f s%n", ours.get(turn), byHand.get(turn));
        }
        // The first two turns are those in which the server warms up.
        double fastest = fastest(ours);
        double other = fastest(byHand);
        System.out.printf(
                "our Spark engine, a write of 5 M rows grouped and windowed, warm\t%.2f s against %.2f s: %.2f x%n",
                fastest, other, fastest / other);
    }

    private static double fastest(List<Double> turns) {
        return turns.stream().skip(2).mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private Relation clicks() throws IOException {
        try (Session session = engine.open(ZoneOffset.UTC)) {
            Schema schema = session.describe(CLICKS);
            List<WrittenFile> files = session.write(CLICKS, spec(schema, "clicks"));
            return new Relation(schema, ids(schema), data(files), Optional.empty());
        }
    }

    private static List<Relation.DataFile> data(List<WrittenFile> files) {
        return files.stream()
                .map(file -> new Relation.DataFile(file.path().toString(), file.rows(), List.of()))
                .toList();
    }

    private long ours(Relation clicks, String name) throws IOException {
        try (Session session = engine.open(ZoneOffset.UTC)) {
            session.register("clicks", clicks);
            Schema schema = session.describe(FEATURES);
            return session.write(FEATURES, spec(schema, name)).stream()
                    .mapToLong(WrittenFile::rows)
                    .sum();
        }
    }

    /** The same text in a session of Spark's, into a new table of Iceberg's. */
    private long byHand(Relation clicks, String name) throws IOException {
        Path warehouse = folder.resolve("by hand").resolve(name);
        SparkSession spark = SparkSession.builder()
                .remote(engine.url())
                .config("spark.sql.catalog.hand", "org.apache.iceberg.spark.SparkCatalog")
                .config("spark.sql.catalog.hand.type", "hadoop")
                .config("spark.sql.catalog.hand.warehouse", "file:" + warehouse)
                .create();
        try {
            spark.read()
                    .parquet(
                            clicks.files().stream().map(Relation.DataFile::path).toArray(String[]::new))
                    .createOrReplaceTempView("clicks");
            spark.sql("CREATE TABLE hand.features USING iceberg AS " + FEATURES).collect();
            return (Long) spark.sql("SELECT SUM(record_count) FROM hand.features.files")
                    .collectAsList()
                    .get(0)
                    .get(0);
        } finally {
            spark.close();
            FolderTree.delete(warehouse);
        }
    }

    private WriteSpec spec(Schema schema, String name) throws IOException {
        Path target = Files.createDirectories(folder.resolve(name));
        List<FieldId> fields = IntStream.range(0, schema.columns().size())
                .mapToObj(i -> new FieldId(schema.columns().get(i).name(), i + 1, List.of()))
                .toList();
        return new WriteSpec(schema, fields, Optional.empty(), List.of(), target, "part");
    }

    private static List<Integer> ids(Schema schema) {
        return IntStream.rangeClosed(1, schema.columns().size()).boxed().toList();
    }
}
