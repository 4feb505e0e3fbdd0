package dev.daybreak.orchestration.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.run.FolderTables;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.store.CuttingProxy;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.StoreAway;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.asset.AssetKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The connection to PostgreSQL is cut in the middle of commits: nobody knows what became of them, but the store does. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CutConnectionTest {
    private static final AssetKey TABLE = AssetKey.parse("cut.hours");
    private static final int RUNS = 40;
    private static final int EVERY = 13;
    /** So many at least. */
    private static final int CUTS = 10;

    private static final Duration LEASE = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    @Test
    void aCommitThatIsCutHappensOnceOrIsDoneAgain() throws Exception {
        Path direct = Files.createDirectories(folder.resolve("direct"));
        TestDatabase.POSTGRES.keep(direct);
        URI server = URI.create(Files.readString(direct.resolve(TestDatabase.URL)));
        try (Store seen = TestDatabase.open(direct);
                CuttingProxy proxy = new CuttingProxy(server.getPort(), EVERY)) {
            TestDatabase.keepAt(
                    folder, "postgresql://localhost:" + proxy.port() + server.getPath() + "?preferQueryMode=simple");
            FolderTables tables = new FolderTables(folder.resolve("tables"));
            History history = new History(seen);
            try (Store store = TestDatabase.await(folder)) {
                work(store, tables, history, proxy);
            }

            List<RunRecord> runs = history.runs(RUNS * 2);
            assertThat(runs).hasSize(RUNS).allMatch(run -> run.state() == RunState.SUCCEEDED);
            assertThat(runs).extracting(RunRecord::words).doesNotHaveDuplicates();
            assertThat(tables.lines(TABLE).stream().flatMap(line -> line.versions().keySet().stream()))
                    .hasSize(RUNS)
                    .doesNotHaveDuplicates();
            assertThat(proxy.lost()).isGreaterThanOrEqualTo(CUTS / 2 - 1);
            assertThat(proxy.unanswered()).isGreaterThanOrEqualTo(CUTS / 2 - 1);
            System.out.printf(
                    "Connections cut in the middle of commits: %d commits did not arrive, of %d the answer was lost;"
                            + " %d runs, all done once.%n",
                    proxy.lost(), proxy.unanswered(), RUNS);
        }
    }

    private void work(Store store, FolderTables tables, History history, CuttingProxy proxy) throws Exception {
        AtomicInteger hour = new AtomicInteger();
        PipelineRuns runs = new PipelineRuns(
                StormProcess.graph(TABLE), List.of(StormProcess.pipeline()), Optional.of(StormProcess.BEGIN));
        Scheduler scheduler = new Scheduler(
                store,
                new RunQueue(store, LEASE),
                List.of(StormProcess.pipeline()),
                runs,
                Optional.of(StormProcess.BEGIN),
                () -> StormProcess.BEGIN.plus(Duration.ofHours(hour.get())));
        QueueWorker worker = StormProcess.worker(store, folder, StormProcess.graph(TABLE), tables, runs, LEASE);
        Thread thread = new Thread(worker::work);
        thread.start();
        try (worker) {
            while (ended(history) < RUNS) {
                if (hour.get() < RUNS) {
                    hour.incrementAndGet();
                } else if (proxy.lost() + proxy.unanswered() >= CUTS) {
                    proxy.mend();
                }
                look(scheduler);
                thread.join(50);
            }
            worker.finish();
            thread.join();
        }
    }

    private static void look(Scheduler scheduler) {
        try {
            scheduler.look();
        } catch (RuntimeException cut) {
            assertThat(StoreAway.isCauseOf(cut)).as(cut.toString()).isTrue();
        }
    }

    private static long ended(History history) {
        return history.runs(RUNS * 2).stream()
                .filter(run -> run.ended().isPresent())
                .count();
    }
}
