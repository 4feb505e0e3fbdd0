package dev.daybreak.orchestration.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.StoreClock;
import dev.daybreak.orchestration.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a run at work will end, as far as the past tells. */
class ExpectedEndsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_000_000));
    private Store store;
    private ExpectedEnds ends;
    private int runs;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        database().keep(folder);
        store = TestDatabase.open(folder);
        ends = new ExpectedEnds(store, StoreClock.of(now::get));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void past(String pipeline, String state, long... seconds) {
        for (long taken : seconds) {
            long ended = 10_000 + 1_000L * runs;
            insert("past-" + runs++, pipeline, state, ended - taken, ended);
        }
    }

    private String atWork(String pipeline) {
        insert("now", pipeline, "RUNNING", 1_000_000, null);
        return "now";
    }

    private void insert(String id, String pipeline, String state, long started, Long ended) {
        store.jdbi().useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO run (run_id, kind, words, requested_by, state, started_at, ended_at, host, pid, process_started,
                                         lease_until, pipeline)
                        VALUES (:id, 'schedule', '', 'ana', :state, :started, :ended, '', 0, 0, 0, :pipeline)
                        """)
                .bind("id", id)
                .bind("state", state)
                .bind("started", started * 1_000)
                .bind("ended", ended == null ? null : ended * 1_000)
                .bind("pipeline", pipeline)
                .execute());
    }

    private static Instant after(long seconds) {
        return Instant.ofEpochSecond(1_000_000 + seconds);
    }

    @Test
    void aRunIsExpectedToTakeTheMedianOfTheLast() {
        past("nightly", "SUCCEEDED", 60, 900, 70, 80);
        past("nightly", "FAILED", 1, 1, 1);
        past("other", "SUCCEEDED", 5, 5, 5);

        assertThat(ends.of(atWork("nightly"))).contains(after(75));
        assertThat(ends.all()).isEqualTo(Map.of("now", after(75)));
    }

    @Test
    void onlyTheLastTwentyCount() {
        past("nightly", "SUCCEEDED", new long[] {500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500});
        for (int i = 0; i < 20; i++) {
            past("nightly", "SUCCEEDED", 60);
        }

        assertThat(ends.of(atWork("nightly"))).contains(after(60));
    }

    @Test
    void aRunThatTakesLongerIsComparedWithThoseThatTookLonger() {
        past("nightly", "SUCCEEDED", 60, 61, 62, 200, 300);
        String run = atWork("nightly");
        now.set(after(100));

        assertThat(ends.of(run)).contains(after(250));
        now.set(after(400));
        assertThat(ends.of(run)).as("none took so long").isEmpty();
    }

    @Test
    void aPastOfFewRunsTellsNothingAndNeitherDoesThatOfARunThatIsOver() {
        past("nightly", "SUCCEEDED", 60, 60);
        String run = atWork("nightly");

        assertThat(ends.of(run)).isEmpty();
        past("nightly", "SUCCEEDED", 60);
        assertThat(ends.of(run)).contains(after(60));
        assertThat(ends.of("past-1")).isEmpty();
    }
}
