package dev.daybreak.orchestration.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.RunQueue.Waiting;
import dev.daybreak.orchestration.run.StepQueue.Taken;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.PoolUse;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Grain;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which steps are taken next, and by how many at a time. */
class StepQueueTest {
    private static final AssetKey A = AssetKey.parse("pool.a");
    private static final AssetKey B = AssetKey.parse("pool.b");
    private static final AssetKey FREE = AssetKey.parse("pool.none");
    private static final AssetKey HEAVY = AssetKey.parse("pool.heavy");

    @TempDir
    Path folder;

    private Store store;
    private int runs;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void open() throws IOException {
        database().keep(folder);
        store = TestDatabase.open(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Graph graph() {
        return new Graph(
                ZoneOffset.UTC,
                List.of(
                        node(A, new PoolUse("a", 1)),
                        node(B, new PoolUse("b", 1)),
                        node(FREE, PoolUse.NONE),
                        node(HEAVY, new PoolUse("a", 3))));
    }

    private static Graph.Node node(AssetKey key, PoolUse pool) {
        TimePartition hourly = new TimePartition("hour", new Cadence(Grain.HOUR, DayOfWeek.MONDAY), Optional.empty());
        return new Graph.Node(
                new TestProject.TestAsset(
                        key,
                        Optional.of(hourly),
                        TestProject.tries(Optional.empty(), Optional.empty()),
                        pool,
                        List.of(),
                        Optional.empty()),
                List.of(),
                new TreeMap<>(),
                Optional.empty());
    }

    private StepQueue queue(Map<String, Integer> slots) {
        return new StepQueue(
                store,
                graph(),
                new StepEnds(new RunProgress(graph())),
                Duration.ofSeconds(30),
                slots,
                new Remembered());
    }

    private static DataInterval hour(int hour) {
        return new DataInterval(
                TestProject.day(1).start().plus(Duration.ofHours(hour)),
                TestProject.day(1).start().plus(Duration.ofHours(hour + 1L)));
    }

    /** Steps of a run of a pipeline, an hour each from a first one on; ready in turns of their own. */
    private List<String> add(String pipeline, int priority, AssetKey asset, int first, int count) {
        Waiting run = new Waiting(
                RunRequest.Kind.SCHEDULE,
                pipeline,
                hour(10_000 + runs++),
                hour(0).end(),
                priority,
                "schedule",
                pipeline);
        RunQueue queue = new RunQueue(store, Duration.ofSeconds(30));
        return store.jdbi().inTransaction(handle -> {
            String id = queue.add(handle, run).orElseThrow();
            QueueDao.begin(handle, id, 1, 1);
            RunDao.release(handle, id, 0);
            List<StepTask> steps = IntStream.range(first, first + count)
                    .mapToObj(hour -> step(id, asset, hour(hour)))
                    .toList();
            RunDao.Traits traits = RunDao.traits(handle, id);
            long turn = FairShare.reserve(handle, traits.flow(), count);
            List<String> plans =
                    steps.stream().map(step -> StoredPlan.batch(step.batch())).toList();
            StepDao.insert(handle, id, steps, plans, new StepDao.Rank(traits.lane(), traits.priority(), turn), true, 1);
            return steps.stream().map(StepTask::key).toList();
        });
    }

    private static StepTask step(String run, AssetKey asset, DataInterval hour) {
        PlannedPartition partition = new PlannedPartition(
                asset, hour, PlannedPartition.State.MISSING, "never published", new Fingerprint(new TreeMap<>()));
        NodePlan.Batch batch = new NodePlan.Batch(List.of(partition), Map.of());
        return StepTask.planned(graph().node(asset), batch, run, Order.ANY);
    }

    private static List<String> keys(List<Taken> taken) {
        return taken.stream().map(step -> step.task().key()).toList();
    }

    private static long count(List<Taken> taken, AssetKey asset) {
        return taken.stream()
                .filter(step -> step.task().node().key().equals(asset))
                .count();
    }

    @Test
    void aPoolThatIsFullDoesNotHoldUpAnother() {
        StepQueue queue = queue(Map.of("a", 10, "b", 20));
        add("first", 2, A, 0, 9);
        assertThat(queue.take(9, Scope.QUEUE)).hasSize(9);
        add("urgent", 2, A, 100, 1_000);
        add("other", 1, B, 0, 100);

        List<Taken> taken = queue.take(64, Scope.QUEUE);

        assertThat(count(taken, A)).as("one slot was free").isEqualTo(1);
        assertThat(count(taken, B))
                .as("all slots of the other in the same look")
                .isEqualTo(20);
        assertThat(queue.take(64, Scope.QUEUE)).isEmpty();
    }

    @Test
    void pipelinesThatQueueMoreThanALookTakesBothGoOn() {
        StepQueue queue = queue(Map.of());
        add("a", 0, A, 0, 500);
        add("b", 0, B, 0, 500);

        for (int look = 0; look < 3; look++) {
            List<Taken> taken = queue.take(64, Scope.QUEUE);

            assertThat(count(taken, A)).isEqualTo(32);
            assertThat(count(taken, B)).isEqualTo(32);
        }
    }

    @Test
    void aFewStepsDoNotWaitForTheManyThatWereQueuedBefore() {
        StepQueue queue = queue(Map.of());
        add("many", 0, A, 0, 500);
        queue.take(100, Scope.QUEUE);
        List<String> few = add("few", 0, B, 0, 3);

        assertThat(keys(queue.take(8, Scope.QUEUE))).containsAll(few);
    }

    @Test
    void whoWaitedHasNoClaimOnTheTimeBefore() {
        StepQueue queue = queue(Map.of());
        add("early", 0, A, 0, 1);
        queue.take(1, Scope.QUEUE);
        add("busy", 0, B, 0, 300);
        queue.take(200, Scope.QUEUE);
        add("early", 0, A, 10, 100);

        List<Taken> taken = queue.take(20, Scope.QUEUE);

        assertThat(count(taken, A)).isEqualTo(10);
        assertThat(count(taken, B)).isEqualTo(10);
    }

    @Test
    void priorityGoesBeforeTurnAndHoldsAcrossPools() {
        StepQueue queue = queue(Map.of("a", 100, "b", 100));
        add("usual", 0, A, 0, 50);
        List<String> urgent = add("urgent", 5, B, 0, 10);

        assertThat(keys(queue.take(10, Scope.QUEUE))).containsExactlyElementsOf(urgent);
    }

    @Test
    void aHeavyStepWaitsForItsSlotsAndLightOnesDoNotPassIt() {
        StepQueue queue = queue(Map.of("a", 4));
        add("light", 0, A, 0, 2);
        assertThat(queue.take(9, Scope.QUEUE)).hasSize(2);
        List<String> heavy = add("heavy", 1, HEAVY, 0, 1);
        add("more", 0, A, 10, 5);

        assertThat(queue.take(9, Scope.QUEUE))
                .as("two slots are left, it needs three")
                .isEmpty();
        store.jdbi().useHandle(handle -> {
            handle.execute("UPDATE attempt SET state = 'LOST'");
            handle.execute("UPDATE step SET state = 'SUCCEEDED' WHERE state = 'RUNNING'");
        });

        List<Taken> taken = queue.take(9, Scope.QUEUE);
        assertThat(keys(taken).get(0)).isEqualTo(heavy.get(0));
        assertThat(taken).as("three slots and one").hasSize(2);
    }

    @Test
    void noPartitionIsWorkedOnTwiceAtATimeWhateverRunItIsOf() {
        StepQueue queue = queue(Map.of());
        List<String> first = add("one", 0, FREE, 0, 1);
        add("two", 0, FREE, 0, 1);
        List<String> other = add("three", 0, FREE, 1, 1);

        List<String> taken = keys(queue.take(9, Scope.QUEUE));

        assertThat(taken).hasSize(2).containsAll(other);
        assertThat(taken.contains(first.get(0))).isNotEqualTo(taken.stream().noneMatch(first::contains));
        assertThat(queue.take(9, Scope.QUEUE)).isEmpty();
    }

    @Test
    void aStepOfARunOfItsOwnIsTakenByItsProcessOnly() {
        StepQueue queue = queue(Map.of());
        store.jdbi().useHandle(handle -> add("any", 0, FREE, 0, 1));
        store.jdbi().useHandle(handle -> handle.execute("UPDATE step SET lane = " + Scope.OWN));
        String run = store.jdbi().withHandle(handle -> handle.createQuery("SELECT run_id FROM run")
                .mapTo(String.class)
                .one());

        assertThat(queue.take(9, Scope.QUEUE)).isEmpty();
        assertThat(queue.take(9, Scope.of("another"))).isEmpty();
        assertThat(queue.take(9, Scope.of(run))).hasSize(1);
    }

    @Test
    void aStepOfAnAssetThatIsGoneFailsAndItsRunEnds() {
        List<String> gone = add("any", 0, FREE, 0, 1);
        StepQueue without = new StepQueue(
                store,
                new Graph(ZoneOffset.UTC, List.of()),
                new StepEnds(new RunProgress(new Graph(ZoneOffset.UTC, List.of()))),
                Duration.ofSeconds(30),
                Map.of(),
                new Remembered());

        assertThat(without.take(1, Scope.QUEUE)).isEmpty();

        assertThat(store.jdbi().<String, RuntimeException>withHandle(handle -> handle.createQuery(
                                "SELECT error_message FROM step WHERE step_key = :key")
                        .bind("key", gone.get(0))
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("Cannot materialize asset 'pool.none': the project has it no more.");
    }

    @Test
    void workersSideBySideTakeEveryStepOnceAndNoPoolGoesAboveItsSlots() throws Exception {
        for (int i = 0; i < 4; i++) {
            add("p" + i, i % 2, i % 2 == 0 ? A : B, 1_000 * i, 50);
        }
        Set<String> taken = Collections.synchronizedSet(new HashSet<>());
        List<Integer> used = Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Callable<Integer>> workers = Collections.nCopies(4, () -> takeAll(taken, used));
        int sum = 0;
        for (Future<Integer> worker : threads.invokeAll(workers)) {
            sum += worker.get();
        }
        threads.shutdown();

        assertThat(sum).isEqualTo(200);
        assertThat(taken).hasSize(200);
        assertThat(used).allMatch(slots -> slots <= 7);
    }

    private int takeAll(Set<String> all, List<Integer> used) {
        StepQueue queue = queue(Map.of("a", 7, "b", 5));
        int count = 0;
        while (all.size() < 200) {
            List<Taken> taken = queue.take(3, Scope.QUEUE);
            used.add(store.jdbi().withHandle(handle -> ReadyDao.used(handle, "a")));
            for (Taken step : taken) {
                all.add(step.task().key());
                count++;
                store.inTransaction(step.task().node().key().toString(), handle -> {
                    AttemptDao.end(
                            handle,
                            step.claim().token(),
                            dev.daybreak.orchestration.history.AttemptState.CANCELLED,
                            Optional.empty(),
                            1,
                            AttemptDao.ACTIVE);
                    return handle.execute(
                            "UPDATE step SET state = 'CANCELLED' WHERE step_key = ?",
                            step.task().key());
                });
            }
        }
        return count;
    }
}
