package dev.daybreak.benchmarks;

import dev.daybreak.orchestration.backfill.BackfillCut;
import dev.daybreak.orchestration.backfill.BackfillPlan;
import dev.daybreak.orchestration.backfill.BackfillPlanner;
import dev.daybreak.orchestration.backfill.BackfillRequest;
import dev.daybreak.orchestration.backfill.BackfillRuns;
import dev.daybreak.orchestration.backfill.Backfills;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.run.Choice;
import dev.daybreak.orchestration.run.ClaimRate;
import dev.daybreak.orchestration.run.RunListener;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.run.RunQueue.Waiting;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.orchestration.run.Runner;
import dev.daybreak.orchestration.run.RunnerSettings;
import dev.daybreak.orchestration.schedule.PipelineRuns;
import dev.daybreak.orchestration.schedule.QueueWorker;
import dev.daybreak.orchestration.schedule.Scheduler;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.PoolUse;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.plan.Planner;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.time.DataInterval;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures how fast schedules, queue and workers are, with steps that do nothing, on SQLite and on a PostgreSQL server that it starts.
 * Prints a line for each row of the table: what, measured, bar and note, with tabs between.
 */
public final class Orchestration {
    private static final int CHAIN = 40;
    private static final int ROUNDS = 9;
    private static final int STEPS = 10_000;
    private static final int PIPELINES = 100;
    private static final int SLOTS = 64;
    private static final int STARTS = 300;
    private static final int CLAIM_ROUNDS = 7;
    private static final int MEMORY_RUNS = 100_000;
    private static final int MEMORY_STEP = 10_000;
    /** So many become due between two looks of the scheduler. */
    private static final int MEMORY_HOURS = 100;

    private static final int PARTITIONS = 120_000;
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Path work;
    private final EmbeddedPostgres postgres;

    private Orchestration(Path work, EmbeddedPostgres postgres) {
        this.work = work;
        this.postgres = postgres;
    }

    /** @param args an empty folder to work in, and what to measure; everything if nothing is named */
    public static void main(String[] args) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "200")
                .start()) {
            Orchestration all = new Orchestration(Path.of(args[0]), postgres);
            List<String> wanted = List.of(args).subList(1, args.length);
            for (Kind kind : Kind.values()) {
                all.measure(wanted, "chain", () -> all.chain(kind));
                all.measure(wanted, "storm", () -> all.storm(kind));
                all.measure(wanted, "starts", () -> all.starts(kind));
                all.measure(wanted, "backfill", () -> all.backfill(kind));
            }
            all.measure(wanted, "partitions", all::partitions);
            all.measure(wanted, "claims", all::claims);
            all.measure(wanted, "memory", all::memory);
        }
    }

    private interface Part {
        void measure() throws Exception;
    }

    private void measure(List<String> wanted, String name, Part part) throws Exception {
        if (wanted.isEmpty() || wanted.contains(name)) {
            part.measure();
        }
    }

    private enum Kind {
        SQLITE("SQLite"),
        POSTGRES("PostgreSQL");

        private final String name;

        Kind(String name) {
            this.name = name;
        }
    }

    private static void row(String what, String measured, String bar, String note) {
        System.out.println(String.join("\t", what, measured, bar, note));
    }

    private Store store(Kind kind, String name) throws IOException, SQLException {
        if (kind == Kind.SQLITE) {
            return Store.open(Files.createDirectories(work.resolve(name)));
        }
        return Store.open(database(name));
    }

    private Settings.Connection database(String name) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new Settings.Connection(
                "metadata", "postgresql://localhost:" + postgres.getPort() + "/" + name, "postgres", "postgres");
    }

    /** A worker at work in a thread, on the runs of some pipelines. */
    private final class Working implements AutoCloseable {
        private final BlockingQueue<RunResult> ended = new LinkedBlockingQueue<>();
        private final QueueWorker worker;
        private final Thread thread;

        Working(Store store, Graph graph, NoOps assets, List<Pipeline> pipelines, int parallel) {
            RunnerSettings settings = new RunnerSettings(parallel, LEASE, Duration.ofSeconds(10), work.resolve("logs"))
                    .withPools(Map.of("pool", SLOTS));
            Runner runner = new Runner(graph, store, List.of(assets), settings);
            RunQueue queue = new RunQueue(store, LEASE);
            RunListener listener = new RunListener() {
                @Override
                public void runEnded(RunResult result) {
                    ended.add(result);
                }
            };
            this.worker = new QueueWorker(
                    runner,
                    queue,
                    new PipelineRuns(graph, pipelines, Optional.of(NoOps.BEGIN)),
                    new BackfillRuns(
                            new Backfills(store, queue, ZoneOffset.UTC), graph, pipelines, Optional.of(NoOps.BEGIN)),
                    listener,
                    note -> {});
            this.thread = new Thread(worker::work, "worker");
            thread.start();
        }

        void await(int runs) throws InterruptedException {
            for (int i = 0; i < runs; i++) {
                RunResult result = ended.poll(5, TimeUnit.MINUTES);
                if (result == null || result.failed() > 0) {
                    throw new IllegalStateException("A run did not succeed: " + result);
                }
            }
        }

        @Override
        public void close() {
            worker.stop();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            worker.close();
        }
    }

    private static Waiting waiting(String pipeline, DataInterval interval) {
        return new Waiting(RunRequest.Kind.SCHEDULE, pipeline, interval, interval.end(), 0, "schedule", pipeline);
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private void chain(Kind kind) throws Exception {
        NoOps assets = new NoOps(Duration.ofMillis(10));
        Graph graph = NoOps.chain(CHAIN);
        List<Double> seconds = new ArrayList<>();
        try (Store store = store(kind, "chain");
                Working working = new Working(store, graph, assets, List.of(NoOps.pipeline("chain", List.of())), 4)) {
            RunQueue queue = new RunQueue(store, LEASE);
            for (int round = 0; round < ROUNDS; round++) {
                DataInterval hour = NoOps.hour(round);
                long began = System.nanoTime();
                store.jdbi().useTransaction(handle -> queue.add(handle, waiting("chain", hour)));
                working.await(1);
                seconds.add(millisSince(began) / 1000);
            }
        }
        row(
                "chain of 40 steps of 10 ms, " + kind.name,
                "%.2f s (first %.2f, longest after it %.2f)"
                        .formatted(
                                median(seconds),
                                seconds.get(0),
                                seconds.stream().skip(1).max(Double::compare).orElseThrow()),
                "2.0 s",
                "from the run's row to its end; 0.4 s of it are the steps");
    }

    private void storm(Kind kind) throws Exception {
        NoOps assets = new NoOps(Duration.ZERO);
        Graph graph = NoOps.independent(PIPELINES, new PoolUse("pool", 1));
        List<Pipeline> pipelines = graph.nodes().stream()
                .map(node ->
                        NoOps.pipeline(node.key().name(), List.of(node.key().toString())))
                .toList();
        DataInterval hours = NoOps.hour(0).span(NoOps.hour(STEPS / PIPELINES - 1));
        try (Store store = store(kind, "storm")) {
            RunQueue queue = new RunQueue(store, LEASE);
            store.jdbi()
                    .useTransaction(handle ->
                            pipelines.forEach(pipeline -> queue.add(handle, waiting(pipeline.name(), hours))));
            long began = System.nanoTime();
            try (Working working = new Working(store, graph, assets, pipelines, SLOTS)) {
                working.await(PIPELINES);
                row(
                        "10,000 steps due at once in a pool of 64, " + kind.name,
                        "%.1f s, at most %d at work".formatted(millisSince(began) / 1000, assets.mostAtWork()),
                        kind == Kind.SQLITE ? "10 s" : "15 s",
                        "100 runs, one worker; each step is planned, claimed, logged, published and recorded");
            }
        }
    }

    private void starts(Kind kind) throws Exception {
        NoOps assets = new NoOps(Duration.ZERO);
        Graph graph = NoOps.chain(1);
        List<Double> millis = new ArrayList<>();
        try (Store store = store(kind, "starts");
                Working working = new Working(store, graph, assets, List.of(NoOps.pipeline("one", List.of())), 4)) {
            RunQueue queue = new RunQueue(store, LEASE);
            for (int start = 0; start < STARTS; start++) {
                DataInterval hour = NoOps.hour(start);
                TimeUnit.MILLISECONDS.sleep(20 + start % 100);
                long due = System.nanoTime();
                store.jdbi().useTransaction(handle -> queue.add(handle, waiting("one", hour)));
                working.await(1);
                millis.add((assets.lastBegun() - due) / 1e6);
            }
        }
        List<Double> sorted = millis.stream().sorted().toList();
        row(
                "from a run's row to its first step on an idle system, " + kind.name,
                "median %.0f ms, p99 %.0f ms".formatted(median(millis), sorted.get(STARTS * 99 / 100)),
                "p99 200 ms",
                "%d starts; the scheduler itself wakes at the moment when something is due".formatted(STARTS));
    }

    private void backfill(Kind kind) throws Exception {
        NoOps assets = new NoOps(Duration.ZERO);
        Graph graph = NoOps.chain(1);
        try (Store store = store(kind, "backfill")) {
            RunQueue queue = new RunQueue(store, LEASE);
            Backfills backfills = new Backfills(store, queue, ZoneOffset.UTC);
            Runner runner = new Runner(
                    graph, store, List.of(assets), new RunnerSettings(1, LEASE, LEASE, work.resolve("logs")));
            BackfillRequest request = new BackfillRequest(
                    List.of("no.op0"), NoOps.hour(0).span(NoOps.hour(1_999)), Set.of(), Choice.Only.NEEDED, "no.op0");
            long began = System.nanoTime();
            BackfillPlan plan = new BackfillPlanner(graph, List.of(), Optional.of(NoOps.BEGIN), new History(store))
                    .plan(request, new BackfillCut(1, 1, BackfillCut.Order.FORWARD), runner.state());
            backfills.queue(request, plan.parts(), 4, "bench");
            row(
                    "2,000 backfill runs planned and queued, " + kind.name,
                    "%.2f s".formatted(millisSince(began) / 1000),
                    "10 s",
                    plan.parts().size() + " runs");
        }
    }

    private void partitions() throws Exception {
        NoOps assets = new NoOps(Duration.ZERO, PARTITIONS / 12);
        Graph graph = NoOps.chain(1);
        try (Store store = store(Kind.SQLITE, "partitions")) {
            Runner runner = new Runner(
                    graph, store, List.of(assets), new RunnerSettings(2, LEASE, LEASE, work.resolve("logs")));
            Demand demand = Demand.of(
                    graph,
                    Set.of(graph.nodes().iterator().next().key()),
                    NoOps.hour(0).span(NoOps.hour(PARTITIONS - 1)),
                    Optional.of(NoOps.BEGIN));
            runner.run(new RunRequest(RunRequest.Kind.RUN, demand, "bench", Optional.empty()), RunListener.NONE);
            List<Double> seconds = new ArrayList<>();
            int upToDate = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long began = System.nanoTime();
                List<PlannedPartition> plan = new Planner(graph).plan(demand, runner.state());
                upToDate = (int) plan.stream().filter(found -> !found.isToDo()).count();
                seconds.add(millisSince(began) / 1000);
            }
            row(
                    "120,000 partitions of one asset: plan and list, SQLite",
                    "%.2f s (first %.2f)".formatted(median(seconds), seconds.get(0)),
                    "1 s",
                    upToDate + " of them up to date");
        }
    }

    private void claims() throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        try (Store store = store(Kind.POSTGRES, "claims")) {
            for (int round = 0; round < CLAIM_ROUNDS; round++) {
                ours.add(ClaimRate.ofSteps(store, NoOps.chain(1), round));
                theirs.add(DbScheduler.claimRate(postgres.getPostgresDatabase(), round));
            }
        }
        double own = median(ours);
        double other = median(theirs);
        row(
                "claims per second from PostgreSQL, in batches of 100, against db-scheduler's lock-and-fetch",
                "%,.0f against %,.0f: %.2f x".formatted(own, other, own / other),
                "1.0 x",
                "medians of %d turns; ours also writes the attempt and its claim on the partition"
                        .formatted(CLAIM_ROUNDS));
    }

    private void memory() throws Exception {
        Graph graph = NoOps.chain(1);
        Pipeline pipeline = NoOps.pipeline("one", List.of());
        AtomicLong now = new AtomicLong(NoOps.BEGIN.toEpochMilli());
        try (Store store = store(Kind.SQLITE, "memory")) {
            RunQueue queue = new RunQueue(store, LEASE);
            Scheduler scheduler = new Scheduler(
                    store,
                    queue,
                    List.of(NoOps.hourly(pipeline)),
                    new PipelineRuns(graph, List.of(pipeline), Optional.of(NoOps.BEGIN)),
                    Optional.of(NoOps.BEGIN),
                    () -> Instant.ofEpochMilli(now.get()));
            List<Long> used = new ArrayList<>();
            while (used.size() < MEMORY_RUNS / MEMORY_STEP) {
                for (int finished = 0; finished < MEMORY_STEP; ) {
                    now.addAndGet(Duration.ofHours(MEMORY_HOURS).toMillis());
                    for (int due = scheduler.look().size(); due > 0; due--) {
                        queue.fail(queue.take(Map.of("one", 1)).orElseThrow(), "");
                        finished++;
                    }
                }
                System.gc();
                used.add((Runtime.getRuntime().totalMemory()
                                - Runtime.getRuntime().freeMemory())
                        >> 20);
            }
            row(
                    "memory of the scheduler while 100,000 runs come and end",
                    "%d MB of heap after 10,000, %d MB after 100,000".formatted(used.get(0), used.get(used.size() - 1)),
                    "flat, 512 MB",
                    used + " MB after every 10,000");
        }
    }
}
