package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.backfill.BackfillRuns;
import dev.daybreak.orchestration.backfill.Backfills;
import dev.daybreak.orchestration.run.RunListener;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.run.Runner;
import dev.daybreak.orchestration.run.RunnerSettings;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.Grain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A scheduler or a worker of a storm: {@code scheduler FOLDER} or {@code worker FOLDER}. Every hour of a clock, which is a file that the test
 * moves, makes a run of one step that appends one row. Ends by being killed.
 */
final class StormProcess {
    static final Instant BEGIN = Instant.parse("2023-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(5);

    private StormProcess() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[1]);
        try (Store store = TestDatabase.await(folder)) {
            if (arguments[0].equals("scheduler")) {
                schedule(store, folder);
            } else {
                try (PublishedRows rows = new PublishedRows(folder)) {
                    worker(store, folder, rows).work();
                }
            }
        }
    }

    private static void schedule(Store store, Path folder) {
        Scheduler scheduler = scheduler(store, () -> now(folder));
        while (true) {
            try {
                scheduler.look();
            } catch (RuntimeException away) {
                System.err.println("Cannot look: " + away);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    static Scheduler scheduler(Store store, Supplier<Instant> clock) {
        return new Scheduler(store, new RunQueue(store, LEASE), List.of(pipeline()), runs(), Optional.of(BEGIN), clock);
    }

    static QueueWorker worker(Store store, Path folder, Materializer materializer) {
        return worker(store, folder, graph(PublishedRows.TABLE), materializer, runs(), LEASE);
    }

    static QueueWorker worker(
            Store store, Path folder, Graph graph, Materializer materializer, PipelineRuns runs, Duration lease) {
        RunnerSettings settings = new RunnerSettings(2, lease, Duration.ofSeconds(10), folder.resolve("logs"));
        Runner runner = new Runner(graph, store, List.of(materializer), settings);
        RunQueue queue = new RunQueue(store, lease);
        BackfillRuns backfills =
                new BackfillRuns(new Backfills(store, queue, ZoneOffset.UTC), graph, List.of(), Optional.of(BEGIN));
        return new QueueWorker(runner, queue, runs, backfills, RunListener.NONE, note -> {});
    }

    static Pipeline pipeline() {
        return pipeline(Scheduled.cron("hourly", "0 * * * *", new Missed(Missed.Policy.ALL, 10_000)), BEGIN);
    }

    /** The same from then on, and as many runs at a time as there are. */
    static Pipeline pipeline(Pipeline hourly, Instant begin) {
        return new Pipeline(
                hourly.name(),
                hourly.about(),
                hourly.trigger(),
                hourly.zone(),
                Optional.of(begin),
                hourly.end(),
                hourly.watermark(),
                hourly.jitter(),
                hourly.missed(),
                100,
                0,
                true,
                List.of());
    }

    private static PipelineRuns runs() {
        return new PipelineRuns(graph(PublishedRows.TABLE), List.of(pipeline()), Optional.of(BEGIN));
    }

    static Graph graph(AssetKey table) {
        TimePartition hourly = new TimePartition("hour", new Cadence(Grain.HOUR, DayOfWeek.MONDAY), Optional.empty());
        return new Graph(
                ZoneOffset.UTC,
                List.of(new Graph.Node(
                        new TestProject.TestAsset(
                                table, Optional.of(hourly), TestProject.tries(Optional.empty(), Optional.empty())),
                        List.of(),
                        new TreeMap<>(Map.of("sql", "SELECT 1")),
                        Optional.empty())));
    }

    private static Instant now(Path folder) {
        try {
            return Instant.parse(Files.readString(folder.resolve("now")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void setClock(Path folder, Instant now) throws IOException {
        Path fresh = folder.resolve("now.fresh");
        Files.writeString(fresh, now.toString());
        Files.move(fresh, folder.resolve("now"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
