package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.run.FolderTables;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.schedule.Pipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A scheduler or a worker on a host of its own as far as its clock goes: {@code ROLE FOLDER CRON START}. Ends by being killed. */
final class NodeClockProcess {
    static final AssetKey TABLE = AssetKey.parse("clock.hours");
    private static final Duration LEASE = Duration.ofSeconds(30);
    /** Longer than the pause between two looks for what dead processes left. */
    private static final Duration COMPUTING = Duration.ofMillis(1_500);

    private NodeClockProcess() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[1]);
        Instant begin = Instant.parse(arguments[3]);
        Pipeline pipeline = StormProcess.pipeline(
                Scheduled.cron("hourly", arguments[2], new Missed(Missed.Policy.ALL, 1_000)), begin);
        PipelineRuns runs = new PipelineRuns(StormProcess.graph(TABLE), List.of(pipeline), Optional.of(begin));
        try (Store store = TestDatabase.await(folder)) {
            if (arguments[0].equals("scheduler")) {
                schedule(new Scheduler(store, new RunQueue(store, LEASE), List.of(pipeline), runs, Optional.of(begin)));
            } else {
                FolderTables tables = new FolderTables(folder.resolve("tables"));
                tables.onCompute = step -> LockSupport.parkNanos(COMPUTING.toNanos());
                StormProcess.worker(store, folder, StormProcess.graph(TABLE), tables, runs, LEASE)
                        .work();
            }
        }
    }

    private static void schedule(Scheduler scheduler) {
        while (true) {
            scheduler.look();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
