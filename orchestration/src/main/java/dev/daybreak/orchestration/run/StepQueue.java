package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.run.ReadyDao.Row;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Steps that are ready, and who takes them. A step is taken with its partitions: no two attempts of any run work on one partition
 * at a time. Those who take steps take turns; what attempts write down need not wait for them. Thread-safe.
 */
final class StepQueue {
    /** All who take steps agree on it. */
    private static final String TOPIC = "steps";
    /** How long a step waits before it looks again whether partitions that another run works on are free. */
    private static final Duration BUSY_WAIT = Duration.ofMillis(100);

    /** For so long it is not asked anew whether there is anything, and in which pools, if a look found all that it had room for. */
    private static final Duration AFTER_FULL = Duration.ofMillis(50);

    private static final Comparator<Row> TURN = Comparator.comparing(
                    (Row row) -> row.rank().lane())
            .thenComparing(row -> -row.rank().priority())
            .thenComparing(row -> row.rank().turn())
            .thenComparing(Row::key);

    private final Store store;
    private final Graph graph;
    private final StepEnds ends;
    private final long leaseMillis;
    private final Map<String, Integer> slots;
    private final Remembered remembered;
    private volatile boolean wasFull;
    private volatile Set<String> pools;
    private volatile long askedAt = System.nanoTime();

    /** @param slots of every pool that has a bound */
    StepQueue(
            Store store,
            Graph graph,
            StepEnds ends,
            Duration lease,
            Map<String, Integer> slots,
            Remembered remembered) {
        this.store = store;
        this.graph = graph;
        this.ends = ends;
        this.leaseMillis = lease.toMillis();
        this.slots = Map.copyOf(slots);
        this.remembered = remembered;
        this.pools = allPools(List.of());
    }

    /** Those of the project's assets, and some that may be of assets that are gone. */
    private Set<String> allPools(List<String> found) {
        Set<String> all = new TreeSet<>(found);
        graph.nodes().forEach(node -> all.add(node.asset().about().slots().pool()));
        return all;
    }

    /**
     * A step that this process is to try.
     *
     * @param isOutdated others have published some of its partitions since it was planned; it has no claim on them
     */
    record Taken(StepTask task, Claim claim, boolean isOutdated) {}

    /** Takes steps that are to be done next, at most so many. */
    List<Taken> take(int room, Scope scope) {
        // After a look that found all that it had room for, there is mostly more.
        boolean isMoreLikely = isMoreLikely() && room > 0;
        if (!isMoreLikely
                && (room < 1
                        || !store.jdbi()
                                .withHandle(handle -> ReadyDao.isAnyDue(handle, scope, store.nowMillis(handle))))) {
            return List.of();
        }
        List<Row> gone = new ArrayList<>();
        List<Taken> all = store.inLightTransaction(TOPIC, handle -> {
            long now = store.nowMillis(handle);
            if (!isMoreLikely) {
                ReadyDao.wake(handle, now);
                pools = allPools(ReadyDao.pools(handle));
                askedAt = System.nanoTime();
            }
            List<Taken> taken = new ArrayList<>();
            boolean isMore = true;
            while (isMore) {
                List<Row> next = next(handle, room - taken.size(), scope);
                List<Row> free = free(handle, next, gone, now);
                taken.addAll(claim(handle, free, now));
                // Those that are busy have stepped aside for others.
                isMore = free.size() < next.size() && taken.size() < room;
            }
            return taken;
        });
        gone.forEach(this::fail);
        wasFull = all.size() == room;
        return all;
    }

    /** Steps that have waited for their time are looked for every few moments all the same. */
    private boolean isMoreLikely() {
        return wasFull && System.nanoTime() - askedAt < AFTER_FULL.toNanos();
    }

    /** The best of every pool that has slots left; the best of all of them. */
    private List<Row> next(Handle handle, int room, Scope scope) {
        List<Row> next = new ArrayList<>();
        for (String pool : pools) {
            int free = slots.containsKey(pool) ? slots.get(pool) - ReadyDao.used(handle, pool) : Integer.MAX_VALUE;
            if (free < 1) {
                continue;
            }
            for (Row row : ReadyDao.ready(handle, scope, pool, Math.min(room, free))) {
                free -= row.weight();
                if (free < 0) {
                    // A heavy one is waited for: else light ones would pass it for ever.
                    break;
                }
                next.add(row);
            }
        }
        next.sort(TURN);
        return next.subList(0, Math.min(room, next.size()));
    }

    /**
     * Those whose partitions nobody works on; the others wait for a moment.
     *
     * @param gone gets those of assets that the project has no more
     */
    private List<Row> free(Handle handle, List<Row> rows, List<Row> gone, long now) {
        if (rows.isEmpty()) {
            return rows;
        }
        ClaimedStretches claimed = new ClaimedStretches();
        Set<AssetKey> assets = rows.stream().map(Row::asset).collect(Collectors.toSet());
        AttemptDao.held(handle, assets).forEach(span -> claimed.addIfFree(span.asset(), span.interval()));
        List<Row> free = new ArrayList<>();
        for (Row row : rows) {
            boolean isGone = graph.find(row.asset()).isEmpty();
            if (isGone) {
                gone.add(row);
            }
            if (!isGone && claimed.addIfFree(row.asset(), row.interval())) {
                free.add(row);
            } else {
                StepDao.await(handle, row.key(), Optional.of(now + BUSY_WAIT.toMillis()), 0);
            }
        }
        return free;
    }

    private void fail(Row gone) {
        StepResult result =
                new StepResult(gone.span(), StepState.FAILED, "", 0, Optional.of(NodePlanning.gone(gone.asset())));
        store.inLightTransaction(
                gone.asset().toString(), handle -> ends.end(handle, gone.run(), result, store.nowMillis(handle)));
    }

    private List<Taken> claim(Handle handle, List<Row> rows, long now) {
        if (rows.isEmpty()) {
            return List.of();
        }
        long turn = rows.stream().mapToLong(row -> row.rank().turn()).max().orElseThrow();
        Map<String, Long> tokens = ClaimDao.claim(handle, store, rows, turn, now, now + leaseMillis);
        Map<String, Map<DataInterval, Long>> newest =
                OutcomeDao.newestTokens(handle, Collections.min(tokens.values()), Collections.max(tokens.values()));
        List<Taken> taken = new ArrayList<>();
        for (Row row : rows) {
            StepTask task = task(graph.node(row.asset()), row, now);
            long token = tokens.get(row.key());
            boolean isOutdated = isOutdated(task, newest.getOrDefault(row.key(), Map.of()));
            if (isOutdated) {
                AttemptDao.releaseClaim(handle, token);
            }
            if (row.order() == Order.PUBLISHED_IN_TURN && row.begun().isEmpty()) {
                StepDao.releaseNext(handle, row.run(), row.asset());
            }
            taken.add(new Taken(task, new Claim(row.key(), token, row.run() + "-" + token), isOutdated));
        }
        return taken;
    }

    private StepTask task(Graph.Node node, Row row, long now) {
        Duration before =
                row.begun().map(begun -> Duration.ofMillis(now - begun)).orElse(Duration.ZERO);
        return new StepTask(
                node,
                remembered.batch(row.asset(), row.key(), row.plan()),
                row.run(),
                row.key(),
                row.tries() + 1,
                new StepClock(before, System.nanoTime()),
                row.order());
    }

    private static boolean isOutdated(StepTask task, Map<DataInterval, Long> newest) {
        Map<DataInterval, Long> tokens = new HashMap<>(newest);
        tokens.keySet().retainAll(task.batch().intervals());
        return !tokens.equals(task.batch().seen());
    }
}
