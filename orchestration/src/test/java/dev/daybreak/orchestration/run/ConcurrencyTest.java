package dev.daybreak.orchestration.run;

import static dev.daybreak.orchestration.run.TestProject.CLICKS;
import static dev.daybreak.orchestration.run.TestProject.DAILY;
import static dev.daybreak.orchestration.run.TestProject.MODEL;
import static dev.daybreak.orchestration.run.TestProject.RECENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps side by side, runs side by side, and runs that are stopped. */
@Timeout(60)
class ConcurrencyTest {
    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
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
        threads.shutdownNow();
        project.close();
    }

    @ParameterizedTest
    @EnumSource
    void twoRunsAtATimeDoEverythingOnce(Order order) throws Exception {
        try (TestProject other = new TestProject(folder)) {
            project.tables.batching = new Batching(1, order);
            other.tables.batching = new Batching(1, order);
            CyclicBarrier together = new CyclicBarrier(2);
            Future<RunResult> first = threads.submit(() -> {
                together.await();
                return project.run();
            });
            Future<RunResult> second = threads.submit(() -> {
                together.await();
                return other.run();
            });

            assertThat(first.get().outcome()).isEqualTo(RunState.SUCCEEDED);
            assertThat(second.get().outcome()).isEqualTo(RunState.SUCCEEDED);
            List<String> computed = new ArrayList<>(project.tables.computed);
            computed.addAll(other.tables.computed);
            assertThat(computed).hasSize(12).doesNotHaveDuplicates();
            assertThat(first.get().succeeded() + second.get().succeeded()).isEqualTo(12);
            for (AssetKey asset : List.of(CLICKS, DAILY, RECENT, MODEL)) {
                assertThat(project.tables.lines(asset)).hasSizeBetween(1, 5);
            }
        }
        assertThat(project.toDo()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aBatchThatAnotherRunHasPartlyDoneShrinksToWhatIsLeft(Order order) {
        project.tables.batching = new Batching(10, order);
        project.run(project.demand(CLICKS));
        try (TestProject other = new TestProject(folder)) {
            AtomicInteger calls = new AtomicInteger();
            RunListener thirdDayMeanwhile = new RunListener() {
                @Override
                public void planned(AssetKey asset, int steps, int partitions) {
                    if (asset.equals(DAILY) && calls.getAndIncrement() == 0) {
                        dev.daybreak.project.plan.Demand third = dev.daybreak.project.plan.Demand.of(
                                other.graph(), java.util.Set.of(DAILY), TestProject.day(3), java.util.Optional.empty());
                        assertThat(other.run(third).succeeded()).isEqualTo(1);
                    }
                }
            };

            RunResult result = project.runner().run(TestProject.request(project.demand(DAILY)), thirdDayMeanwhile);

            assertThat(result.steps().stream().map(step -> step.step().interval()))
                    .containsExactlyInAnyOrder(TestProject.days(1, 2), TestProject.days(4, 5));
            assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void stepsOfAnAssetThatGoesInOrderDoNotOverlap() {
        project.tables.batching = new Batching(1, Order.ONE_BY_ONE);
        AtomicInteger active = new AtomicInteger();
        List<Integer> most = Collections.synchronizedList(new ArrayList<>());
        project.tables.onCompute = step -> most.add(active.incrementAndGet());
        project.tables.beforePublish = step -> active.decrementAndGet();

        project.run();

        assertThat(most).containsOnly(1);
        assertThat(project.tables.computed.subList(1, 6)).isSorted();
    }

    @Test
    void stepsThatArePublishedInTurnComputeSideBySide() {
        project.tables.batching = new Batching(1, Order.PUBLISHED_IN_TURN);
        project.run(project.demand(CLICKS));
        CountDownLatch others = new CountDownLatch(3);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        project.tables.onCompute = step -> {
            if (first(step).equals(TestProject.day(1))) {
                await(others);
            } else {
                others.countDown();
            }
        };
        project.tables.checks = (asset, interval) -> {
            order.add("audit " + interval.start());
            return List.of();
        };
        project.tables.beforePublish =
                step -> order.add("publish " + first(step).start());

        assertThat(project.run(project.demand(DAILY)).succeeded()).isEqualTo(5);

        assertThat(order)
                .isEqualTo(IntStream.rangeClosed(1, 5)
                        .mapToObj(day -> TestProject.day(day).start())
                        .flatMap(day -> Stream.of("audit " + day, "publish " + day))
                        .toList());
    }

    @Test
    void aStepThatIsTriedAgainKeepsItsTurn() {
        project.tables.batching = new Batching(1, Order.PUBLISHED_IN_TURN);
        project.run(project.demand(CLICKS));
        CountDownLatch others = new CountDownLatch(3);
        AtomicInteger tries = new AtomicInteger();
        List<DataInterval> published = Collections.synchronizedList(new ArrayList<>());
        project.tables.onCompute = step -> {
            if (!first(step).equals(TestProject.day(1))) {
                others.countDown();
                return;
            }
            await(others);
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
            }
        };
        project.tables.beforePublish = step -> published.add(first(step));

        assertThat(project.run(project.demand(DAILY)).succeeded()).isEqualTo(5);

        assertThat(tries).hasValue(3);
        assertThat(published).hasSize(5).isSorted();
    }

    @Test
    void aStepThatFailsLetsLaterOnesGoOn() {
        project.tables.batching = new Batching(1, Order.PUBLISHED_IN_TURN);
        project.run(project.demand(CLICKS));
        CountDownLatch others = new CountDownLatch(3);
        project.tables.onCompute = step -> {
            if (!first(step).equals(TestProject.day(1))) {
                others.countDown();
                return;
            }
            await(others);
            throw new DaybreakException(ErrorCode.CHECK_FAILED, "Cannot compute the first day.", "");
        };

        RunResult result = project.run(project.demand(DAILY));

        assertThat(result.succeeded()).isEqualTo(4);
        assertThat(result.outcome()).isEqualTo(RunState.FAILED);
    }

    @Test
    void aCancelledRunWaitsForNoTurn() throws Exception {
        project.tables.batching = new Batching(1, Order.PUBLISHED_IN_TURN);
        project.run(project.demand(CLICKS));
        CountDownLatch waiting = new CountDownLatch(3);
        CountDownLatch stopped = new CountDownLatch(1);
        project.tables.onCancel = stopped::countDown;
        project.tables.onCompute = step -> {
            if (first(step).equals(TestProject.day(1))) {
                await(stopped);
            } else {
                waiting.countDown();
            }
        };
        Runner runner = project.runner();
        Future<RunResult> run =
                threads.submit(() -> runner.run(TestProject.request(project.demand(DAILY)), RunListener.NONE));
        await(waiting);

        runner.cancel();

        assertThat(run.get().outcome()).isEqualTo(RunState.CANCELLED);
        assertThat(project.tables.lines(DAILY)).isEmpty();
    }

    private static DataInterval first(StepContext step) {
        return step.partitions().get(0).interval();
    }

    @Test
    void stepsOfOtherAssetsGoSideBySide() {
        CountDownLatch both = new CountDownLatch(2);
        project.run(project.demand(CLICKS));
        project.tables.onCompute = step -> {
            both.countDown();
            await(both);
        };

        assertThat(project.run(project.demand(DAILY)).succeeded()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void asManyStepsAreAtWorkAsMayBeAndNoMore(int parallel) {
        project.tables.batching = new Batching(1, Order.ANY);
        project.run(project.demand(CLICKS));
        project.settings =
                new RunnerSettings(parallel, Duration.ofSeconds(30), Duration.ofSeconds(10), folder.resolve("logs"));
        AtomicInteger active = new AtomicInteger();
        List<Integer> most = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch all = new CountDownLatch(parallel);
        project.tables.onCompute = step -> {
            most.add(active.incrementAndGet());
            all.countDown();
            await(all);
        };
        project.tables.beforePublish = step -> active.decrementAndGet();

        assertThat(project.run(project.demand(DAILY)).succeeded()).isEqualTo(5);

        assertThat(most).hasSize(5).contains(parallel).allMatch(working -> working <= parallel);
    }

    @Test
    void aCancelledRunStopsItsWorkAndFreesItsClaims() throws Exception {
        CountDownLatch computing = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        project.tables.onCancel = stopped::countDown;
        project.tables.onCompute = step -> {
            if (step.node().key().equals(DAILY)) {
                computing.countDown();
                await(stopped);
                throw new IllegalStateException("the engine says: interrupted");
            }
        };
        Runner runner = project.runner();
        Future<RunResult> running =
                threads.submit(() -> runner.run(TestProject.request(project.demand()), RunListener.NONE));
        await(computing);

        runner.cancel();

        RunResult result = running.get();
        assertThat(result.outcome()).isEqualTo(RunState.CANCELLED);
        assertThat(project.history.run(result.run()).state()).isEqualTo(RunState.CANCELLED);
        assertThat(project.history.steps(result.run()))
                .allMatch(step ->
                        step.state() == StepState.CANCELLED || step.asset().equals(CLICKS));
        assertThat(project.history.attempts(DAILY, 10))
                .isNotEmpty()
                .allMatch(attempt -> attempt.state() == AttemptState.CANCELLED);
        project.tables.onCompute = step -> {};
        assertThat(project.run().outcome()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void aRunOfACancelledRunnerBeginsNothing() {
        Runner runner = project.runner();
        runner.cancel();

        RunResult result = runner.run(TestProject.request(project.demand()), RunListener.NONE);

        assertThat(result.outcome()).isEqualTo(RunState.CANCELLED);
        assertThat(result.steps()).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
