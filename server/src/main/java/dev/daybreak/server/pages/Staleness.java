package dev.daybreak.server.pages;

import dev.daybreak.orchestration.request.Requests;
import dev.daybreak.orchestration.store.StoreAway;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.plan.Planner;
import dev.daybreak.project.plan.PublishedState;
import dev.daybreak.server.api.ServedProject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is missing or stale in the whole project up to now. A plan may take longer than a page may, so it is made aside by one thread when
 * somebody asks and the last one has aged; whoever asks gets the last one. Thread-safe.
 */
public final class Staleness implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Staleness.class);
    /** A plan takes a while, so the next one begins so many times as long after it. */
    private static final int REST = 10;

    private static final long LEAST_REST_MILLIS = 5_000;

    private final ServedProject served;
    private final Requests requests;
    private final ExecutorService planner = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "stale partitions");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicBoolean isPlanning = new AtomicBoolean();
    private volatile Optional<Known> known = Optional.empty();
    private volatile long restUntilNanos = System.nanoTime();

    Staleness(ServedProject served) {
        this.served = served;
        this.requests = served.requests();
    }

    /**
     * What was found out.
     *
     * @param toDo partitions that are missing or stale, by asset, oldest first
     * @param late partitions that late rows were left out of, likewise
     */
    public record Known(
            Instant at, Map<AssetKey, List<PlannedPartition>> toDo, Map<AssetKey, List<PlannedPartition>> late) {
        public List<PlannedPartition> of(AssetKey asset) {
            return toDo.getOrDefault(asset, List.of());
        }
    }

    /** The last that is known; empty until the first plan is made. */
    public Optional<Known> known() {
        if (System.nanoTime() - restUntilNanos >= 0 && isPlanning.compareAndSet(false, true)) {
            planner.execute(this::plan);
        }
        return known;
    }

    private void plan() {
        long began = System.nanoTime();
        try {
            Instant now = served.store().now();
            Map<AssetKey, List<PlannedPartition>> toDo = new HashMap<>();
            Map<AssetKey, List<PlannedPartition>> late = new HashMap<>();
            PublishedState state = served.state().get();
            Demand demand = requests.ofRange(List.of(), null, null).demand(state);
            for (PlannedPartition partition : new Planner(served.graph()).plan(demand, state)) {
                if (partition.isToDo()) {
                    toDo.computeIfAbsent(partition.asset(), key -> new ArrayList<>())
                            .add(partition);
                } else if (state.isWithoutLateRows(partition)) {
                    late.computeIfAbsent(partition.asset(), key -> new ArrayList<>())
                            .add(partition);
                }
            }
            known = Optional.of(new Known(now, toDo, late));
        } catch (RuntimeException e) {
            if (!StoreAway.isCauseOf(e)) {
                LOG.warn("Cannot tell what is stale", e);
            }
        } finally {
            long took = System.nanoTime() - began;
            restUntilNanos = System.nanoTime() + Math.max(REST * took, LEAST_REST_MILLIS * 1_000_000);
            isPlanning.set(false);
        }
    }

    @Override
    public void close() {
        planner.shutdownNow();
    }
}
