package dev.daybreak.orchestration.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.daybreak.orchestration.history.Listing.RunFilter;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found of runs that are over. */
class HistoryTest {
    @TempDir
    Path folder;

    private Store store;
    private History history;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void openStore() throws IOException {
        database().keep(folder);
        store = TestDatabase.open(folder);
        history = new History(store);
        run("20230301-101500-aaaa", "SUCCEEDED", 1_000);
        run("20230301-101500-bbbb", "FAILED", 2_000);
        run("20230302-070000-cccc", "RUNNING", 3_000);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private void run(String id, String state, long started) {
        store.jdbi().useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO run (run_id, kind, words, requested_by, state, started_at, host, pid, process_started, lease_until)
                        VALUES (:id, 'run', 'everything', 'ana', :state, :started, 'host', 1, 1, 1)
                        """)
                .bind("id", id)
                .bind("state", state)
                .bind("started", started)
                .execute());
    }

    private void step(String run, String key, String state) {
        store.jdbi().useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO step (step_key, run_id, asset, interval_start, interval_end, partitions, state, reason, words, row_count, started_at)
                        VALUES (:key, :run, 'raw.clicks', 0, 1, '[[0,1]]', :state, '', '', 0, 0)
                        """)
                .bind("key", key)
                .bind("run", run)
                .bind("state", state)
                .execute());
    }

    @Test
    void listsTheLatestRunsFirst() {
        assertThat(history.runs(2).stream().map(RunRecord::id))
                .containsExactly("20230302-070000-cccc", "20230301-101500-bbbb");
    }

    @Test
    void listsRunsThatFitAllThatIsAskedFor() {
        assertThat(listed("run", "ana", 2_000, 3_000)).containsExactly("20230301-101500-bbbb");
        assertThat(listed("run", "bea", 0, 9_000)).isEmpty();
        assertThat(listed("schedule", "ana", 0, 9_000)).isEmpty();
    }

    private List<String> listed(String kind, String by, long since, long until) {
        RunFilter filter = new RunFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(kind),
                Optional.of(by),
                Optional.of(Instant.ofEpochMilli(since)),
                Optional.of(Instant.ofEpochMilli(until)));
        return new Listing(store)
                .runs(filter, Optional.empty(), 10).stream().map(RunRecord::id).toList();
    }

    @Test
    void countsTheStepsOfEachRun() {
        step("20230301-101500-bbbb", "one", "FAILED");
        step("20230301-101500-bbbb", "two", "SKIPPED");
        step("20230301-101500-bbbb", "three", "SKIPPED");
        step("20230302-070000-cccc", "four", "RUNNING");

        assertThat(history.runs(10).stream().map(RunRecord::steps))
                .containsExactly(
                        Map.of(StepState.RUNNING, 1), Map.of(StepState.FAILED, 1, StepState.SKIPPED, 2), Map.of());
        assertThat(history.run("bbbb").steps()).isEqualTo(Map.of(StepState.FAILED, 1, StepState.SKIPPED, 2));
    }

    @Test
    void findsARunByItsIdItsBeginningOrItsEnd() {
        RunRecord whole = history.run("20230302-070000-cccc");

        assertThat(whole.started()).isEqualTo(Instant.ofEpochMilli(3_000));
        assertThat(whole.by()).isEqualTo("ana");
        assertThat(history.run("20230302")).isEqualTo(whole);
        assertThat(history.run("cccc")).isEqualTo(whole);
    }

    @Test
    void refusesABeginningThatFitsSeveralRuns() {
        assertThatThrownBy(() -> history.run("20230301"))
                .hasMessage("Cannot find a run '20230301': 2 fit: 20230301-101500-bbbb, 20230301-101500-aaaa.")
                .asInstanceOf(type(DaybreakException.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
                    assertThat(e.mend()).isEqualTo("See 'daybreak history' for the ids of runs.");
                });
    }

    @Test
    void refusesAnUnknownRun() {
        assertThatThrownBy(() -> history.run("2024")).hasMessage("Cannot find a run '2024': there is none.");
    }
}
