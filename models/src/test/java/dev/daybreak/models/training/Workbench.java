package dev.daybreak.models.training;

import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.models.boosting.SparkTrainer;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.StepMonitor;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An engine, a lake and a store in a folder, with what a step needs. */
final class Workbench implements AutoCloseable {
    static final AssetKey TABLE = AssetKey.parse("features.clicks");
    static final ZoneId ZONE = ZoneOffset.UTC;
    static final Schema SCHEMA = Schema.of(
            Column.of("day", Primitive.DATE),
            Column.of("age", Primitive.DOUBLE),
            Column.of("city", Primitive.STRING),
            Column.of("member", Primitive.BOOLEAN),
            Column.of("clicked", Primitive.INT));

    /** Rows of the columns of {@link #SCHEMA}: 200 a day over 40 days from 2026-01-01. */
    static final String ROWS =
            """
            SELECT DATE '2026-01-01' + CAST(i // 200 AS INTEGER) AS day,
                   CASE WHEN i % 53 = 0 THEN NULL ELSE CAST(20 + (i * 7919) % 60 AS DOUBLE) END AS age,
                   CASE i % 3 WHEN 0 THEN 'berlin' WHEN 1 THEN 'oslo' ELSE 'rome' END AS city,
                   i % 2 = 0 AS member,
                   CAST((i * 7919) % 60 + 10 * (i % 3) + hash(i) % 40 > 45 AS INTEGER) AS clicked
            FROM range(8000) AS numbers(i)
            """;

    final DuckDbEngine engine;
    final Lake lake;
    final Store store;
    final Registry registry;
    final ModelMaterializer materializer;
    final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Path folder;
    private int steps;

    Workbench(Path folder) {
        this(
                folder,
                new SparkTrainer(
                        (application, cancelled) -> {
                            throw new AssertionError("No model of this test is trained on Spark");
                        },
                        folder));
    }

    Workbench(Path folder, SparkTrainer spark) {
        this.folder = folder;
        engine = DuckDbEngine.open(new DuckDbEngine.Settings(1L << 30, 2, folder.resolve("tmp")));
        lake = Lake.open(folder.resolve("lake"));
        store = TestDatabase.open(folder);
        registry = new Registry(store);
        materializer = new ModelMaterializer(engine, lake, registry, folder.resolve("models"), ZONE, spark);
    }

    Path models() {
        return folder.resolve("models");
    }

    /** Replaces the training table by the rows of a query. */
    Workbench table(String sql) {
        return table(SCHEMA, sql);
    }

    Workbench table(Schema schema, String sql) {
        LakeTable table = lake.prepare(
                TABLE, new Lake.Layout(schema, Optional.of(new Lake.Time("day", Cadence.DAILY)), List.of()));
        String name = "load-" + ++steps;
        try (Session session = engine.open(ZONE)) {
            List<WrittenFile> files = session.write(sql, table.stage(name));
            table.publish(files, List.of(DataInterval.ALL), ZONE, guard(name));
        }
        return this;
    }

    static PublishGuard guard(String step) {
        return new PublishGuard(step, step, 1, "run-1", "print", () -> true);
    }

    /** Trains and publishes one version as a step of its own. */
    Effect run(ModelAsset model, DataInterval interval) {
        String step = "step-" + ++steps;
        try (Work work = materializer.prepare(context(model, interval, step))) {
            work.compute();
            work.audit();
            return work.publish(guard(step), Set.of(interval));
        }
    }

    StepContext context(ModelAsset model, DataInterval interval, String step) {
        Graph.Node node = new Graph.Node(model, model.declaredInputs(), model.definition(), Optional.empty());
        PlannedPartition partition = new PlannedPartition(
                model.key(),
                interval,
                PlannedPartition.State.MISSING,
                "never published",
                new Fingerprint(new TreeMap<>()));
        return new StepContext(node, List.of(partition), "run-1", step, step, new Monitor());
    }

    private final class Monitor implements StepMonitor {
        @Override
        public void log(String line) {
            log.add(line);
        }

        @Override
        public void warn(String line) {
            log.add("WARN " + line);
        }

        @Override
        public void progress(long rows, long total) {}
    }

    @Override
    public void close() {
        store.close();
        lake.close();
        engine.close();
    }
}
