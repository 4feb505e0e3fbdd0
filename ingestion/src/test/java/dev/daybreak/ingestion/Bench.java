package dev.daybreak.ingestion;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.StepMonitor;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A project's root with a store, a lake and an engine, and steps driven by hand. */
final class Bench implements AutoCloseable {
    final Path root;
    final DuckDbEngine engine;
    final Lake lake;
    final Store store;
    final SourceMaterializer materializer;
    final List<String> log = new CopyOnWriteArrayList<>();
    private int attempts;

    Bench(Path folder, Settings.Connection... connections) {
        try {
            root = Files.createDirectories(folder.resolve("project"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        engine = DuckDbEngine.open(new DuckDbEngine.Settings(2L << 30, 2, folder.resolve("spill")));
        lake = Lake.open(folder.resolve("lake"));
        store = TestDatabase.open(folder.resolve("state"));
        Map<String, Settings.Connection> byName = new TreeMap<>();
        for (Settings.Connection connection : connections) {
            byName.put(connection.name(), connection);
        }
        Settings settings = new Settings(
                "test",
                ZoneId.of("UTC"),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                byName,
                new Settings.EngineSettings(1L << 30, 2),
                folder.resolve("state"));
        materializer = new SourceMaterializer(engine, lake, store, settings, root);
    }

    Path write(String name, String content) {
        Path file = root.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Runs a step of a run as the runner would. */
    Effect run(SourceAsset source, String run) {
        try (Work work = prepare(source, run)) {
            work.compute();
            List<Audit> audits = work.audit();
            if (audits.get(0).blocks()) {
                throw new AssertionError("blocked: " + audits.get(0).outcomes());
            }
            return work.publish(guard(source, run), Set.of(DataInterval.ALL));
        }
    }

    Work prepare(SourceAsset source, String run) {
        attempts++;
        Graph.Node node = new Graph.Node(source, List.of(), source.definition(), Optional.of(source.columns()));
        return materializer.prepare(new StepContext(node, List.of(), run, key(source, run), attempt(), new Monitor()));
    }

    String attempt() {
        return "attempt-" + attempts;
    }

    PublishGuard guard(SourceAsset source, String run) {
        return new PublishGuard(key(source, run), attempt(), attempts, run, "fingerprint", () -> true);
    }

    Optional<Effect> recover(SourceAsset source, String run) {
        return materializer.recover(source, key(source, run), attempt());
    }

    static String key(SourceAsset source, String run) {
        return run + "/" + source.key() + "/all";
    }

    /** Rows of a query over a table, each as its values joined by {@code |}; {@code TABLE} stands for the table. */
    List<String> query(AssetKey key, String sql) {
        Optional<LakeTable> table = lake.find(key);
        if (table.isEmpty()) {
            return List.of();
        }
        List<String> result = new ArrayList<>();
        try (Session session = engine.open(ZoneId.of("UTC"))) {
            session.register(
                    "seen",
                    table.get()
                            .pin(Optional.empty(), DataInterval.ALL, ZoneId.of("UTC"))
                            .relation());
            try (Rows rows = session.query(sql.replace("TABLE", "\"seen\""))) {
                while (rows.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 0; i < rows.schema().columns().size(); i++) {
                        values.add(String.valueOf(rows.value(i)));
                    }
                    result.add(String.join("|", values));
                }
            }
        }
        return result;
    }

    List<String> deadLetters(SourceAsset source) {
        return query(DeadLetters.key(source), "SELECT file, line, reason, raw FROM TABLE ORDER BY file, line, raw");
    }

    @Override
    public void close() {
        store.close();
        lake.close();
        engine.close();
    }

    private final class Monitor implements StepMonitor {
        @Override
        public void log(String line) {
            log.add(line);
        }

        @Override
        public void warn(String line) {
            log.add("warning: " + line);
        }

        @Override
        public void progress(long rows, long total) {}
    }
}
