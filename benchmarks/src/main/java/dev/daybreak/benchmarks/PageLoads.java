package dev.daybreak.benchmarks;

import dev.daybreak.lineage.graph.ColumnGraph;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.orchestration.backfill.BackfillRuns;
import dev.daybreak.orchestration.backfill.Backfills;
import dev.daybreak.orchestration.run.RunListener;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.run.RunQueue.Waiting;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.orchestration.run.Runner;
import dev.daybreak.orchestration.run.RunnerSettings;
import dev.daybreak.orchestration.schedule.PipelineRuns;
import dev.daybreak.orchestration.schedule.QueueWorker;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Environment;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.Settings;
import dev.daybreak.project.access.Admission;
import dev.daybreak.project.alert.Alerts;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.PoolUse;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.maintenance.MaintenancePolicy;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.ControlRoom;
import dev.daybreak.server.api.Definitions;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.api.ServedTables;
import dev.daybreak.server.metrics.MetricsRoutes;
import dev.daybreak.server.prediction.PredictionRoutes;
import dev.daybreak.server.prediction.RegistryModels;
import dev.daybreak.server.web.WebServer;
import dev.daybreak.sql.analysis.Analysis;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Measures what those wait for who look at the morning page of a project with 10,000 runs, and whether runs start as fast as without them. Server and worker
 * are one process, those who look another, on the same machine. Prints a line for each row of the table: what, measured, bar and note,
 * with tabs between.
 */
public final class PageLoads {
    private static final int VIEWERS = 200;
    private static final int LOADS_EVERY_SECONDS = 5;
    private static final int SECONDS = 30;
    private static final int PIPELINES = 20;
    private static final int RUNS = 10_000;
    private static final int STARTS = 200;
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Path work;
    private final NoOps assets = new NoOps(Duration.ZERO);
    private final Graph graph = NoOps.independent(PIPELINES, PoolUse.NONE);
    private final List<Pipeline> pipelines = graph.nodes().stream()
            .map(node -> NoOps.pipeline(node.key().name(), List.of(node.key().toString())))
            .toList();
    private final BlockingQueue<RunResult> ended = new LinkedBlockingQueue<>();
    private final int runsEach;
    private int hour;

    private PageLoads(Path work, int runs) {
        this.work = work;
        this.runsEach = runs / PIPELINES;
        this.hour = runsEach;
    }

    /** @param args an empty folder to work in, and how many runs there are if not 10,000 */
    public static void main(String[] args) throws Exception {
        new PageLoads(Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : RUNS).measure();
    }

    private void measure() throws Exception {
        try (Store store = Store.open(Files.createDirectories(work.resolve("state")))) {
            RunQueue queue = new RunQueue(store, LEASE);
            Runner runner = new Runner(
                    graph, store, List.of(assets), new RunnerSettings(4, LEASE, LEASE, work.resolve("logs")));
            Optional<Instant> begin = Optional.of(NoOps.BEGIN);
            QueueWorker worker = new QueueWorker(
                    runner,
                    queue,
                    new PipelineRuns(graph, pipelines, begin),
                    new BackfillRuns(new Backfills(store, queue, ZoneOffset.UTC), graph, pipelines, begin),
                    listener(),
                    note -> {});
            Thread working = new Thread(worker::work, "worker");
            working.start();
            MetricsRoutes metrics = new MetricsRoutes(store, Map.of(), () -> Duration.ZERO);
            PredictionRoutes predictions =
                    PredictionRoutes.of(new RegistryModels(new Registry(store), work, List.of()), LEASE);
            ServedProject served = served(store, queue, runner);
            try (WebServer server = WebServer.start(
                    "127.0.0.1",
                    0,
                    List.of(),
                    List.of(predictions, metrics, ControlRoom.of(served, predictions, metrics, List.of())))) {
                history(store, queue);
                measure(store, queue, "http://127.0.0.1:" + server.port() + "/");
            } finally {
                worker.stop();
                working.join();
                worker.close();
            }
        }
    }

    private RunListener listener() {
        return new RunListener() {
            @Override
            public void runEnded(RunResult result) {
                ended.add(result);
            }
        };
    }

    private ServedProject served(Store store, RunQueue queue, Runner runner) {
        Settings settings = new Settings(
                "bench",
                ZoneOffset.UTC,
                Optional.of(NoOps.BEGIN),
                Optional.of(NoOps.hour(runsEach).start()),
                new TreeMap<>(),
                Map.of(),
                new Settings.EngineSettings(1, 1),
                Optional.empty(),
                Tries.DEFAULT,
                Map.of(),
                Alerts.NONE,
                Admission.THIS_MACHINE,
                MaintenancePolicy.DEFAULT,
                Environment.prod(work),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Project project = new Project(work, settings, List.of(), List.of(), List.of(), List.of(), List.of(), pipelines);
        ColumnGraph columns = ColumnGraph.of(new Analysis(Optional.of(graph), List.of(), Map.of()));
        return new ServedProject(
                project,
                graph,
                () -> columns,
                (asset, column) -> false,
                store,
                queue,
                runner::state,
                runner::recover,
                work.resolve("logs"),
                new NoTables(),
                () -> Definitions.of(NoOps.BEGIN));
    }

    private void history(Store store, RunQueue queue) throws InterruptedException {
        for (int number = 0; number < runsEach; number++) {
            DataInterval interval = NoOps.hour(number);
            store.jdbi()
                    .useTransaction(handle ->
                            pipelines.forEach(pipeline -> queue.add(handle, waiting(pipeline.name(), interval))));
        }
        for (int run = 0; run < PIPELINES * runsEach; run++) {
            await();
        }
    }

    private void await() throws InterruptedException {
        RunResult result = ended.poll(5, TimeUnit.MINUTES);
        if (result == null || result.failed() > 0) {
            throw new IllegalStateException("A run did not succeed: " + result);
        }
    }

    private static Waiting waiting(String pipeline, DataInterval interval) {
        return new Waiting(RunRequest.Kind.SCHEDULE, pipeline, interval, interval.end(), 0, "schedule", pipeline);
    }

    private void measure(Store store, RunQueue queue, String address) throws Exception {
        List<Double> alone = starts(store, queue, () -> true);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Viewers.class.getName(),
                        address,
                        Integer.toString(VIEWERS),
                        Integer.toString(LOADS_EVERY_SECONDS),
                        Integer.toString(SECONDS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Double> loads = new ArrayList<>();
        long pushed = 0;
        List<Double> together;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            if (!"looking".equals(lines.readLine())) {
                throw new IllegalStateException("The viewers do not look.");
            }
            together = starts(store, queue, process::isAlive);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("pushed ")) {
                    pushed = Long.parseLong(line.substring(7));
                } else {
                    loads.add(Double.parseDouble(line));
                }
            }
        }
        print(alone, together, loads, pushed);
    }

    /** What a run waits from its row to its first step, in milliseconds, one after the other, as long as it goes on. */
    private List<Double> starts(Store store, RunQueue queue, BooleanSupplier goesOn) throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        while (millis.size() < STARTS && goesOn.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(20 + hour % 100);
            DataInterval interval = NoOps.hour(hour++);
            long due = System.nanoTime();
            store.jdbi()
                    .useTransaction(
                            handle -> queue.add(handle, waiting(pipelines.get(0).name(), interval)));
            await();
            millis.add((assets.lastBegun() - due) / 1e6);
        }
        return millis.stream().sorted().toList();
    }

    private void print(List<Double> alone, List<Double> together, List<Double> loads, long pushed) {
        List<Double> sorted = loads.stream().sorted().toList();
        System.out.printf(
                "%d viewers of the morning page, %,d runs in the store: a load\tmedian %.0f ms, p95 %.0f, p99 %.0f\tp95 200 ms\t%d loads in %d s beside the streams, which brought %.1f MB of changes%n",
                VIEWERS,
                PIPELINES * runsEach,
                at(sorted, 0.5),
                at(sorted, 0.95),
                at(sorted, 0.99),
                sorted.size(),
                SECONDS,
                pushed / 1e6);
        System.out.printf(
                "from a run's row to its first step, with these viewers\tmedian %.0f ms, p99 %.0f\tas without them: median %.0f ms, p99 %.0f\t%d starts with, %d without%n",
                at(together, 0.5), at(together, 0.99), at(alone, 0.5), at(alone, 0.99), together.size(), alone.size());
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * share)));
    }

    /** Nothing that is measured reads a table. */
    private static final class NoTables implements ServedTables {
        @Override
        public Facts facts(AssetKey asset) {
            return Facts.NONE;
        }

        @Override
        public String compiled(SqlAsset asset, DataInterval interval) {
            return asset.sql();
        }

        @Override
        public Foretold foretell(Graph.Node node, long snapshot) {
            throw new UnsupportedOperationException("There are no tables");
        }

        @Override
        public int putBack(Graph.Node node, long snapshot, String who, String why) {
            throw new UnsupportedOperationException("There are no tables");
        }
    }
}
