package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.KEY;
import static dev.daybreak.lake.TestTable.UTC;
import static dev.daybreak.lake.TestTable.day;
import static dev.daybreak.lake.TestTable.guard;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.maintenance.MaintenancePolicy;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Span;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two writers, each with a lake of its own as processes have, publish to one table while it is kept in order without a pause: one appends a row to the
 * first day again and again, the other takes turns between that and replacing the second day by one row.
 */
final class WritersBesideMaintenance {
    static final String APPENDED = "2025-03-01";
    static final String REPLACED = "2025-03-02";
    /** A writer looks for its step right after its commit; so long it may take. */
    private static final int SETTLED_SECONDS = 20;

    private static final MaintenancePolicy POLICY = new MaintenancePolicy(
            Optional.empty(), MaintenancePolicy.DEFAULT.targetBytes(), 1, new Span(0, ChronoUnit.HOURS), Span.days(3));

    private final Path folder;
    private final Engine engine;
    private final int commits;
    private final AtomicInteger left = new AtomicInteger(2);

    /** @param commits of each writer */
    WritersBesideMaintenance(Path folder, Engine engine, int commits) {
        this.folder = folder;
        this.engine = engine;
        this.commits = commits;
    }

    /**
     * What was there at the end of all.
     *
     * @param appends how many rows were appended
     * @param last the user that the last replacement left
     * @param rewrites how many times maintenance put files together meanwhile
     * @param conflicts groups of files that were given up to a writer
     */
    record Outcome(int appends, long last, int rewrites, int conflicts) {}

    Outcome run() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Future<Integer> one = threads.submit(() -> write(0, false));
            Future<Integer> two = threads.submit(() -> write(1, true));
            List<MaintenanceReport> reports = threads.submit((Callable<List<MaintenanceReport>>) this::maintain)
                    .get();
            return new Outcome(
                    one.get() + two.get(),
                    1_000_000L + (commits - 1) - (commits - 1) % 2,
                    (int) reports.stream()
                            .filter(report -> report.rewritten() > 0)
                            .count(),
                    reports.stream().mapToInt(MaintenanceReport::conflicts).sum());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns how many rows were appended. */
    private int write(int writer, boolean replaces) {
        int appends = 0;
        try (Lake lake = Lakes.open(folder);
                Session session = engine.open(UTC)) {
            LakeTable table = lake.prepare(KEY, TestTable.dailyLayout());
            for (int i = 0; i < commits; i++) {
                boolean isReplacement = replaces && i % 2 == 0;
                long user = isReplacement ? 1_000_000L + i : writer * 100_000L + i;
                String date = isReplacement ? REPLACED : APPENDED;
                String step = "w" + writer + "." + i;
                List<WrittenFile> files = session.write(
                        "SELECT CAST('" + date + "' AS DATE) AS day, " + user + " AS user_id, 1 AS clicks",
                        table.stage(step + "-1"));
                List<DataInterval> intervals = isReplacement ? List.of(day(date)) : List.of();
                table.publish(files, intervals, UTC, guard(step));
                appends += isReplacement ? 0 : 1;
            }
        } finally {
            left.decrementAndGet();
        }
        return appends;
    }

    private List<MaintenanceReport> maintain() {
        List<MaintenanceReport> reports = new ArrayList<>();
        try (Lake lake = Lakes.open(folder);
                Session session = engine.open(UTC);
                LakeMaintenance maintenance = LakeMaintenance.begin(lake, POLICY, UTC)) {
            boolean isLast;
            do {
                isLast = left.get() == 0;
                Instant now = Instant.now();
                MaintenanceBounds bounds =
                        new MaintenanceBounds(now, Optional.of(now.minusSeconds(SETTLED_SECONDS)), Set.of(), Set.of());
                reports.add(maintenance.run(KEY, session, bounds));
            } while (!isLast);
        }
        return reports;
    }
}
