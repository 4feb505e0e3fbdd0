package dev.daybreak.orchestration.run;

import static dev.daybreak.orchestration.run.TestProject.CLICKS;
import static dev.daybreak.orchestration.run.TestProject.DAILY;
import static dev.daybreak.orchestration.run.TestProject.MODEL;
import static dev.daybreak.orchestration.run.TestProject.RECENT;
import static dev.daybreak.orchestration.run.TestProject.day;
import static dev.daybreak.orchestration.run.TestProject.days;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.CheckRecord;
import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.Latest;
import dev.daybreak.orchestration.history.MaterializationRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails, and what that means for everything else. */
class FailureTest {
    @TempDir
    Path folder;

    private TestProject project;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void openProject() throws IOException {
        database().keep(folder);
        project = new TestProject(folder);
    }

    @AfterEach
    void closeProject() {
        project.close();
    }

    private static boolean is(StepContext step, AssetKey asset, DataInterval interval) {
        return step.node().key().equals(asset)
                && step.partitions().get(0).interval().equals(interval);
    }

    private static DaybreakException badQuery() {
        return new DaybreakException(
                ErrorCode.QUERY_FAILED,
                "Cannot cast 'x' to a number.",
                new Place("assets/features/daily.sql", 14, 5),
                "Use TRY_CAST.",
                null);
    }

    @Test
    void whatFailedTogetherIsMendedWhenEachPartitionIsDoneByItself() {
        Latest latest = new Latest(project.store);
        project.tables.batching = new Batching(10, Batching.Order.ANY);
        project.tables.onCompute = step -> {
            if (step.node().key().equals(DAILY)) {
                throw badQuery();
            }
        };
        project.run();
        assertThat(latest.failures(99)).anyMatch(step -> step.partitions().size() == 5);
        assertThat(latest.failures(DAILY, 99)).isEqualTo(latest.failures(99));
        assertThat(latest.failures(RECENT, 99)).isEmpty();
        project.tables.batching = new Batching(1, Batching.Order.ANY);
        project.tables.onCompute = step -> {
            if (is(step, DAILY, day(3))) {
                throw badQuery();
            }
        };
        project.run();
        assertThat(latest.failures(99)).anyMatch(step -> step.partitions().size() == 5);
        project.tables.onCompute = step -> {};

        project.run();

        assertThat(latest.failures(99)).isEmpty();
    }

    @Test
    void skipsExactlyWhatReadsAFailedPartition() {
        project.tables.onCompute = step -> {
            if (is(step, DAILY, day(1))) {
                throw badQuery();
            }
        };

        RunResult result = project.run();

        assertThat(result.outcome()).isEqualTo(RunState.FAILED);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.steps().stream()
                        .filter(step -> step.state() == StepState.SKIPPED)
                        .map(step -> step.step().asset() + " " + step.step().interval() + ": " + step.words()))
                .containsExactlyInAnyOrder(
                        RECENT + " " + days(1, 3) + ": features.daily for 2023-01-01 failed",
                        MODEL + " all: features.recent for 2023-01-01 was skipped");
        assertThat(project.tables.computed).contains(RECENT + " " + day(4).start(), RECENT + " " + day(5).start());
    }

    @Test
    void keepsTheErrorWithItsPlaceAndMend() {
        project.tables.onCompute = step -> {
            if (is(step, DAILY, day(1))) {
                throw badQuery();
            }
        };

        RunResult result = project.run();

        Failure failure = new Failure(
                ErrorCode.QUERY_FAILED,
                "Cannot cast 'x' to a number.",
                "assets/features/daily.sql:14:5",
                "Use TRY_CAST.");
        assertThat(result.steps()).anyMatch(step -> step.failure().equals(java.util.Optional.of(failure)));
        assertThat(project.history.steps(result.run()))
                .anyMatch(step -> step.failure().equals(java.util.Optional.of(failure)));
        assertThat(project.history.attempts(result.run()).stream()
                        .filter(attempt -> attempt.state() == AttemptState.FAILED))
                .as("an error of the user is not tried again")
                .hasSize(1);
    }

    @Test
    void keepsWhatIsThereDownstreamOfASourceThatFails() {
        project.run();
        project.tables.outside.put(CLICKS, new Outside("v2", "1 new file"));
        project.dailySql = "SELECT 1 AS changed";
        project.tables.onCompute = step -> {
            if (step.node().key().equals(CLICKS)) {
                throw new DaybreakException(ErrorCode.BAD_SOURCE, "Invalid column 'age'.", "");
            }
        };

        RunResult result = project.run();

        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.succeeded()).isZero();
        assertThat(project.tables.lines(DAILY)).hasSize(5);
        assertThat(result.steps())
                .anyMatch(step ->
                        step.step().asset().equals(DAILY) && step.words().equals("raw.clicks for all data failed"));
    }

    @Test
    void failsAnAssetWhoseOutsideCannotBeSeenWithoutAnAttempt() {
        project.run();
        Runner runner = new Runner(
                project.graph(), project.store, List.of(new UnreachableOutside(project.tables)), project.settings);

        RunResult result = runner.run(TestProject.request(project.demand()), RunListener.NONE);

        assertThat(result.outcome()).isEqualTo(RunState.FAILED);
        assertThat(result.steps().get(0).failure().orElseThrow().message()).isEqualTo("Cannot reach the clicks.");
        assertThat(project.history.attempts(result.run())).isEmpty();
    }

    @Test
    void valuesOfHiddenColumnsStandInNoMessageAndNoLog() throws IOException {
        project.settings = project.settings.hiding((asset, column) -> asset.equals(DAILY) && column.equals("item"));
        project.tables.checks = (asset, interval) -> List.of(outcome(!interval.equals(day(3))));

        RunResult result = project.run(project.demand(CLICKS, DAILY));

        Failure failure = result.steps().stream()
                .flatMap(step -> step.failure().stream())
                .findFirst()
                .orElseThrow();
        assertThat(failure.message()).endsWith("such as [user_id: null, item: masked].");
        try (Stream<Path> logs = Files.walk(project.settings.logs())) {
            assertThat(logs.filter(Files::isRegularFile).map(FailureTest::read).toList())
                    .anyMatch(log -> log.contains("item: masked"))
                    .noneMatch(log -> log.contains("item: 7"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void publishesThePartitionsOfABatchThatPassAndRefusesTheOthers() {
        project.tables.batching = new Batching(10, Order.ANY);
        project.tables.checks = (asset, interval) -> List.of(outcome(!interval.equals(day(3))));

        RunResult result = project.run(project.demand(CLICKS, DAILY));

        Failure failure = result.steps().get(1).failure().orElseThrow();
        assertThat(failure.code()).isEqualTo(ErrorCode.CHECK_FAILED);
        assertThat(failure.message())
                .isEqualTo("Cannot publish asset 'features.daily' for 2023-01-03: expect_column_values_to_not_be_null"
                        + " (column: user_id): 2 values are null, such as [user_id: null, item: 7].");
        assertThat(failure.place()).isEqualTo("assets/features/daily.sql:6:5");
        assertThat(project.history.published(DAILY).stream().map(MaterializationRecord::interval))
                .containsExactly(day(1), day(2), day(4), day(5));
        assertThat(project.tables.lines(DAILY)).as("one commit").hasSize(1);
        assertThat(result.steps().get(1).rows()).isEqualTo(40);
    }

    @Test
    void keepsWhatChecksFound() {
        project.tables.checks = (asset, interval) -> List.of(outcome(!asset.equals(DAILY)));

        RunResult result = project.run(project.demand(CLICKS, DAILY));

        CheckRecord check = project.history.checks(DAILY, 100).get(0);
        assertThat(check.success()).isFalse();
        assertThat(check.severity()).isEqualTo(CheckSpec.Severity.BLOCK);
        assertThat(check.arguments()).isEqualTo(Map.of("column", "user_id"));
        assertThat(check.observed()).isEqualTo(2);
        assertThat(check.samples().get(0)).containsEntry("user_id", null).containsEntry("item", 7);
        assertThat(check.unexpectedShare()).hasValue(0.2);
        assertThat(project.history.checks(result.run())).hasSize(6);
        assertThat(project.history.published(DAILY)).isEmpty();
    }

    private static CheckOutcome outcome(boolean success) {
        CheckSpec check = new CheckSpec(
                "expect_column_values_to_not_be_null",
                Map.of("column", "user_id"),
                CheckSpec.Severity.BLOCK,
                new Place("assets/features/daily.sql", 6, 5));
        Map<String, Object> sample = new java.util.LinkedHashMap<>();
        sample.put("user_id", null);
        sample.put("item", 7);
        return success
                ? new CheckOutcome(check, true, 0, 10, 0, OptionalDouble.of(0), List.of(), "")
                : new CheckOutcome(
                        check, false, 2, 10, 2, OptionalDouble.of(0.2), List.of(sample), "2 values are null");
    }

    @Test
    void triesAgainWhatMaySucceedLater() {
        AtomicInteger tries = new AtomicInteger();
        project.tables.onCompute = step -> {
            if (step.node().key().equals(CLICKS) && tries.incrementAndGet() < 3) {
                throw new DaybreakException(ErrorCode.UNREACHABLE, "Cannot reach the database.", "");
            }
        };

        RunResult result = project.run();

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        List<AttemptRecord> attempts = project.history.attempts(CLICKS, 10);
        assertThat(attempts.stream().map(AttemptRecord::state))
                .containsExactly(AttemptState.SUCCEEDED, AttemptState.FAILED, AttemptState.FAILED);
        assertThat(attempts.stream().map(AttemptRecord::step).distinct()).hasSize(1);
        assertThat(attempts.stream().map(AttemptRecord::name).distinct())
                .hasSize(3)
                .allMatch(name -> name.matches("[A-Za-z0-9-]+"));
    }

    @Test
    void givesUpAfterTheRetriesAndWrapsWhatIsUnexpected() {
        project.tables.onCompute = step -> {
            throw new IllegalStateException("a defect");
        };

        RunResult result = project.run();

        assertThat(project.history.attempts(CLICKS, 10)).hasSize(3);
        Failure failure = result.steps().get(0).failure().orElseThrow();
        assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(failure.message())
                .isEqualTo("Cannot materialize asset 'raw.clicks' for all data: unexpected"
                        + " java.lang.IllegalStateException: a defect.");
    }

    @Test
    void recordsAPublishThatSucceededThoughTheAnswerWasLost() {
        AtomicInteger answers = new AtomicInteger();
        project.tables.afterPublish = step -> {
            if (answers.getAndIncrement() == 0) {
                throw new DaybreakException(ErrorCode.UNREACHABLE, "Cannot hear the answer.", "");
            }
        };

        RunResult result = project.run();

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(project.history.attempts(CLICKS, 10)).hasSize(1);
        assertThat(project.tables.lines(CLICKS)).hasSize(1);
    }

    @Test
    void failsWhereAnInputThatIsNotPartOfTheRequestWasNeverPublished() {
        RunResult result = project.run(project.demand(RECENT));

        assertThat(result.steps()).hasSize(1);
        Failure failure = result.steps().get(0).failure().orElseThrow();
        assertThat(failure.code()).isEqualTo(ErrorCode.MISSING_INPUT);
        assertThat(failure.message())
                .isEqualTo("Cannot materialize asset 'features.recent' for 2023-01-01: input 'features.daily' for"
                        + " 2023-01-01 was never published.");
        assertThat(failure.place()).isEqualTo("assets/features.daily.sql:4:3");
        assertThat(failure.mend()).contains("'+features.recent'");
        assertThat(result.steps().get(0).step().partitions()).hasSize(5);
    }

    @Test
    void readsAMissingPartitionOfAnOptionalInputAsEmpty() {
        project.optionalInputs = true;

        RunResult result = project.run(project.demand(RECENT));

        assertThat(result.succeeded()).isEqualTo(5);
    }

    @Test
    void waitsTwiceAsLongEachTimeUpToABound() {
        assertThat(Tries.DEFAULT.waitBefore(1, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Tries.DEFAULT.waitBefore(2, 1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Tries.DEFAULT.waitBefore(2, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Tries.DEFAULT.waitBefore(40, 1)).isEqualTo(Duration.ofSeconds(30));
    }
}
