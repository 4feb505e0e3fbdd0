package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.run.RunListener;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.orchestration.run.Runner;
import dev.daybreak.orchestration.run.RunnerSettings;
import dev.daybreak.orchestration.run.StepResult;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.load.Loaded;
import dev.daybreak.project.load.ProjectLoader;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.plan.Planner;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import dev.daybreak.sql.analysis.Analysis;
import dev.daybreak.sql.analysis.ProjectAnalysis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A project in a folder whose tables are run by the real parts: DuckDB, the lake, the metadata store and the runner. Its files
 * may change at any time; every call reads them anew. Only the rows of its sources are given by hand.
 */
final class TableProject implements AutoCloseable {
    private final Path folder;
    private final ZoneId zone;
    private final Store store;
    private final Lake lake;
    private final Engine engine;
    private final GivenRows given;

    /** A project in UTC for 1 to 5 March 2025. */
    TableProject(Path folder) {
        this(folder, "UTC", "2025-03-01", "2025-03-06");
    }

    TableProject(Path folder, String zone, String start, String end) {
        this.folder = folder;
        this.zone = ZoneId.of(zone);
        file("daybreak.yaml", "name: shop\ntimezone: " + zone + "\nstart: " + start + "\nend: " + end + "\n");
        this.store = TestDatabase.open(folder.resolve(".daybreak"));
        this.lake = Lake.open(folder.resolve(".daybreak/lake"));
        this.engine = DuckDbEngine.open(new DuckDbEngine.Settings(256L << 20, 2, folder.resolve(".daybreak/tmp")));
        this.given = new GivenRows(engine, lake, this.zone);
    }

    void file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void table(String key, String header, String sql) {
        file("assets/" + key.replace('.', '/') + ".sql", "/*---\n" + header.strip() + "\n---*/\n" + sql);
    }

    /** Declares a source with columns in YAML's flow style, cut by the day of a column. */
    void source(String name, String columns, String timeColumn) {
        file(
                "sources/" + name + ".yaml",
                "files: {path: none/*.csv}\ncolumns: " + columns + "\npartition: {column: " + timeColumn
                        + ", every: day}\n");
    }

    /** Clicks of users: one row for each user 1 to n on the n-th of March 2025, at 10 o'clock. */
    void clicks() {
        source("clicks", "{seen: timestamp, user_id: long}", "seen");
        given.replace(
                AssetKey.parse("raw.clicks"),
                DataInterval.ALL,
                """
                SELECT TIMESTAMP '2025-02-28 10:00' + to_days(d::INTEGER) AS seen, u AS user_id
                FROM range(1, 6) days(d), range(1, 6) users(u)
                WHERE u <= d
                """);
    }

    /** The next run replaces a source's rows. */
    void replace(String source, DataInterval interval, String sql) {
        given.replace(AssetKey.parse(source), interval, sql);
    }

    /** Days of March 2025 in the project's zone, both included. */
    DataInterval days(int first, int last) {
        LocalDate march = LocalDate.of(2025, 3, 1);
        return new DataInterval(
                march.plusDays(first - 1L).atStartOfDay(zone).toInstant(),
                march.plusDays(last).atStartOfDay(zone).toInstant());
    }

    /** Compares a table for an interval on the project's engine and another. */
    Parity.Comparison compare(String key, DataInterval interval, Engine other) {
        Project project = project();
        Graph graph = graph(project);
        try (Parity parity = new Parity(engine, other, lake, project.settings(), graph)) {
            return parity.compare(graph.node(AssetKey.parse(key)), interval, interval);
        }
    }

    /** Tells how an engine would compute a partition of a table. */
    Explanation explain(String key, DataInterval interval, Engine by) {
        Project project = project();
        Graph graph = graph(project);
        return new Explaining(by, lake, project.settings(), graph).explain(graph.node(AssetKey.parse(key)), interval);
    }

    private Project project() {
        Loaded loaded = ProjectLoader.load(folder, Map.of());
        return loaded.project().orElseThrow(() -> new AssertionError("Project has errors: " + loaded.problems()));
    }

    private static Graph graph(Project project) {
        Analysis analysis = ProjectAnalysis.analyze(project);
        return analysis.graph().orElseThrow(() -> new AssertionError("SQL has errors: " + analysis.problems()));
    }

    private Runner runner(Project project, Graph graph) {
        RunnerSettings settings = RunnerSettings.of(2, folder.resolve("logs"));
        return new Runner(
                graph,
                store,
                List.of(
                        given,
                        new TableMaterializer(table -> engine, lake, project.settings(), graph),
                        new ViewMaterializer(view -> engine, lake, project.settings(), graph)),
                settings);
    }

    private static Demand demand(Project project, Graph graph) {
        Set<AssetKey> all = new LinkedHashSet<>();
        graph.nodes().forEach(node -> all.add(node.key()));
        DataInterval range = new DataInterval(
                project.settings().start().orElseThrow(),
                project.settings().end().orElseThrow());
        return Demand.of(graph, all, range, project.settings().start());
    }

    /** Brings everything up to date. */
    RunResult run() {
        Project project = project();
        Graph graph = graph(project);
        return runner(project, graph)
                .run(
                        new RunRequest(RunRequest.Kind.RUN, demand(project, graph), "tester", Optional.empty()),
                        RunListener.NONE);
    }

    /** The failure of a run in which one step fails. */
    Failure runAndFail() {
        List<StepResult> failed = run().steps().stream()
                .filter(step -> step.failure().isPresent())
                .toList();
        if (failed.size() != 1) {
            throw new AssertionError("Expected one failed step, but got " + failed);
        }
        return failed.get(0).failure().orElseThrow();
    }

    /** What a run would do now, as {@code asset interval: reason}. */
    List<String> plan() {
        Project project = project();
        Graph graph = graph(project);
        return new Planner(graph)
                .plan(demand(project, graph), runner(project, graph).state()).stream()
                        .filter(PlannedPartition::isToDo)
                        .map(partition -> partition.asset() + " " + IntervalText.of(partition.interval(), zone) + ": "
                                + partition.reason())
                        .toList();
    }

    /** What a run would do now, as {@code asset interval}, once the sources hold all that is given. */
    List<String> stale() {
        return plan().stream()
                .map(line -> line.substring(0, line.indexOf(": ")))
                .toList();
    }

    /** Brings in what is given for the sources, and nothing else. */
    void bringIn() {
        Project project = project();
        Graph graph = graph(project);
        Set<AssetKey> sources = new LinkedHashSet<>();
        project.sources().forEach(source -> sources.add(source.key()));
        Demand demand = Demand.of(graph, sources, days(1, 1), Optional.empty());
        runner(project, graph)
                .run(new RunRequest(RunRequest.Kind.RUN, demand, "tester", Optional.empty()), RunListener.NONE);
    }

    /** The rows of a query over one table, called {@code t}, each as a list in text form. */
    List<String> rows(String key, String sql) {
        LakeTable table = lakeTable(key);
        try (Session session = engine.open(zone)) {
            session.register(
                    "t", table.pin(Optional.empty(), DataInterval.ALL, zone).relation());
            try (Rows rows = session.query(sql)) {
                List<String> all = new ArrayList<>();
                while (rows.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int i = 0; i < rows.schema().columns().size(); i++) {
                        row.add(rows.value(i));
                    }
                    all.add(row.toString());
                }
                return all;
            }
        }
    }

    LakeTable lakeTable(String key) {
        return lake.find(AssetKey.parse(key)).orElseThrow();
    }

    boolean hasTable(String key) {
        return lake.find(AssetKey.parse(key)).isPresent();
    }

    int snapshots(String key) {
        return lakeTable(key).history().size();
    }

    /** Parquet files that lie in a table's folder, published or not, by their folders below it. */
    List<Path> dataFiles(String key) {
        Path data = folder.resolve(".daybreak/lake/warehouse").resolve(key.replace('.', '/'));
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .map(data::relativize)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TableMaterializer materializer() {
        return new TableMaterializer(table -> engine, lake, project().settings(), graph());
    }

    Graph graph() {
        return graph(project());
    }

    Lake lake() {
        return lake;
    }

    Engine engine() {
        return engine;
    }

    History history() {
        return new History(store);
    }

    @Override
    public void close() {
        engine.close();
        lake.close();
        store.close();
    }
}
