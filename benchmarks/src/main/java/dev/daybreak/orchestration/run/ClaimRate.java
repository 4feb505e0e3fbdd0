package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.time.DataInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How fast workers take steps, apart from doing them. Stands in this package to reach the queue of steps. */
public final class ClaimRate {
    private static final int STEPS = 20_000;
    private static final int BATCH = 100;
    private static final Instant BEGIN = Instant.parse("2010-01-01T00:00:00Z");

    private ClaimRate() {}

    /** Steps per second, of 20,000 that are ready, in batches of 100. */
    public static double ofSteps(Store store, Graph graph, int round) {
        insert(store, graph.nodes().iterator().next(), round);
        StepQueue queue = new StepQueue(
                store, graph, new StepEnds(new RunProgress(graph)), Duration.ofSeconds(30), Map.of(), new Remembered());
        long nanos = 0;
        int taken = 0;
        for (int batch = BATCH; batch > 0; taken += batch) {
            long began = System.nanoTime();
            batch = queue.take(BATCH, Scope.QUEUE).size();
            nanos += System.nanoTime() - began;
            endAll(store);
        }
        if (taken != STEPS) {
            throw new IllegalStateException("Took " + taken + " of " + STEPS + " steps");
        }
        store.jdbi().useHandle(handle -> handle.execute("TRUNCATE attempt, step CASCADE"));
        return STEPS / (nanos / 1e9);
    }

    /** As if all that was taken were done: only so many are at work at a time as there are workers for. */
    private static void endAll(Store store) {
        store.jdbi().useTransaction(handle -> {
            handle.execute("UPDATE attempt SET state = 'SUCCEEDED' WHERE state = 'CLAIMED'");
            handle.execute("UPDATE step SET state = 'SUCCEEDED' WHERE state = 'RUNNING'");
        });
    }

    private static void insert(Store store, Graph.Node node, int round) {
        RunQueue queue = new RunQueue(store, Duration.ofSeconds(30));
        store.jdbi().useTransaction(handle -> {
            DataInterval all = hour(round * STEPS);
            String run = queue.add(
                            handle,
                            new RunQueue.Waiting(
                                    RunRequest.Kind.SCHEDULE, "claims", all, all.end(), 0, "schedule", "claims"))
                    .orElseThrow();
            List<StepTask> steps = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                PlannedPartition partition = new PlannedPartition(
                        node.key(),
                        hour(step),
                        PlannedPartition.State.MISSING,
                        "never published",
                        new Fingerprint(new TreeMap<>()));
                steps.add(StepTask.planned(node, new NodePlan.Batch(List.of(partition), Map.of()), run, Order.ANY));
            }
            long turn = FairShare.reserve(handle, "claims", STEPS);
            List<String> plans =
                    steps.stream().map(step -> StoredPlan.batch(step.batch())).toList();
            StepDao.insert(handle, run, steps, plans, new StepDao.Rank(Scope.LIVE, 0, turn), true, 1);
        });
        store.jdbi().useHandle(handle -> handle.execute("ANALYZE"));
    }

    private static DataInterval hour(int number) {
        Instant start = BEGIN.plus(Duration.ofHours(number));
        return new DataInterval(start, start.plus(Duration.ofHours(1)));
    }
}
