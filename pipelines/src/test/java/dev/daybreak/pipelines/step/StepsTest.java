package dev.daybreak.pipelines.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.run.Reruns;
import dev.daybreak.orchestration.run.RunListener;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.orchestration.run.StepMarks;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How steps of pipelines in Java follow each other. */
@Timeout(120)
class StepsTest {
    @TempDir
    Path folder;

    private Bench bench;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void open() throws IOException {
        database().keep(folder);
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aChainReadsAsOneLineAndHandsTypedValuesOn() throws Exception {
        bench.project.pipeline(
                "Nightly",
                """
                pipeline.schedule("@daily");
                pipeline.step("extract", this::extract).then("transform", this::transform).thenDo("load", this::load);
                """,
                """
                record File(String name, long bytes) {}
                private List<File> extract(StepContext step) { return List.of(new File("a-" + step.day(), 3), new File("b", 4)); }
                private long transform(StepContext step, List<File> files) { return files.stream().mapToLong(File::bytes).sum(); }
                private void load(StepContext step, Long bytes) throws Exception { note(step, bytes + " bytes of " + step.day()); }
                """);

        RunResult result = bench.run("nightly");

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(result.succeeded()).isEqualTo(3);
        assertThat(bench.notes()).containsExactly("7 bytes of 2025-01-01");
        assertThat(bench.log("nightly.extract")).contains("Yielded [{\"record\":");
    }

    @Test
    void aStepIsDoneOnceForAnIntervalUntilItsCodeChanges() throws Exception {
        bench.project.daily("Nightly", "pipeline.action(\"one\", step -> note(step, \"one\"));");
        bench.run("nightly");

        RunResult again = bench.run("nightly");

        assertThat(again.steps()).isEmpty();
        bench.project.daily("Nightly", "pipeline.action(\"one\", step -> note(step, \"two\"));");
        assertThat(bench.run("nightly").succeeded()).isEqualTo(1);
        assertThat(bench.notes()).containsExactly("one", "two");
    }

    @Test
    void everyIntervalOfTheScheduleIsAPartition() throws Exception {
        bench.project.daily("Nightly", "pipeline.action(\"one\", step -> note(step, step.day().toString()));");

        bench.load()
                .run(new DataInterval(Bench.FIRST.start(), Bench.FIRST.end().plus(Duration.ofDays(2))), "nightly.one");

        assertThat(bench.notes()).containsExactlyInAnyOrder("2025-01-01", "2025-01-02", "2025-01-03");
    }

    @Test
    void withoutAScheduleTheRangeThatIsAskedForIsTheInterval() throws Exception {
        bench.project.pipeline(
                "ByHand", "pipeline.action(\"one\", step -> note(step, step.start() + \" \" + step.end()));", "");
        DataInterval range = new DataInterval(Bench.FIRST.start().plusSeconds(3), Bench.FIRST.end());

        bench.load().run(range, "pipeline:by_hand");

        assertThat(bench.notes()).containsExactly("2025-01-01T00:00:03Z 2025-01-02T00:00:00Z");
        assertThat(bench.load().run(range, "pipeline:by_hand").steps()).isEmpty();
    }

    @Test
    void whatReadsAFailedStepIsSkippedAndTheNextRunGoesOnThere() throws Exception {
        bench.project.daily(
                "Nightly",
                """
                pipeline.step("first", step -> { note(step, "first"); return 1; })
                        .then("second", (step, one) -> {
                            if (!Files.exists(step.project().resolve("mended"))) { throw new IllegalStateException("no"); }
                            return one + 1;
                        })
                        .thenDo("third", (step, two) -> note(step, "third " + two));
                """);

        RunResult failed = bench.run("nightly");

        assertThat(bench.states(failed))
                .containsEntry("first", StepState.SUCCEEDED)
                .containsEntry("second", StepState.FAILED)
                .containsEntry("third", StepState.SKIPPED);
        var failure = failed.steps().stream()
                .flatMap(step -> step.failure().stream())
                .findFirst()
                .orElseThrow();
        assertThat(failure.code()).isEqualTo(ErrorCode.STEP_FAILED);
        assertThat(failure.message())
                .isEqualTo("Cannot finish step 'nightly.second': it threw java.lang.IllegalStateException: no.");
        assertThat(failure.place()).isEqualTo("pipelines/Nightly.java:12");
        bench.project.file("mended", "");
        RunResult mended = bench.run("nightly");
        assertThat(mended.succeeded()).isEqualTo(2);
        assertThat(bench.notes()).containsExactly("first", "third 2");
    }

    @Test
    void aStepIsRerunWithAllThatReadsItForItsOwnIntervalOnly() throws Exception {
        bench.project.pipeline(
                "ByHand",
                "pipeline.step(\"one\", step -> { note(step, \"one \" + step.end()); return 1; }).thenDo(\"two\", (step, one) -> note(step, \"two \" + step.end()));",
                "");
        Bench.Loaded loaded = bench.load();
        DataInterval longer =
                new DataInterval(Bench.FIRST.start(), Bench.FIRST.end().plusSeconds(1));
        loaded.run(longer, "pipeline:by_hand");
        RunResult run = loaded.run(Bench.FIRST, "pipeline:by_hand");
        Reruns reruns = new Reruns(loaded.graph, bench.history, Optional.of(Bench.FIRST.start()));

        loaded.runner.run(reruns.again(run.run(), AssetKey.parse("by_hand.one"), true, "ana"), RunListener.NONE);

        assertThat(bench.notes())
                .endsWith(
                        "one 2025-01-02T00:00:00Z",
                        "two 2025-01-02T00:00:00Z",
                        "one 2025-01-02T00:00:00Z",
                        "two 2025-01-02T00:00:00Z")
                .hasSize(6);
    }

    @Test
    void aStepThatIsMarkedSucceededLetsTheRunGoOn() throws Exception {
        bench.project.daily(
                "Nightly",
                """
                pipeline.step("first", step -> { if (true) { throw new IllegalStateException("no"); } return 1; })
                        .retries("{most: 1, wait: 1 hour, longest_wait: 1 hour}")
                        .thenDo("second", (step, one) -> note(step, "second " + one));
                """);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Bench.Loaded loaded = bench.load();
        Future<RunResult> run = threads.submit(() -> loaded.run(Bench.FIRST, "pipeline:nightly"));
        while (bench.history.runs(1).stream()
                .flatMap(found -> bench.history.steps(found.id()).stream())
                .noneMatch(step -> step.state() == StepState.WAITING)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }

        new StepMarks(bench.store, loaded.graph)
                .mark(bench.history.runs(1).get(0).id(), AssetKey.parse("nightly.first"), true, "ana", "done by hand");

        assertThat(run.get().outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(bench.notes()).containsExactly("second null");
        threads.shutdown();
    }

    @Test
    void aBranchLeavesOutWhatItDoesNotName() throws Exception {
        bench.project.daily(
                "Nightly",
                """
                Step<List<String>> choose = pipeline.branch("choose", step -> List.of("left"));
                Step<Integer> left = pipeline.step("left", step -> 1).after(choose);
                Step<Integer> right = pipeline.step("right", step -> 2).after(choose);
                Step<Void> behind = right.thenDo("behind_right", (step, two) -> note(step, "behind right"));
                pipeline.action("join", step -> note(step, "join " + step.isDone(left) + " " + step.isDone(right)))
                        .after(left, behind, right).when(TriggerRule.NONE_FAILED);
                """);

        RunResult result = bench.run("nightly");

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(bench.states(result))
                .containsEntry("left", StepState.SUCCEEDED)
                .containsEntry("right", StepState.OMITTED)
                .containsEntry("behind_right", StepState.OMITTED)
                .containsEntry("join", StepState.SUCCEEDED);
        assertThat(bench.notes()).containsExactly("join true false");
        assertThat(bench.run("nightly").succeeded())
                .as("what was left out stays so")
                .isZero();
    }

    @Test
    void aBranchThatNamesNoStepBehindItFails() {
        bench.project.daily(
                "Nightly",
                """
                Step<List<String>> choose = pipeline.branch("choose", step -> List.of("lefft"));
                pipeline.step("left", step -> 1).after(choose);
                """);

        RunResult result = bench.run("nightly");

        assertThat(result.steps().get(0).failure().orElseThrow().message())
                .isEqualTo(
                        "Invalid choice 'lefft' of branch 'nightly.choose': no step of that name comes directly after it."
                                + " Did you mean 'left'?");
    }

    @Test
    void aStepThatSkipsItselfIsNoFailure() throws Exception {
        bench.project.daily(
                "Nightly",
                """
                pipeline.step("first", step -> { if (true) { throw step.skip("nothing new"); } return 1; })
                        .thenDo("second", (step, one) -> note(step, "second"));
                """);

        RunResult result = bench.run("nightly");

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(result.skipped()).isEqualTo(2);
        assertThat(bench.states(result)).containsEntry("second", StepState.OMITTED);
        assertThat(bench.history.steps(result.run()).get(0).words()).isEqualTo("nothing new");
        assertThat(bench.notes()).isEmpty();
    }

    /** Of two steps the first fails or not, the second fails, or is left out. */
    @ParameterizedTest
    @CsvSource({
        "ALL_SUCCEEDED, fine, bad, SKIPPED",
        "ALL_SUCCEEDED, fine, skip, OMITTED",
        "ONE_SUCCEEDED, fine, bad, SUCCEEDED",
        "ONE_SUCCEEDED, bad, bad, SKIPPED",
        "ONE_SUCCEEDED, skip, skip, OMITTED",
        "NONE_FAILED, fine, skip, SUCCEEDED",
        "NONE_FAILED, fine, bad, SKIPPED",
        "ONE_FAILED, fine, bad, SUCCEEDED",
        "ONE_FAILED, fine, skip, OMITTED",
        "ALL_FAILED, bad, bad, SUCCEEDED",
        "ALL_FAILED, fine, bad, OMITTED",
        "ALL_DONE, bad, skip, SUCCEEDED"
    })
    void rulesSayWhenAStepIsDone(String rule, String first, String second, StepState expected) {
        bench.project.pipeline(
                "Nightly",
                """
                Step<Void> first = pipeline.action("first", step -> act(step, "%s"));
                Step<Void> second = pipeline.action("second", step -> act(step, "%s"));
                pipeline.action("last", step -> {}).after(first, second).when(TriggerRule.%s);
                """
                        .formatted(first, second, rule),
                """
                static void act(StepContext step, String how) {
                    switch (how) {
                        case "bad" -> throw new IllegalStateException("bad");
                        case "skip" -> throw step.skip("not today");
                        default -> {}
                    }
                }
                """);

        RunResult result = bench.run("nightly");

        assertThat(bench.states(result)).containsEntry("last", expected);
    }

    @Test
    void whatWasSetUpIsPutAwayHoweverTheStepsBetweenEnded() throws Exception {
        bench.project.daily(
                "Nightly",
                """
                Step<String> cluster = pipeline.step("cluster", step -> "c-1");
                Step<Integer> work = cluster.then("work", (step, name) -> { if (true) { throw new IllegalStateException("no"); } return 1; });
                work.thenDo("report", (step, one) -> note(step, "report"));
                cluster.teardown("drop", (step, name) -> note(step, "dropped " + name));
                """);

        RunResult result = bench.run("nightly");

        assertThat(result.outcome()).isEqualTo(RunState.FAILED);
        assertThat(bench.states(result))
                .containsEntry("report", StepState.SKIPPED)
                .containsEntry("drop", StepState.SUCCEEDED);
        assertThat(bench.notes()).containsExactly("dropped c-1");
    }

    @Test
    void whatFailedBetweenIsDoneAgainWithAllThatItNeeds() throws Exception {
        bench.project.daily(
                "Nightly",
                """
                Step<String> cluster = pipeline.step("cluster", step -> { note(step, "up"); return "c"; });
                Step<Void> early = cluster.thenDo("early", (step, name) -> note(step, "early"));
                Step<Void> work = cluster.thenDo("work", (step, name) -> {
                    if (!Files.exists(step.project().resolve("mended"))) { throw new IllegalStateException("no"); }
                    note(step, "work");
                }).after(early);
                cluster.teardown("drop", (step, name) -> note(step, "down"));
                """);
        bench.run("nightly");
        bench.project.file("mended", "");

        RunResult again = bench.run("nightly");

        assertThat(again.succeeded()).isEqualTo(4);
        assertThat(bench.notes()).containsExactly("up", "early", "down", "up", "early", "work", "down");
        assertThat(bench.run("nightly").steps()).isEmpty();
    }

    @Test
    void whatWasNotSetUpIsNotPutAway() throws Exception {
        bench.project.daily(
                "Nightly",
                """
                Step<String> cluster = pipeline.step("cluster", step -> { if (true) { throw new IllegalStateException("no"); } return ""; });
                cluster.thenDo("work", (step, name) -> note(step, "work"));
                cluster.teardown("drop", (step, name) -> note(step, "dropped"));
                """);

        RunResult result = bench.run("nightly");

        assertThat(bench.states(result)).containsEntry("drop", StepState.SKIPPED);
        assertThat(bench.notes()).isEmpty();
    }

    @Test
    void aListThatIsKnownWhenItRunsIsWorkedOffItemByItem() throws Exception {
        bench.project.pipeline(
                "Nightly",
                """
                pipeline.schedule("@daily");
                Step<List<Integer>> numbers = pipeline.step("numbers", step -> List.of(1, 2, 3, 4, 5));
                Step<List<Integer>> squares = pipeline.each("squares", numbers, this::square).parallel(2).retries("{most: 1, wait: 1 second}");
                squares.thenDo("sum", (step, all) -> note(step, "sum " + all.stream().mapToInt(Integer::intValue).sum()));
                """,
                """
                private int square(StepContext step, int number) throws Exception {
                    note(step, "square " + number);
                    Path mended = step.project().resolve("mended");
                    if (number == 3 && !Files.exists(mended)) {
                        Files.writeString(mended, "");
                        throw new IllegalStateException("three");
                    }
                    return number * number;
                }
                """);

        RunResult result = bench.run("nightly");

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(bench.notes()).hasSize(7).contains("sum 55");
        assertThat(bench.notes().stream().filter("square 3"::equals))
                .as("only the one that failed")
                .hasSize(2);
        assertThat(bench.log("nightly.squares")).contains("4 of 5 items were done by an earlier try");
    }

    @Test
    void aValueThatIsNotSmallAndPlainIsRefused() {
        bench.project.daily(
                "Nightly",
                """
                pipeline.step("thread", step -> Thread.currentThread());
                pipeline.step("large", step -> "x".repeat(300_000));
                """);

        RunResult result = bench.run("nightly");

        assertThat(result.steps().stream()
                        .map(step -> step.failure().orElseThrow().message()))
                .anySatisfy(
                        message -> assertThat(message)
                                .startsWith(
                                        "Cannot keep the value of the step: it is or holds a java.lang.Thread; permitted: text,"))
                .anySatisfy(message -> assertThat(message)
                        .isEqualTo("Cannot keep the value of the step: it is 300002 bytes large; permitted: 262144."));
    }

    @Test
    void theValueOfAStepThatIsNotBeforeCannotBeRead() {
        bench.project.daily(
                "Nightly",
                """
                Step<Integer> other = pipeline.step("other", step -> 1);
                pipeline.action("one", step -> step.value(other));
                """);

        RunResult result = bench.run("nightly");

        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.steps().stream()
                        .flatMap(step -> step.failure().stream())
                        .findFirst()
                        .orElseThrow()
                        .message())
                .contains("step 'one' does not come after it; say so with 'after'");
    }

    @Test
    void stepsPutTextsToTheLakeAndToDatabases() throws Exception {
        bench.project.daily(
                "Nightly",
                """
                pipeline.sql("rows", "SELECT 1").thenDo("told", (step, rows) -> note(step, rows.get(0).get("sql") + " " + rows.get(0).get("start")));
                pipeline.statement("clean", "shop", "DELETE FROM visits").thenDo("counted", (step, count) -> note(step, "changed " + count));
                """);

        RunResult result = bench.run("nightly");

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(bench.notes()).containsExactlyInAnyOrder("SELECT 1 2025-01-01T00:00:00Z", "changed 3");
        assertThat(bench.statements).containsExactly("shop: DELETE FROM visits");
    }
}
