package dev.daybreak.orchestration.freshness;

import static dev.daybreak.orchestration.run.TestProject.CLICKS;
import static dev.daybreak.orchestration.run.TestProject.DAILY;
import static dev.daybreak.orchestration.run.TestProject.MODEL;
import static dev.daybreak.orchestration.run.TestProject.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.alert.AlertRecord;
import dev.daybreak.orchestration.alert.Outbox;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.schedule.PipelineState;
import dev.daybreak.orchestration.store.StoreClock;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.Promise;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions that must be there by a moment. */
class FreshnessTest {
    private final AtomicReference<Instant> now = new AtomicReference<>();
    private final StoreClock clock = StoreClock.of(now::get);
    private final List<Pipeline> pipelines = new ArrayList<>();
    private Optional<Instant> end = Optional.empty();
    private TestProject project;
    private Outbox outbox;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        database().keep(folder);
        project = new TestProject(folder);
        outbox = new Outbox(project.store, clock);
        project.promises.put(DAILY, Promise.parse("by 06:00").orElseThrow());
    }

    @AfterEach
    void close() {
        project.close();
    }

    private FreshnessWatch watch() {
        return new FreshnessWatch(
                project.store,
                outbox,
                "shop",
                List.of("chat", "oncall"),
                project.graph(),
                pipelines,
                Optional.of(day(1).start()),
                end,
                clock);
    }

    private int lookAt(String instant) {
        now.set(Instant.parse(instant));
        return watch().look();
    }

    private Freshness freshness() {
        return new Freshness(project.store, project.graph(), pipelines, Optional.of(day(1).start()), end, clock);
    }

    private List<String> promises() {
        return freshness().promises().stream()
                .map(promised -> promised.asset() + " "
                        + (promised.interval().isAll()
                                ? "all"
                                : promised.interval().start()) + " " + promised.state()
                        + " by " + promised.due())
                .toList();
    }

    private void publishedAt(String instant) {
        project.store.jdbi().useHandle(handle -> handle.createUpdate("UPDATE materialization SET published_at = :at")
                .bind("at", Instant.parse(instant).toEpochMilli())
                .execute());
    }

    private Promised late() {
        return freshness().promises().stream()
                .filter(promised -> promised.state() == PromiseState.LATE)
                .findFirst()
                .orElseThrow();
    }

    private void pipeline(String name, String selection) {
        pipelines.add(Pipeline.byHand(
                name, new About("", "", List.of(), Place.of(name + ".yaml")), ZoneOffset.UTC, List.of(selection)));
    }

    @Test
    void aPartitionThatIsNotThereInTimeIsToldOnceToEveryTarget() {
        assertThat(lookAt("2023-01-02T00:30:00Z")).isZero();
        assertThat(lookAt("2023-01-02T05:59:59Z")).isZero();
        assertThat(outbox.latest(10)).isEmpty();

        assertThat(lookAt("2023-01-02T06:00:00Z")).isOne();
        assertThat(lookAt("2023-01-02T06:00:01Z")).isZero();
        assertThat(lookAt("2023-01-02T12:00:00Z")).isZero();

        assertThat(outbox.latest(10)).extracting(AlertRecord::target).containsExactlyInAnyOrder("chat", "oncall");
        assertThat(outbox.latest(1).get(0).document())
                .containsEntry("kind", "late")
                .containsEntry("asset", "features.daily")
                .containsEntry("promise", "by 06:00")
                .containsEntry("due", "2023-01-02T06:00:00Z")
                .containsEntry(
                        "text",
                        "[shop] 'features.daily' for 2023-01-01 is late: promised by 2023-01-02T06:00 (UTC);"
                                + " no run has tried it, and no pipeline selects it.");
    }

    @Test
    void whatShouldHaveBeenThereBeforeAnybodyLookedIsNotTold() {
        assertThat(lookAt("2023-01-10T12:00:00Z")).isZero();
        assertThat(lookAt("2023-01-11T05:00:00Z")).isZero();
        assertThat(lookAt("2023-01-11T06:00:00Z")).isOne();
    }

    @Test
    void whatBecameLateWhileNobodyLookedIsToldByTheNextLook() {
        lookAt("2023-01-02T00:30:00Z");

        assertThat(lookAt("2023-01-05T07:00:00Z")).isEqualTo(4);
    }

    @Test
    void whatIsThereInTimeIsNotLate() {
        lookAt("2023-01-02T00:30:00Z");
        project.run();

        assertThat(lookAt("2023-01-06T07:00:00Z")).isZero();
        assertThat(freshness().breaches(10)).isEmpty();
    }

    @Test
    void aPartitionThatComesLateHealsItsBreach() {
        lookAt("2023-01-02T00:30:00Z");
        lookAt("2023-01-02T06:00:00Z");
        project.run();
        assertThat(lookAt("2023-01-02T08:00:00Z")).isZero();

        assertThat(freshness().breaches(10)).singleElement().satisfies(breach -> {
            assertThat(breach.asset()).isEqualTo(DAILY);
            assertThat(breach.interval()).isEqualTo(day(1));
            assertThat(breach.due()).isEqualTo("2023-01-02T06:00:00Z");
            assertThat(breach.breached()).isEqualTo("2023-01-02T06:00:00Z");
            assertThat(breach.healed()).contains(Instant.parse("2023-01-02T08:00:00Z"));
            assertThat(breach.why()).isEqualTo("no run has tried it, and no pipeline selects it");
        });
        assertThat(lookAt("2023-01-02T09:00:00Z"))
                .as("once healed, it is not told again")
                .isZero();
    }

    @Test
    void watchesSideBySideTellOnce() throws Exception {
        lookAt("2023-01-02T00:30:00Z");
        now.set(Instant.parse("2023-01-05T07:00:00Z"));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Callable<Integer>> looks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FreshnessWatch watch = watch();
            looks.add(watch::look);
        }

        int noticed = 0;
        for (Future<Integer> look : pool.invokeAll(looks)) {
            noticed += look.get();
        }
        pool.shutdown();

        assertThat(noticed).isEqualTo(4);
        assertThat(outbox.latest(100)).hasSize(8);
    }

    @Test
    void aPromiseThatIsTakenBackIsForgottenAndOneThatChangesIsToldOnce() {
        lookAt("2023-01-02T00:30:00Z");
        assertThat(lookAt("2023-01-02T06:00:00Z")).isOne();
        project.promises.put(DAILY, Promise.parse("by 07:00").orElseThrow());
        assertThat(lookAt("2023-01-02T07:00:00Z")).as("known as late").isZero();

        project.promises.clear();
        lookAt("2023-01-03T00:00:00Z");
        assertThat(freshness().promises()).isEmpty();
        project.promises.put(DAILY, Promise.parse("by 06:00").orElseThrow());
        assertThat(lookAt("2023-01-05T00:00:00Z")).as("begins anew").isZero();
        assertThat(lookAt("2023-01-05T06:00:00Z")).isOne();
    }

    @Test
    void nothingIsPromisedBeforeTheProjectBeginsAndAfterItEnds() {
        end = Optional.of(day(2).end());
        lookAt("2022-12-30T00:00:00Z");

        assertThat(promises()).containsExactly("features.daily 2023-01-01T00:00:00Z due by 2023-01-02T06:00:00Z");
        assertThat(lookAt("2023-01-10T00:00:00Z")).as("two days").isEqualTo(2);
    }

    @Test
    void anAssetThatIsNotCutMustBePublishedAgainAndAgain() {
        project.promises.clear();
        project.promises.put(MODEL, Promise.parse("within 2 hours").orElseThrow());
        lookAt("2023-01-06T00:00:00Z");
        assertThat(lookAt("2023-01-06T01:59:00Z")).isZero();
        assertThat(lookAt("2023-01-06T02:00:00Z")).as("never published").isOne();
        assertThat(lookAt("2023-01-06T09:00:00Z")).as("still the same").isZero();

        project.run();
        publishedAt("2023-01-06T09:30:00Z");
        assertThat(lookAt("2023-01-06T10:00:00Z")).isZero();
        assertThat(promises()).containsExactly("models.taste all fresh by 2023-01-06T11:30:00Z");

        assertThat(lookAt("2023-01-06T11:30:00Z")).isOne();
        assertThat(promises()).containsExactly("models.taste all late by 2023-01-06T11:30:00Z");
        assertThat(late().why()).isEqualTo("no run has published it since, and no pipeline selects it");
        assertThat(freshness().breaches(10)).extracting(Breach::interval).containsOnly(DataInterval.ALL);
    }

    @Test
    void promisesAreListedWithTheirState() {
        lookAt("2023-01-02T00:30:00Z");
        assertThat(promises()).containsExactly("features.daily 2023-01-01T00:00:00Z due by 2023-01-02T06:00:00Z");

        now.set(Instant.parse("2023-01-03T07:00:00Z"));
        assertThat(promises())
                .as("late, whether somebody has noticed it or not")
                .containsExactly(
                        "features.daily 2023-01-01T00:00:00Z late by 2023-01-02T06:00:00Z",
                        "features.daily 2023-01-02T00:00:00Z late by 2023-01-03T06:00:00Z",
                        "features.daily 2023-01-03T00:00:00Z due by 2023-01-04T06:00:00Z");

        project.run();
        assertThat(promises())
                .containsExactly(
                        "features.daily 2023-01-02T00:00:00Z fresh by 2023-01-03T06:00:00Z",
                        "features.daily 2023-01-03T00:00:00Z fresh by 2023-01-04T06:00:00Z");
    }

    @Test
    void whatNobodyHasWatchedIsJudgedByThePartitionThatWasDueLast() {
        now.set(Instant.parse("2023-01-05T07:00:00Z"));

        assertThat(promises())
                .containsExactly(
                        "features.daily 2023-01-04T00:00:00Z late by 2023-01-05T06:00:00Z",
                        "features.daily 2023-01-05T00:00:00Z due by 2023-01-06T06:00:00Z");
    }

    @Test
    void aPartitionThatFailedTellsItsError() {
        lookAt("2023-01-02T00:30:00Z");
        project.tables.onCompute = step -> {
            if (step.node().key().equals(DAILY)) {
                throw new DaybreakException(ErrorCode.BAD_SOURCE, "Invalid column 'age'.\nIt is a text.", "Mend it.");
            }
        };
        String run = project.run().run();
        now.set(Instant.parse("2023-01-02T07:00:00Z"));

        assertThat(late().why()).isEqualTo("it failed in run " + run + ": Invalid column 'age'.");
        assertThat(late().mend()).isEqualTo("Mend it. Then 'daybreak rerun " + run + "' does it again.");
    }

    @Test
    void aPartitionWhoseInputFailedTellsThatItWasSkipped() {
        lookAt("2023-01-02T00:30:00Z");
        project.tables.onCompute = step -> {
            if (step.node().key().equals(CLICKS)) {
                throw new DaybreakException(ErrorCode.BAD_SOURCE, "Invalid column 'age'.", "");
            }
        };
        String run = project.run().run();
        now.set(Instant.parse("2023-01-02T07:00:00Z"));

        assertThat(late().why())
                .startsWith("it was skipped in run " + run + ": ")
                .contains("raw.clicks");
    }

    @Test
    void aPartitionOfAPausedPipelineTellsThat() {
        pipeline("nightly", "features.daily");
        lookAt("2023-01-02T00:30:00Z");
        now.set(Instant.parse("2023-01-02T07:00:00Z"));
        assertThat(late().why()).isEqualTo("no run has tried it");
        assertThat(late().mend())
                .isEqualTo("See when its pipeline 'nightly' runs, or do it by hand: 'daybreak run +features.daily"
                        + " --start 2023-01-01T00:00 --end 2023-01-02T00:00'.");

        new PipelineState(project.store).pause(pipelines.get(0), "ana", "the shop is closed");
        assertThat(late().why()).isEqualTo("no run has tried it: pipeline 'nightly' is paused");
        assertThat(late().mend()).isEqualTo("Start it again: 'daybreak resume nightly'.");
    }

    private void run(String id, String state, String started, String ended) {
        project.store.jdbi().useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO run (run_id, kind, words, requested_by, state, started_at, ended_at, host, pid, process_started,
                                         lease_until, pipeline)
                        VALUES (:id, 'schedule', '', 'schedule', :state, :started, :ended, '', 0, 0, 0, 'nightly')
                        """)
                .bind("id", id)
                .bind("state", state)
                .bind("started", Instant.parse(started).toEpochMilli())
                .bind("ended", ended.isEmpty() ? null : Instant.parse(ended).toEpochMilli())
                .execute());
    }

    private void step(String state, String words) {
        project.store.jdbi().useHandle(handle -> {
            handle.execute("DELETE FROM step");
            handle.createUpdate(
                            """
                            INSERT INTO step (step_key, run_id, asset, interval_start, interval_end, partitions, state, reason, words,
                                              row_count, started_at)
                            VALUES ('s', 'now', 'features.daily', :start, :end, '[]', :state, '', :words, 0, 0)
                            """)
                    .bind("start", day(1).start().toEpochMilli())
                    .bind("end", day(2).end().toEpochMilli())
                    .bind("state", state)
                    .bind("words", words)
                    .execute();
        });
    }

    private void asset(String asset, String state) {
        project.store.jdbi().useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO run_asset (run_id, asset, lane, state, partitions)
                        VALUES ('now', :asset, 0, :state, '[]')
                        """)
                .bind("asset", asset)
                .bind("state", state)
                .execute());
    }

    @Test
    void aPartitionThatARunIsAtTellsWhatItWaitsForAndWhenTheRunIsExpectedToEnd() {
        lookAt("2023-01-02T00:30:00Z");
        for (int i = 1; i <= 3; i++) {
            run("past" + i, "SUCCEEDED", "2022-12-2" + i + "T05:00:00Z", "2022-12-2" + i + "T06:20:00Z");
        }
        run("now", "RUNNING", "2023-01-02T05:00:00Z", "");

        asset("raw.clicks", "PLANNED");
        asset("features.daily", "WAITING");
        now.set(Instant.parse("2023-01-02T05:30:00Z"));
        assertThat(freshness().promises().get(0)).satisfies(promised -> {
            assertThat(promised.state()).isEqualTo(PromiseState.DUE);
            assertThat(promised.why()).isEqualTo("run now waits for raw.clicks");
            assertThat(promised.expected()).contains(Instant.parse("2023-01-02T06:20:00Z"));
        });

        step("READY", "");
        assertThat(freshness().promises().get(0).why()).isEqualTo("run now waits for a worker");
        step("WAITING", "waits for file 'landing/x'");
        assertThat(freshness().promises().get(0).why()).isEqualTo("run now waits for file 'landing/x'");
        step("WAITING", "");
        assertThat(freshness().promises().get(0).why()).isEqualTo("run now waits for its next try");
        step("RUNNING", "");
        assertThat(freshness().promises().get(0).why()).isEqualTo("run now computes it");

        lookAt("2023-01-02T06:00:00Z");
        assertThat(outbox.latest(1).get(0).text())
                .endsWith(
                        "is late: promised by 2023-01-02T06:00 (UTC), expected at 2023-01-02T06:20; run now computes it.");
    }
}
